"""What ffmpeg says while it runs."""

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
