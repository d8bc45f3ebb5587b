"""WebVTT files: values in, text out."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class Cue:
    """What is shown for a while.

    Attributes:
        start, end: Seconds from the start of the video.
        text: Payload as WebVTT writes it, markup and all.
    """

    start: Fraction
    end: Fraction
    text: str


def webvtt(cues: Iterable[Cue], header: str = "") -> str:
    """A file of these cues, with a line of metadata in its header."""
    blocks = [f"{timestamp(cue.start)} --> {timestamp(cue.end)}\n{cue.text}\n" for cue in cues]
    return "\n".join(["WEBVTT\n" + (f"{header}\n" if header else ""), *blocks])


def timestamp(time: Fraction) -> str:
    """Hours, minutes, seconds, milliseconds."""
    milliseconds = round(time * 1000)
    minutes, milliseconds = divmod(milliseconds, 60_000)
    hours, minutes = divmod(minutes, 60)
    seconds, milliseconds = divmod(milliseconds, 1000)
    return f"{hours:02}:{minutes:02}:{seconds:02}.{milliseconds:03}"
