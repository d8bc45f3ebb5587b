"""What ffmpeg says while it runs."""

from collections.abc import Callable
from dataclasses import dataclass

from caudal.media.warnings import Trouble


@dataclass(frozen=True, slots=True)
class SegmentClosed:
    """ffmpeg finished a segment file: its name relative to the working directory."""

    name: str


@dataclass(frozen=True, slots=True)
class FramesDone:
    """ffmpeg has encoded this many frames of its first output so far."""

    frames: int


@dataclass(frozen=True, slots=True)
class TimeDone:
    """ffmpeg has written output up to this time, in microseconds."""

    microseconds: int


Event = SegmentClosed | FramesDone | TimeDone | Trouble


def share_of(total: int) -> Callable[[Event], float | None]:
    """How much of so many frames is done, by what ffmpeg says; None where it speaks of others."""
    return lambda event: event.frames / total if isinstance(event, FramesDone) else None
