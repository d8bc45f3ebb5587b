"""Files of subtitles that are sent beside a video: what they are, and what they are called."""

import re
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from caudal.media.source import cleaned_language, cleaned_title

MAX_SIDECARS = 50
MAX_SIDECAR_BYTES = 4 << 20
"""The most that all of one video may have together: two hours of talk take 150 KB."""


class Format(StrEnum):
    """How a file is written, in ffmpeg's names."""

    SRT = "srt"
    WEBVTT = "webvtt"
    ASS = "ass"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sidecar:
    """One file of subtitles that came with a video.

    Attributes:
        format: None until the file was looked at.
        language: BCP 47 or ISO 639 code, "und" when unknown.
        title: Display text, cleaned; empty when there is none.
        default: Whether players show it.
        forced: Whether it is of what everybody needs translated.
    """

    format: Format | None = None
    language: str = "und"
    title: str = ""
    default: bool = False
    forced: bool = False

    def __post_init__(self) -> None:
        """Clean what the sender wrote: it reaches playlists."""
        object.__setattr__(self, "language", cleaned_language(self.language))
        object.__setattr__(self, "title", cleaned_title(self.title))


# A cue's first line, at the beginning of a line.
_SRT_CUE = re.compile(r"^[ \t]*\d{1,3}:\d\d:\d\d[,.]\d{1,3}[ \t]*-->[ \t]*\d", re.MULTILINE)
_WEBVTT_CUE = re.compile(r"^(?:\d{2,4}:)?\d\d:\d\d\.\d{3}[ \t]+-->[ \t]+\d", re.MULTILINE)
_ASS_CUE = re.compile(r"^Dialogue:", re.MULTILINE)

# As in `film.pt-BR.forced.srt`: two or three letters, and subtags.
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")


def read_sidecar(data: bytes, filename: str) -> tuple[Sidecar, str]:
    """What a file is by its contents, what it is by its name, and its text with plain line ends.

    Raises `ValueError` with a sentence for its sender.
    """
    text = _decoded(data).replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")
    return replace(_named(filename), format=_format(text)), text


def described(found: Sequence[Sidecar], said: Sequence[Sidecar]) -> tuple[Sidecar, ...]:
    """Files in the order they came, with what their sender says of each before what it is named.

    Raises `ValueError` when more are spoken of than came.
    """
    if len(said) > len(found):
        raise ValueError(f"There is no file of subtitles with the number {len(found)}.")
    rest = found[len(said) :]
    return (*(_with(words, file) for words, file in zip(said, found, strict=False)), *rest)


def _with(said: Sidecar, found: Sidecar) -> Sidecar:
    return replace(
        said,
        format=found.format,
        language=found.language if said.language == "und" else said.language,
        default=said.default or found.default,
        forced=said.forced or found.forced,
    )


def _format(text: str) -> Format:
    if text.startswith("WEBVTT"):
        found, cue = Format.WEBVTT, _WEBVTT_CUE
    elif "[Script Info]" in text or "[Events]" in text:
        found, cue = Format.ASS, _ASS_CUE
    else:
        found, cue = Format.SRT, _SRT_CUE
    if cue.search(text) is None:
        raise ValueError("The file holds no subtitles in SRT, WebVTT or ASS.")
    return found


def _decoded(data: bytes) -> str:
    """The text of a file that does not say how it is encoded. Never fails."""
    if data.startswith(BOM_UTF8):
        return data[len(BOM_UTF8) :].decode("utf-8", "replace")
    if data.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        return data.decode("utf-16", "replace")
    # In UTF-16 every other byte of what is written in Latin letters, digits and arrows is zero.
    head = data[:1000]
    for zeros, encoding in ((head[1::2], "utf-16-le"), (head[::2], "utf-16-be")):
        if zeros.count(0) > len(zeros) // 4:
            return data.decode(encoding, "replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        # What Windows calls Latin-1; five of its bytes mean nothing.
        return data.decode("cp1252", "replace")


def _named(filename: str) -> Sidecar:
    """What a file's name says: `film.pt-BR.forced.srt`, or `pt-BR.srt`."""
    words = filename.split(".")[:-1]
    flags: set[str] = set()
    while words and words[-1].lower() in ("forced", "default"):
        flags.add(words.pop().lower())
    language = words[-1] if words and _LANGUAGE.fullmatch(words[-1]) else "und"
    return Sidecar(language=language, default="default" in flags, forced="forced" in flags)
