"""Which bytes of a source a chunk is made from."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

# ffmpeg seeks a little before the time it is given, and lists frames by when they are decoded.
_BEFORE = Fraction(1)  # second

# ffmpeg reads ahead of what it needs: packets that wait for a decoder, and frames in its threads.
_AFTER = Fraction(5)  # seconds
_FRAMES_AFTER = 100

# What is fetched together anyway. ffmpeg may read a little more than is known of it.
_GRAIN = 1 << 20  # bytes

# ffmpeg holds a file open for each part, and each hole.
_MOST = 50


class Span(NamedTuple):
    """Bytes of a file: from `start` up to, and without, `end`."""

    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """All frames from one keyframe up to another.

    Attributes:
        begin: When the keyframe is decoded, in seconds from the start of the container.
        span: The frames' bytes, and what lies between them.
    """

    begin: Fraction
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """Where in a file its picture lies.

    Attributes:
        always: What is read whichever frame is wanted: headers, and what tells the tracks apart.
        stretches: The whole picture, in the order of time.
    """

    always: tuple[Span, ...]
    stretches: tuple[Stretch, ...]


def needed(
    layout: Layout, size: int, *, begin: Fraction, end: Fraction, frame_rate: Fraction
) -> tuple[Span, ...] | None:
    """The bytes that frames of this time are decoded from, generously: a stretch more each side.

    In the file's order, with holes between them; None when they are all over the file.

    Args:
        size: Of the file, in bytes.
        begin: Where reading begins, in seconds from the start of the container.
        end: Where the last frame ends.
        frame_rate: Of the source, frames per second.
    """
    begins = [stretch.begin for stretch in layout.stretches]
    first = sum(time <= begin - _BEFORE for time in begins) - 2
    beyond = end + max(_AFTER, _FRAMES_AFTER / frame_rate)
    last = sum(time < beyond for time in begins) + 1
    picture = (stretch.span for stretch in layout.stretches[max(0, first) : last])
    spans = _joined((*layout.always, *picture), size)
    return spans if len(spans) <= _MOST else None


def address(path: str, size: int, parts: Iterable[Span]) -> str:
    """Name a file of which some parts are here, for ffmpeg: whatever else it reads is an error.

    A hole is as much of a directory, the working directory, which opens but cannot be read.
    """
    pieces = []
    at = 0
    for start, end in (*parts, Span(size, size)):
        if start > at:
            pieces.append(f"subfile,,start,0,end,{start - at},,:file:.")
        if end > start:
            pieces.append(f"subfile,,start,{start},end,{end},,:file:{path}")
        at = end
    return f"concat:{'|'.join(pieces)}"


def _joined(spans: Iterable[Span], size: int) -> tuple[Span, ...]:
    joined: list[Span] = []
    for start, end in sorted(spans):
        begin, beyond = start // _GRAIN * _GRAIN, min(size, -(-end // _GRAIN) * _GRAIN)
        if joined and begin <= joined[-1].end:
            joined[-1] = Span(joined[-1].start, max(beyond, joined[-1].end))
        else:
            joined.append(Span(begin, beyond))
    return tuple(joined)
