"""How what the doctor finds is judged."""

import pytest

from caudal.findings import (
    NEEDED,
    Finding,
    Release,
    Verdict,
    healthy,
    judge_encoder,
    judge_parts,
    judge_release,
    judge_sandbox,
    judge_schema,
    judge_slots,
    judge_space,
    release,
)
from caudal.media.encoders import Encoder

HEAD = "0002"


@pytest.mark.parametrize(
    ("version", "known"),
    [
        ("n9.0.2-17-g2a571b6068-20260930", (9, 0, 2)),
        ("8.1.2", (8, 1, 2)),
        ("7.1", (7, 1, 0)),
        ("5.1.6-0+deb12u1", (5, 1, 6)),
        ("7.0.2-static", (7, 0, 2)),
        ("N-118000-g0a1b2c3d4e", None),
        ("2024-09-26-git-f43916e217", None),
        ("20240926.1", None),
        ("7.1.5.1", None),
        ("git-2020-01-01", None),
        ("", None),
    ],
)
def test_a_version_names_the_release(version: str, known: Release | None) -> None:
    assert release(version) == known


@pytest.mark.parametrize(
    ("version", "verdict"),
    [
        ("4.4.5", Verdict.WARN),
        ("7.0.9", Verdict.WARN),
        ("7.1.4", Verdict.WARN),
        ("7.1.5", Verdict.OK),
        ("8.0", Verdict.WARN),
        ("8.0.2", Verdict.WARN),
        ("8.0.3", Verdict.OK),
        ("8.1", Verdict.WARN),
        ("8.1.1", Verdict.WARN),
        ("8.1.2", Verdict.OK),
        ("9.0", Verdict.OK),
        ("n9.0.2-17-g2a571b6068", Verdict.OK),
        ("N-118000-g0a1b2c3d4e", Verdict.WARN),
        ("", Verdict.WARN),
    ],
)
def test_releases_with_known_holes_and_unreadable_ones_are_warned_of(
    version: str, verdict: Verdict
) -> None:
    finding = judge_release("ffmpeg", version, "Update.")

    assert finding.verdict is verdict
    assert bool(finding.mend) is (verdict is Verdict.WARN)


def test_an_ffmpeg_with_all_that_is_needed_is_good() -> None:
    assert judge_parts("muxers", frozenset(NEEDED["muxers"])).verdict is Verdict.OK


def test_what_ffmpeg_lacks_is_named() -> None:
    finding = judge_parts("filters", frozenset(NEEDED["filters"]) - {"zscale", "bwdif"})

    assert finding.verdict is Verdict.FAIL
    assert finding.detail == "missing: bwdif, zscale"


@pytest.mark.parametrize(
    ("encoder", "chosen", "fault", "verdict"),
    [
        (Encoder.X264, Encoder.X264, None, Verdict.OK),
        (Encoder.NVENC, Encoder.X264, None, Verdict.OK),
        (Encoder.NVENC, Encoder.X264, "no card", Verdict.NOTE),
        (Encoder.NVENC, Encoder.NVENC, "no card", Verdict.WARN),
        (Encoder.X264, Encoder.NVENC, "no libx264", Verdict.FAIL),
    ],
)
def test_a_broken_encoder_matters_where_it_would_encode(
    encoder: Encoder, chosen: Encoder, fault: str | None, verdict: Verdict
) -> None:
    finding = judge_encoder(encoder, chosen=chosen, fault=fault)

    assert finding.verdict is verdict
    assert (fault or "works") in finding.detail


def test_a_database_with_this_versions_schema_is_good() -> None:
    assert judge_schema("database", HEAD, head=HEAD, known=True).verdict is Verdict.OK


@pytest.mark.parametrize("revision", [None, "0001"])
def test_an_older_schema_is_mended_by_migrating(revision: str | None) -> None:
    finding = judge_schema("database", revision, head=HEAD, known=True)

    assert finding.verdict is Verdict.FAIL
    assert "caudal migrate" in finding.mend


def test_a_newer_schema_is_not_to_be_migrated() -> None:
    finding = judge_schema("database", "0009", head=HEAD, known=False)

    assert finding.verdict is Verdict.FAIL
    assert "migrate" not in finding.mend


@pytest.mark.parametrize(("free", "verdict"), [(10**9 + 1, Verdict.OK), (10**9, Verdict.FAIL)])
def test_the_disk_has_more_than_the_reserve(free: int, verdict: Verdict) -> None:
    assert judge_space("disk", free=free, reserve=10**9).verdict is verdict


@pytest.mark.parametrize(("slots", "verdict"), [(2, Verdict.OK), (3, Verdict.WARN)])
def test_more_ffmpeg_than_cores_are_warned_of(slots: int, verdict: Verdict) -> None:
    assert judge_slots(2, slots).verdict is verdict


@pytest.mark.parametrize("verdict", Verdict)
def test_only_a_failure_makes_an_installation_unhealthy(verdict: Verdict) -> None:
    findings = [Finding(check="x", verdict=verdict, detail="")]

    assert healthy(findings) is (verdict is not Verdict.FAIL)


@pytest.mark.parametrize(
    ("landlock", "wanted", "required", "verdict"),
    [
        (None, "auto", False, Verdict.OK),
        (None, "landlock", True, Verdict.OK),
        ("none", "auto", False, Verdict.WARN),
        ("none", "auto", True, Verdict.FAIL),
        ("none", "landlock", False, Verdict.FAIL),
        (None, "rlimits", False, Verdict.WARN),
        (None, "rlimits", True, Verdict.FAIL),
        (None, "bubblewrap", False, Verdict.FAIL),
    ],
)
def test_the_sandbox_is_judged_by_what_is_asked_for(
    landlock: str | None, wanted: str, required: bool, verdict: Verdict
) -> None:
    faults = {"bubblewrap": "not installed", "landlock": landlock, "rlimits": None}

    found = judge_sandbox(faults, abi=6, wanted=wanted, required=required)

    assert found[0].verdict is verdict
    assert bool(found[0].mend) is (verdict is not Verdict.OK)
    assert {finding.verdict for finding in found[1:]} <= {Verdict.NOTE}


def test_the_abi_of_landlock_is_told() -> None:
    faults = {"bubblewrap": "not installed", "landlock": None, "rlimits": None}

    sandbox, other = judge_sandbox(faults, abi=6, wanted="auto", required=False)

    assert sandbox.detail == "landlock, Landlock ABI 6"
    assert other.detail == "does not work: not installed"
