"""Where each track ends, and whether the clock can be trusted. Part of the probe's child."""

from contextlib import suppress
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

import av
from av.audio.stream import AudioStream
from av.container import InputContainer
from av.video.stream import VideoStream

# Where the last timestamps are looked for, in microseconds before the end the header gives.
_TAIL = 10_000_000

# Seconds of a file that are missed.
_LACKING = Fraction(1)

# Containers in which a seek finds a place, but neither a keyframe nor what time it is.
UNINDEXED = frozenset({"mpegts", "mpeg", "mp3", "aac"})

# Containers that may be recordings put one behind the other, each with a clock of its own.
_JOINABLE = frozenset({"mpegts", "mpeg"})

# ffmpeg's dts_delta_threshold, and how far it lets a track's clock go back, in seconds.
_AHEAD = Fraction(10)
_BACK = Fraction(1, 10)


@dataclass(slots=True)
class Scan:
    """What the packets say.

    Attributes:
        ends: Where each track ends, by its index, in seconds from the origin.
        keyframes: When keyframes are shown, in seconds from the origin; in containers without
            an index only.
        jumps: Whether the clock starts again or leaps; times are what ffmpeg makes of it then.
    """

    ends: dict[int, Fraction] = field(default_factory=dict)
    keyframes: list[Fraction] = field(default_factory=list)
    jumps: bool = False


def scan(
    container: InputContainer, streams: list[VideoStream | AudioStream], origin: Fraction
) -> Scan:
    """Read to the end of the file.

    Ends are those of the last packets, for headers may promise more. A container with an index
    is read near its end only, and whole when that is not where the header says; one without is
    read whole, and only it needs its keyframes listed.
    """
    if container.format.name in UNINDEXED:
        return _read(container, streams, origin, 0)
    found = _read(container, streams, origin, (container.duration or 0) - _TAIL)
    lacking = promised(container, streams) - max(found.ends.values(), default=Fraction(0))
    if len(found.ends) < len(streams) or lacking > _LACKING:
        found = _read(container, streams, origin, 0)
    found.keyframes = []
    return found


def promised(container: InputContainer, streams: list[VideoStream | AudioStream]) -> Fraction:
    """Seconds that the header speaks of; 0 when it says nothing of its own."""
    if container.format.name in UNINDEXED:
        return Fraction(0)
    counted = [
        stream.frames / stream.average_rate
        for stream in streams
        if stream.type == "video" and stream.frames and stream.average_rate
    ]
    told = [
        stream.duration * stream.time_base
        for stream in streams
        if stream.duration and stream.time_base
    ]
    if not told and len(streams) == len(container.streams):
        # Else a track that is not converted may be the longest. Matroska counts from zero.
        start = max(0, container.start_time or 0)
        told = [Fraction((container.duration or 0) - start, av.time_base)]
    return max([*counted, *told], default=Fraction(0))


def _read(
    container: InputContainer,
    streams: list[VideoStream | AudioStream],
    origin: Fraction,
    after_start: int,
) -> Scan:
    """Read the rest of the file, from so many microseconds after the start on."""
    clock = _Clock() if container.format.name in _JOINABLE else None
    found = Scan()
    keyframes: set[Fraction] = set()
    seek(container, after_start)
    try:
        for packet in container.demux(streams):
            if packet.pts is None or packet.time_base is None:
                continue
            begin = packet.pts * packet.time_base - origin
            if clock is not None:
                begin += clock.correction(packet)
            if packet.is_corrupt:
                continue  # half of it may be missing, but it moves the clock
            end = begin + (packet.duration or 0) * packet.time_base
            found.ends[packet.stream_index] = max(end, found.ends.get(packet.stream_index, end))
            if packet.is_keyframe and packet.stream.type == "video":
                keyframes.add(begin)
    except av.error.FFmpegError:
        pass  # what was read until here is what the file has
    found.jumps = clock is not None and clock.jumps
    # No seek finds its way in a file whose clock jumps.
    found.keyframes = [] if found.jumps else sorted(keyframes)
    return found


class _Clock:
    """Puts packets on one clock, as ffmpeg does where it is not told to keep timestamps.

    A track goes on where it was before the jump, and takes the others with it
    (`ts_discontinuity_detect` in ffmpeg's fftools/ffmpeg_demux.c).
    """

    def __init__(self) -> None:
        self.jumps = False
        self._offset = Fraction(0)
        self._begun: dict[int, Fraction] = {}
        self._due: dict[int, Fraction] = {}
        self._latest: Fraction | None = None

    def correction(self, packet: Any) -> Fraction:
        """Seconds to add to this packet's time; packets come in the file's order."""
        # No decoder delays a frame for so long: one of the two is damaged, and no clock jumps.
        if packet.dts is None or abs(packet.pts - packet.dts) * packet.time_base > _AHEAD:
            return self._offset
        track = packet.stream_index
        time = packet.dts * packet.time_base + self._offset
        due = self._due.get(track, self._latest)
        if due is not None and (
            abs(time - due) > _AHEAD or time + _BACK < self._begun.get(track, time)
        ):
            self.jumps = True
            self._offset += due - time
            time = due
        self._begun[track] = self._latest = time
        self._due[track] = time + (packet.duration or 0) * packet.time_base
        return self._offset


def seek(container: InputContainer, after_start: int) -> None:
    """Go to a time in microseconds after the start, or to the start where that fails."""
    start = container.start_time or 0
    for time in (start + max(0, after_start), start):
        with suppress(av.error.FFmpegError):
            container.seek(time)
            return
    # An FLV file of keyframes that its reader does not know.
    container.seek(0, unsupported_byte_offset=True)
