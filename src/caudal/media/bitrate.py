"""Peak and average bit rate of a rendition, by RFC 8216 section 4.1."""

from collections.abc import Sequence
from fractions import Fraction
from typing import NamedTuple

_SHORTEST, _LONGEST = Fraction(1, 2), Fraction(3, 2)


class Span(NamedTuple):
    """A stretch that is fetched at once: bytes, and the seconds they are shown."""

    bytes: int
    duration: Fraction


def average_bitrate(spans: Sequence[Span]) -> int:
    """All bytes over the whole duration, in bit/s."""
    return _rate(sum(s.bytes for s in spans), sum((s.duration for s in spans), Fraction(0)))


def peak_bitrate(spans: Sequence[Span], target: int) -> int:
    """The largest rate of any run of spans that lasts 0.5 to 1.5 target durations, in bit/s.

    A video shorter than any such run has its average.
    """
    peak = 0
    for first in range(len(spans)):
        size, duration = 0, Fraction(0)
        for span in spans[first:]:
            size, duration = size + span.bytes, duration + span.duration
            if duration > _LONGEST * target:
                break
            if duration >= _SHORTEST * target:
                peak = max(peak, _rate(size, duration))
    return peak or average_bitrate(spans)


class Rate(NamedTuple):
    """A stretch of a rendition: when it begins, how many seconds it lasts, its bit/s."""

    start: Fraction
    duration: Fraction
    bitrate: int


def bitrates(spans: Sequence[Span], most: int) -> list[Rate]:
    """The bit rate over time, in at most so many stretches of whole spans."""
    together = -(-len(spans) // most) or 1
    start, found = Fraction(0), []
    for first in range(0, len(spans), together):
        stretch = spans[first : first + together]
        duration = sum((span.duration for span in stretch), Fraction(0))
        if duration:
            found.append(Rate(start, duration, average_bitrate(stretch)))
        start += duration
    return found


def _rate(size: int, duration: Fraction) -> int:
    return -(-size * 8 * duration.denominator // duration.numerator)
