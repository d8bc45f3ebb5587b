"""Run ffmpeg, and read what it says of its progress."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import imageio_ffmpeg

from caudal.adapters.confinement import Access
from caudal.adapters.sandbox import Limits, Sandbox
from caudal.media.encoders import Encoder
from caudal.media.events import Event, FramesDone, SegmentClosed, TimeDone
from caudal.media.warnings import Trouble

# What can wait makes way for what somebody is waiting for.
_PATIENT = 10

# Drivers of graphics cards reserve addresses for all memory of machine and card, which is not
# memory taken; CUDA does not start below some 100 GB.
_ADDRESSES = 1 << 46
_DRIVEN = {encoder.ffmpeg_name for encoder in Encoder if encoder is not Encoder.X264}


@dataclass(frozen=True, slots=True)
class SandboxedFfmpeg:
    """`ports.RunFfmpeg`, within this sandbox and these limits."""

    sandbox: Sandbox
    limits: Limits = field(default_factory=Limits)

    async def __call__(
        self,
        argv: Sequence[str],
        *,
        source: Path | None = None,
        directory: Path,
        on_event: Callable[[Event], Awaitable[None]],
        urgent: bool,
    ) -> float:
        """Run a command that reads `source` alone and writes below `directory` alone."""

        async def on_line(line: str) -> None:
            event = read_event(line)
            if event is not None:
                await on_event(event)

        async def on_complaint(line: bytes) -> None:
            trouble = read_complaint(line)
            if trouble is not None:
                await on_event(trouble)

        driven = drives_a_card(argv)
        limits = replace(
            self.limits,
            addresses=_ADDRESSES if driven else self.limits.addresses,
            nice=0 if urgent else _PATIENT,
        )
        reads = () if source is None else (source,)
        access = Access(directory=directory, reads=reads, graphics=driven)
        return await self.sandbox.run(
            argv, access=access, limits=limits, on_line=on_line, on_complaint=on_complaint
        )


def drives_a_card(argv: Sequence[str]) -> bool:
    """Whether a command needs the devices and drivers of a graphics card."""
    return not _DRIVEN.isdisjoint(argv)


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


# What ffmpeg says of a frame with errors that were concealed, and of one that is lost
# (fftools/ffmpeg_dec.c); and demuxers, of bytes that are none of theirs.
_FRAME = (b"corrupt decoded frame", b"Error submitting packet to decoder", b"Decoding error")
_BYTES = (b"invalid as first byte", b"max resync size reached")


def read_complaint(line: bytes) -> Trouble | None:
    """What a line of ffmpeg's stderr says of the source; None: nothing that matters."""
    if line.startswith(b"[in#"):
        return Trouble.HOLE if any(words in line for words in _BYTES) else None
    if not line.startswith((b"[vist#", b"[aist#")) or not any(words in line for words in _FRAME):
        return None
    return Trouble.PICTURE if line.startswith(b"[vist#") else Trouble.SOUND
