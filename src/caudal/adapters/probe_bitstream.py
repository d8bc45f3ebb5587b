"""Measure what a copy of an H.264 picture would consist of. Part of the probe's child.

Where the container has an index of all frames, only the keyframes are read; else everything.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import Any, TypeAlias

from av.container import InputContainer
from av.packet import Packet
from av.video.stream import VideoStream

from caudal.media.codecs import NAL_IDR, NAL_SPS, length_prefixed, nal_units

# Containers whose index lists every frame: then the file need not be read.
_FULL_INDEX = "mov,mp4,m4a,3gp,3g2,mj2"
_ANNEX_B = b"\x00\x00"  # how the headers of a stream without length prefixes begin

# The share of frames that come at one distance in a picture of a constant rate.
_REGULAR = 0.95

VideoPacket: TypeAlias = "Packet[VideoStream]"


@dataclass(frozen=True, slots=True)
class _Frame:
    """A frame in the order of decoding.

    Attributes:
        time: When it is decoded if the container has an index, else when it is shown; in ticks.
    """

    time: int
    size: int
    keyframe: bool


def bitstream(
    container: InputContainer, stream: VideoStream
) -> tuple[dict[str, Any] | None, Fraction]:
    """What `Bitstream` holds, as JSON values; None when the picture is not H.264.

    And seconds for which there is no frame although they come regularly; 0 where not all are read.
    """
    if stream.codec_context.name != "h264" or not stream.time_base or not stream.average_rate:
        return None, Fraction(0)
    gaps = Fraction(0)
    keyframes = _Keyframes(bytes(stream.codec_context.extradata or b""))
    if container.format.name == _FULL_INDEX:
        frames, clean = _indexed(stream)
        keyframes.read(_seek_each(container, stream, frames))
    else:
        frames, clean = [], True
        keyframes.read(_read_all(container, stream, frames))
        gaps = _gaps([frame.time * stream.time_base for frame in frames])
    tick = stream.average_rate * stream.time_base  # frames
    origin = min(keyframes.times, default=0)
    sizes = [sum(f.size for f in group) for group in _groups(frames)]
    idr = [round((time - origin) * tick) for time in keyframes.times]
    steady = clean and len(sizes) == len(idr) and idr == sorted(set(idr)) and _steady(frames, tick)
    found = {
        "profile": str(stream.codec_context.profile or "unknown"),
        "level": max(0, int(stream.codec_context.level or 0)),
        "parameter_sets": keyframes.one_set,
        "steady": steady,
        "closed": keyframes.closed,
        "idr": idr if steady else [],
        "idr_bytes": sizes if steady else [],
        "frames": len(frames),
    }
    return found, gaps


class _Keyframes:
    """What the keyframes say."""

    def __init__(self, headers: bytes) -> None:
        self.times: list[int] = []
        self.closed = True
        # avcC (ISO/IEC 14496-15 5.3.3.1): one SPS at byte 5, one PPS behind it.
        self._annex_b = headers[:2] == _ANNEX_B or not headers
        self._prefix = 4 if self._annex_b else (headers[4] & 3) + 1
        self._headers = headers
        self.one_set = self._annex_b or _counts(headers) == (1, 1)

    def read(self, packets: Iterable[VideoPacket]) -> None:
        """Judge each keyframe."""
        sets: set[bytes] = set()
        for packet in packets:
            if packet.pts is not None:
                self.times.append(packet.pts)
            data = bytes(packet)
            units = nal_units(data) if self._annex_b else length_prefixed(data, self._prefix)
            kinds = []
            for kind, unit in units:
                kinds.append(kind)
                if kind == NAL_SPS:
                    sets.add(unit.rstrip(b"\x00"))
            self.closed &= bool(kinds) and kinds[-1] == NAL_IDR
        if self._annex_b:
            self.one_set = len(sets) == 1
        else:
            self.one_set &= all(unit in self._headers for unit in sets)


def _counts(headers: bytes) -> tuple[int, int]:
    """Numbers of SPS and PPS in an avcC; (0, 0) when it is cut short."""
    try:
        sets = headers[5] & 0x1F
        at = 6
        for _ in range(sets):
            at += 2 + int.from_bytes(headers[at : at + 2], "big")
        return sets, headers[at]
    except IndexError:
        return 0, 0


def _indexed(stream: VideoStream) -> tuple[list[_Frame], bool]:
    """Frames by the index, and whether an edit list leaves them all in place."""
    entries = list(stream.index_entries)
    frames = [_Frame(e.timestamp, e.size, e.is_keyframe) for e in entries if not e.is_discard]
    return frames, len(frames) == len(entries)


def _seek_each(
    container: InputContainer, stream: VideoStream, frames: list[_Frame]
) -> Iterator[VideoPacket]:
    for frame in frames:
        if frame.keyframe:
            # Forward, for a keyframe is shown after its decoding time, and sought by when it is.
            container.seek(frame.time, stream=stream, backward=False)
            yield next(iter(container.demux(stream)))


def _read_all(
    container: InputContainer, stream: VideoStream, frames: list[_Frame]
) -> Iterator[VideoPacket]:
    container.seek(container.start_time or 0)
    for packet in container.demux(stream):
        if packet.pts is None:
            continue
        frames.append(_Frame(packet.pts, packet.size, packet.is_keyframe))
        if packet.is_keyframe:
            yield packet


def _groups(frames: list[_Frame]) -> Iterator[list[_Frame]]:
    """From each keyframe up to the next, in the order of decoding."""
    starts = [number for number, frame in enumerate(frames) if frame.keyframe]
    for start, end in pairwise([*starts, len(frames)]):
        yield frames[start:end]


def _steady(frames: list[_Frame], tick: Fraction) -> bool:
    """Whether times go up by one frame each, to half a frame: containers round."""
    times = sorted(frame.time for frame in frames)
    return all(
        abs((after - before) * tick - 1) < Fraction(1, 2) for before, after in pairwise(times)
    )


def _gaps(times: list[Fraction]) -> Fraction:
    """Seconds that lack frames: a second or more, where most frames come at one distance."""
    steps = sorted(after - before for before, after in pairwise(sorted(times)))
    if not steps:
        return Fraction(0)
    usual = steps[len(steps) // 2]
    regular = sum(abs(step - usual) <= usual / 2 for step in steps)
    if regular < len(steps) * _REGULAR:
        return Fraction(0)
    return sum((step - usual for step in steps if step >= 1), Fraction(0))
