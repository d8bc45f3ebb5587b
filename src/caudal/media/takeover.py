"""Take over a segment file: check it against the plan, number its packets, describe it."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from hashlib import sha256

from caudal.errors import OutputInvalid
from caudal.media.codecs import aac_codec, adts_frames, avc_codec, eac3_frames, is_idr
from caudal.media.command import CLOCK_START
from caudal.media.jpeg import jpeg_size
from caudal.media.passthrough import SOUND_TOLERANCE
from caudal.media.plan import AudioRendition, Chunk, Plan, Rendition
from caudal.media.segment import Keyframe, Segment
from caudal.media.stills import PREVIEW, size_of
from caudal.media.subtitles import CODEC, bounds, segment_text
from caudal.media.transport import (
    Unit,
    close_counters,
    continue_counters,
    elementary,
    units,
)
from caudal.media.webp import webp_size
from caudal.media.webvtt import Cue

TICKS = 90_000
ROUNDING = Fraction(2, TICKS)
_PTS_WRAP = 1 << 33


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """A segment ready to be stored, and the record to write once it is."""

    data: bytes
    record: Segment


def take_picture(
    data: bytes,
    plan: Plan,
    chunk: Chunk,
    rendition: Rendition,
    *,
    index: int,
    key: str,
    counters: dict[int, int],
) -> Taken:
    """Check a segment of picture: frames as planned, an IDR first, the time it belongs to.

    `counters` are the last ones of the segment before, and are moved on; the last segment of a
    chunk leaves them as a chunk's first finds them. Raises `OutputInvalid`.
    """
    first, end = plan.boundaries[index : index + 2]
    numbered = bytearray(data)
    continue_counters(numbered, counters)
    if index + 1 == chunk.end_segment:
        numbered = close_counters(numbered, counters)
    final = bytes(numbered)
    frames = units(final)
    name = f"{rendition.name} segment {index}"
    if len(frames) != end - first:
        raise OutputInvalid(f"{name} has {len(frames)} frames, {end - first} were planned")
    picture = elementary(final, frames[0])
    if not is_idr(picture):
        raise OutputInvalid(f"{name} does not begin with an IDR picture")
    # A copy keeps the source's own timestamps, which may be rounded.
    tolerance = 1 / plan.frame_rate if rendition.passthrough else ROUNDING
    _check_clock(name, min(frame.pts for frame in frames), first / plan.frame_rate, tolerance)
    return _taken(
        final,
        rendition=rendition.name,
        index=index,
        key=key,
        duration=(end - first) / plan.frame_rate,
        codec=avc_codec(picture),
        keyframes=_keyframes(frames),
        counters=counters,
    )


def take_sound(
    data: bytes,
    plan: Plan,
    rendition: AudioRendition,
    *,
    index: int,
    key: str,
    counters: dict[int, int],
) -> Taken:
    """Check a segment of sound; its duration is counted from its frames.

    `counters` are moved on as in `take_picture`. Raises `OutputInvalid`.
    """
    numbered = bytearray(data)
    continue_counters(numbered, counters)
    final = bytes(numbered)
    packets = units(final)
    if not packets:
        raise OutputInvalid(f"{rendition.name} segment {index} is empty")
    sound = b"".join(elementary(final, packet) for packet in packets)
    if rendition.surround:
        frames, codec = eac3_frames(sound), "ec-3"
    else:
        frames, codec = adts_frames(sound), aac_codec(sound)
    begin = plan.boundaries[index] / plan.frame_rate
    # A cut lies between two frames; a copy may begin a little late, and with its priming early.
    tolerance = rendition.frame + (SOUND_TOLERANCE if rendition.passthrough else 0)
    _check_clock(f"{rendition.name} segment {index}", packets[0].pts, begin, tolerance)
    return _taken(
        final,
        rendition=rendition.name,
        index=index,
        key=key,
        duration=frames * rendition.frame,
        codec=codec,
        keyframes=(),
        counters=counters,
    )


def take_still(data: bytes, plan: Plan, name: str, *, index: int, key: str) -> Taken:
    """Check a still: a whole file of the planned size. Raises `OutputInvalid`."""
    size, codec = (webp_size(data), "webp") if name == PREVIEW else (jpeg_size(data), "jpeg")
    if size != size_of(plan, name, index):
        raise OutputInvalid(f"{name} {index} has {size[0]}×{size[1]} pixels")
    return _taken(
        data,
        rendition=name,
        index=index,
        key=key,
        duration=Fraction(0),
        codec=codec,
        keyframes=(),
        counters={},
    )


def take_subtitles(cues: Iterable[Cue], plan: Plan, chunk: Chunk, name: str, *, key: str) -> Taken:
    """The segment of subtitles that belongs to a chunk."""
    first, end = bounds(plan, chunk)
    return _taken(
        segment_text(cues, plan, chunk, CLOCK_START).encode(),
        rendition=name,
        index=chunk.index,
        key=key,
        duration=end - first,
        codec=CODEC,
        keyframes=(),
        counters={},
    )


def _taken(
    data: bytes,
    *,
    rendition: str,
    index: int,
    key: str,
    duration: Fraction,
    codec: str,
    keyframes: tuple[Keyframe, ...],
    counters: dict[int, int],
) -> Taken:
    record = Segment(
        rendition=rendition,
        index=index,
        key=key,
        bytes=len(data),
        sha256=sha256(data).hexdigest(),
        duration=duration,
        codec=codec,
        keyframes=keyframes,
        counters=dict(counters),
    )
    return Taken(data=data, record=record)


def _keyframes(frames: list[Unit]) -> tuple[Keyframe, ...]:
    """The IDR pictures, by their number in decoding order, which keyframes share with display."""
    return tuple(
        Keyframe(frame=number, offset=frame.offset, size=frame.end - frame.offset)
        for number, frame in enumerate(frames)
        if frame.random_access
    )


def _check_clock(name: str, pts: int, seconds: Fraction, tolerance: Fraction) -> None:
    """The first timestamp lies where the plan puts it, on the clock all chunks share."""
    planned = (CLOCK_START + seconds) * TICKS
    behind = (pts - round(planned)) % _PTS_WRAP
    if min(behind, _PTS_WRAP - behind) > tolerance * TICKS:
        raise OutputInvalid(f"{name} starts at {pts}, planned was {float(planned):.0f}")
