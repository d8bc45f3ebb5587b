"""What an examination finds, and how it is judged: pure."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from caudal.media.encoders import Encoder

Release = tuple[int, int, int]

# ffmpeg as caudal needs it: in encodings, in containers, in the graph of the picture and of sound.
NEEDED = {
    "encoders": ("libx264", "aac", "eac3", "libwebp_anim"),
    "muxers": ("segment", "mpegts", "webp"),
    "filters": (
        *("scale", "setsar", "format", "fps", "tpad", "trim", "split", "bwdif", "zscale"),
        *("aresample", "aformat", "atrim", "asetpts", "apad", "loudnorm"),
    ),
}

# Before these a film could run code of its own: CVE-2026-8461 and others.
_MENDED = {7: (7, 1, 5), 8: (8, 0, 3)}
_MENDED_8_1 = (8, 1, 2)

MEND_SANDBOX = (
    "Unset CAUDAL_SANDBOX, and run on Linux 5.13 or later with Landlock, on x86_64 or aarch64; or "
    "install bubblewrap and let this user make user namespaces."
)

_RELEASE = re.compile(r"n?(\d{1,3})\.(\d{1,3})(?:\.(\d{1,3}))?(?![\d.])")


class Verdict(StrEnum):
    """How good a finding is; a note is neither good nor bad."""

    OK = "ok"
    NOTE = "note"
    WARN = "warn"
    FAIL = "fail"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What was found of one thing.

    Attributes:
        check: What was looked at.
        detail: What was found.
        mend: What the operator can do about it; empty when there is nothing to do.
    """

    check: str
    verdict: Verdict
    detail: str
    mend: str = ""


def healthy(findings: Iterable[Finding]) -> bool:
    """Whether caudal can work: nothing failed."""
    return all(finding.verdict is not Verdict.FAIL for finding in findings)


def release(version: str) -> Release | None:
    """The release that a version names: "n9.0.2-17-g2a57" is 9.0.2.

    None for a snapshot, which has a date or a commit's name instead.
    """
    match = _RELEASE.match(version)
    if match is None:
        return None
    major, minor, patch = match.groups(default="0")
    return int(major), int(minor), int(patch)


def judge_release(check: str, version: str, mend: str) -> Finding:
    """A version of ffmpeg, or of the libraries of it that PyAV brings along."""
    known = release(version)
    if known is None:
        detail = f"{version or 'no version'}: cannot be compared with the releases that are mended"
        return Finding(check=check, verdict=Verdict.WARN, detail=detail, mend=mend)
    if not _is_mended(known):
        detail = f"{version}: has holes that a film can use"
        return Finding(check=check, verdict=Verdict.WARN, detail=detail, mend=mend)
    return Finding(check=check, verdict=Verdict.OK, detail=version)


def _is_mended(known: Release) -> bool:
    if known[:2] >= (8, 1):
        return known >= _MENDED_8_1
    return known >= _MENDED.get(known[0], _MENDED[7])


def judge_parts(kind: str, present: frozenset[str]) -> Finding:
    """What ffmpeg is built with, of "encoders", "muxers" or "filters"."""
    check = f"ffmpeg's {kind}"
    missing = [name for name in NEEDED[kind] if name not in present]
    if not missing:
        return Finding(check=check, verdict=Verdict.OK, detail=", ".join(NEEDED[kind]))
    return Finding(
        check=check,
        verdict=Verdict.FAIL,
        detail=f"missing: {', '.join(missing)}",
        mend="Unset CAUDAL_FFMPEG to use the one installed with caudal, or build yours with them.",
    )


def judge_encoder(encoder: Encoder, *, chosen: Encoder, fault: str | None) -> Finding:
    """An encoder's trial; a fault matters where it is the one to encode with."""
    check = f"encoder {encoder}"
    role = "works, and is the one chosen" if encoder is chosen else "works"
    if fault is None:
        return Finding(check=check, verdict=Verdict.OK, detail=role)
    if encoder is Encoder.X264:
        return Finding(
            check=check,
            verdict=Verdict.FAIL,
            detail=f"does not work: {fault}",
            mend="Unset CAUDAL_FFMPEG to use the one installed with caudal.",
        )
    if encoder is chosen:
        return Finding(
            check=check,
            verdict=Verdict.WARN,
            detail=f"chosen, and does not work, so x264 encodes: {fault}",
            mend="Install the driver, let this user reach the device, or unset CAUDAL_ENCODER.",
        )
    return Finding(check=check, verdict=Verdict.NOTE, detail=f"does not work here: {fault}")


def judge_sandbox(
    faults: Mapping[str, str | None], *, abi: int, wanted: str, required: bool
) -> list[Finding]:
    """What holds the tools that open uploads.

    Args:
        faults: Why each level does not work here, best first; None where it does.
        abi: Of the kernel's Landlock, 0 when there is none.
        wanted: A level, or "auto".
    """
    notes = [
        Finding(check=f"sandbox {level}", verdict=Verdict.NOTE, detail=f"does not work: {fault}")
        for level, fault in faults.items()
        if fault is not None and level != wanted
    ]
    works = [level for level, fault in faults.items() if fault is None]
    chosen = next(iter(works)) if wanted == "auto" else wanted
    if chosen not in works:
        detail = f"{chosen} is asked for, and does not work: {faults[chosen]}"
    elif chosen != "rlimits":
        ruled = f", Landlock ABI {abi}" if chosen == "landlock" else ""
        return [
            Finding(check="sandbox", verdict=Verdict.OK, detail=f"{chosen}{ruled}"),
            *notes,
        ]
    else:
        detail = "rlimits alone: a film that takes over a decoder can read what this user can"
    verdict = Verdict.FAIL if required or chosen not in works else Verdict.WARN
    return [Finding(check="sandbox", verdict=verdict, detail=detail, mend=MEND_SANDBOX), *notes]


def judge_schema(check: str, revision: str | None, *, head: str, known: bool) -> Finding:
    """The schema of a database that answers.

    Args:
        known: Whether this version of caudal knows the revision.
    """
    if revision == head:
        return Finding(check=check, verdict=Verdict.OK, detail=f"answers, schema {revision}")
    if revision is not None and not known:
        detail = f"its schema {revision} was made by a newer caudal than this one"
        mend = "Install the version of caudal that the other machines run."
    else:
        detail = f"its schema is {revision or 'not there yet'}, this version needs {head}"
        mend = "Run `caudal migrate`."
    return Finding(check=check, verdict=Verdict.FAIL, detail=detail, mend=mend)


def judge_space(check: str, *, free: int, reserve: int) -> Finding:
    """Bytes free on the disk of the data directory."""
    detail = f"{_gigabytes(free)} free, uploads leave {_gigabytes(reserve)}"
    if free > reserve:
        return Finding(check=check, verdict=Verdict.OK, detail=detail)
    return Finding(
        check=check,
        verdict=Verdict.FAIL,
        detail=detail,
        mend="Make room, move CAUDAL_DATA_DIR to a larger disk, or lower CAUDAL_DISK_RESERVE.",
    )


def judge_slots(cores: int, slots: int) -> Finding:
    """How many ffmpeg run at once on how many cores."""
    detail = f"{cores}, and {slots} ffmpeg at once"
    if slots <= cores:
        return Finding(check="cores", verdict=Verdict.OK, detail=detail)
    return Finding(
        check="cores",
        verdict=Verdict.WARN,
        detail=detail,
        mend="Set CAUDAL_WORKERS to the number of cores at most, or unset it.",
    )


def _gigabytes(size: int) -> str:
    return f"{size / 1e9:.1f} GB"
