"""Run ffmpeg, and read what it says of its progress."""

from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path

import imageio_ffmpeg

from caudal.adapters.sandbox import Limits, run
from caudal.media.encoders import Encoder
from caudal.ports import Event, FramesDone, SegmentClosed, TimeDone

# What can wait makes way for what somebody is waiting for.
_PATIENT = 10

# Drivers of graphics cards reserve addresses for all memory of machine and card, which is not
# memory taken; CUDA does not start below some 100 GB.
_ADDRESSES = 1 << 46
_DRIVEN = {encoder.ffmpeg_name for encoder in Encoder if encoder is not Encoder.X264}


async def run_ffmpeg(
    argv: Sequence[str],
    *,
    directory: Path,
    on_event: Callable[[Event], Awaitable[None]],
    urgent: bool,
) -> float:
    """`ports.RunFfmpeg`, in the sandbox."""

    async def on_line(line: str) -> None:
        event = read_event(line)
        if event is not None:
            await on_event(event)

    limits = Limits(memory=address_space(argv), nice=0 if urgent else _PATIENT)
    return await run(argv, directory=directory, limits=limits, on_line=on_line)


def address_space(argv: Sequence[str]) -> int:
    """Bytes of address space that a command may take."""
    return Limits().memory if _DRIVEN.isdisjoint(argv) else _ADDRESSES


def bundled() -> Path:
    """The ffmpeg binary that is installed with caudal."""
    return Path(imageio_ffmpeg.get_ffmpeg_exe())


def read_event(line: str) -> Event | None:
    """What a line of ffmpeg's stdout says: of `-progress` (key=value) or a segment list (CSV)."""
    key, equals, value = line.partition("=")
    if equals:
        if key == "frame" and value.isdecimal():
            return FramesDone(int(value))
        if key == "out_time_us" and value.isdecimal():
            return TimeDone(int(value))
        return None
    name, comma, _times = line.partition(",")
    return SegmentClosed(name) if comma else None
