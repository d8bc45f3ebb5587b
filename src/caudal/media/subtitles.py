"""Subtitles: what ffmpeg made of a track, cleaned, and cut into segments a chunk each."""

import re
from collections.abc import Iterable, Sequence
from fractions import Fraction
from html import escape

from caudal.errors import OutputInvalid
from caudal.media.plan import Chunk, Plan
from caudal.media.segment import Segment
from caudal.media.webvtt import Cue, webvtt

CODEC = "wvtt"

_TIME = r"(?:(\d+):)?(\d\d):(\d\d)\.(\d{3})"
_TIMING = re.compile(rf"{_TIME} --> {_TIME}(?: .*)?")
_MARKUP = re.compile(r"(</?[biu]>)")


def read_webvtt(text: str) -> list[Cue]:
    """The cues of a file that ffmpeg wrote, in order; their text is safe to show.

    Of its markup only bold, italic and underlined stay.
    """
    cues: list[Cue] = []
    lines: list[str] = []
    times: tuple[Fraction, Fraction] | None = None
    for line in [*text.splitlines(), None]:
        timing = None if line is None else _TIMING.fullmatch(line)
        if line is not None and timing is None:
            lines.append(_safe(line))
            continue
        shown = "\n".join(filter(None, lines))
        if times is not None and times[0] < times[1] and shown:
            cues.append(Cue(start=times[0], end=times[1], text=shown))
        if timing is not None:
            times, lines = (_seconds(*timing.groups()[:4]), _seconds(*timing.groups()[4:])), []
    return sorted(cues, key=lambda cue: (cue.start, cue.end))


def segment_text(cues: Iterable[Cue], plan: Plan, chunk: Chunk, clock_start: int) -> str:
    """The segment of a chunk: all cues that are shown in it, also those that began before.

    Times count from the start of the video, which the segments of picture and sound call
    `clock_start` seconds (RFC 8216 3.5).
    """
    first, end = bounds(plan, chunk)
    shown = [cue for cue in cues if cue.start < end and cue.end > first]
    ticks = clock_start * 90_000
    return webvtt(shown, header=f"X-TIMESTAMP-MAP=LOCAL:00:00:00.000,MPEGTS:{ticks}")


def bounds(plan: Plan, chunk: Chunk) -> tuple[Fraction, Fraction]:
    """Where a chunk begins and ends, in seconds."""
    first, end = plan.boundaries[chunk.first_segment], plan.boundaries[chunk.end_segment]
    return first / plan.frame_rate, end / plan.frame_rate


def prove(plan: Plan, made: Sequence[Segment]) -> None:
    """Raise `OutputInvalid` unless every chunk has its segment of every track."""
    there = {(segment.rendition, segment.index) for segment in made}
    for subtitles in plan.subtitles:
        for chunk in plan.chunks:
            if (subtitles.name, chunk.index) not in there:
                raise OutputInvalid(f"{subtitles.name} has a hole among its segments")


def _seconds(hours: str | None, minutes: str, seconds: str, milliseconds: str) -> Fraction:
    return Fraction(
        (int(hours or 0) * 3600 + int(minutes) * 60 + int(seconds)) * 1000 + int(milliseconds), 1000
    )


def _safe(line: str) -> str:
    shown = "".join(letter for letter in line if letter.isprintable()).strip()
    pieces = _MARKUP.split(shown)
    return "".join(
        piece if number % 2 else escape(piece, quote=False) for number, piece in enumerate(pieces)
    )
