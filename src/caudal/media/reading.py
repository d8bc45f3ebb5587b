"""Which bytes of a source a chunk is made from."""

from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

# ffmpeg seeks a little before the time it is given, and lists frames by when they are decoded.
_BEFORE = Fraction(1)  # second

# ffmpeg reads ahead of what it needs: packets that wait for a decoder, and frames in its threads.
_AFTER = Fraction(5)  # seconds
_FRAMES_AFTER = 100


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
    layout: Layout, *, begin: Fraction, end: Fraction, frame_rate: Fraction
) -> tuple[Span, ...]:
    """The bytes that frames of this time are decoded from, generously: a stretch more each side.

    Args:
        begin: Where reading begins, in seconds from the start of the container.
        end: Where the last frame ends.
        frame_rate: Of the source, frames per second.
    """
    begins = [stretch.begin for stretch in layout.stretches]
    first = sum(time <= begin - _BEFORE for time in begins) - 2
    beyond = end + max(_AFTER, _FRAMES_AFTER / frame_rate)
    last = sum(time < beyond for time in begins) + 1
    picture = (stretch.span for stretch in layout.stretches[max(0, first) : last])
    return (*layout.always, *picture)
