"""Peak and average bit rate of a rendition, by RFC 8216 section 4.1."""

from collections.abc import Sequence
from fractions import Fraction

from caudal.media.segment import Segment

_SHORTEST, _LONGEST = Fraction(1, 2), Fraction(3, 2)


def average_bitrate(segments: Sequence[Segment]) -> int:
    """All bytes over the whole duration, in bit/s."""
    return _rate(sum(s.bytes for s in segments), sum((s.duration for s in segments), Fraction(0)))


def peak_bitrate(segments: Sequence[Segment], target: int) -> int:
    """The largest rate of any run of segments that lasts 0.5 to 1.5 target durations, in bit/s.

    A video shorter than any such run has its average.
    """
    peak = 0
    for first in range(len(segments)):
        size, duration = 0, Fraction(0)
        for segment in segments[first:]:
            size, duration = size + segment.bytes, duration + segment.duration
            if duration > _LONGEST * target:
                break
            if duration >= _SHORTEST * target:
                peak = max(peak, _rate(size, duration))
    return peak or average_bitrate(segments)


def _rate(size: int, duration: Fraction) -> int:
    return -(-size * 8 * duration.denominator // duration.numerator)
