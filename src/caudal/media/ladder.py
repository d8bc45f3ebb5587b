"""The ladder: which versions of the picture are made, and what each may cost."""

from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor

from caudal.media.source import VideoTrack

# Highest bit rate of a 16:9 rung at up to 30 frames per second, by its short side in pixels.
# 234p stays at 95 kbit/s so that, with its sound, its peak is below the 192 kbit/s that
# Apple's authoring rule 9.21 asks of one variant.
MAX_BITRATE = {
    2160: 18_000_000,
    1440: 11_000_000,
    1080: 6_000_000,
    720: 3_500_000,
    540: 2_000_000,
    480: 1_500_000,
    360: 900_000,
    234: 95_000,
}

SMALLEST = min(MAX_BITRATE)

DEFAULT_RUNGS = (1080, 720, 480, 360, 234)

# Above this rate a rung may cost more: twice the frames need about 1.4 times the bits.
HIGH_FRAME_RATE = Fraction(35)
HIGH_FRAME_RATE_FACTOR = Fraction(14, 10)

# A source much larger than the next rung gets one of its own size: 272p must not shrink to 234p.
NATIVE_RUNG_FROM = Fraction(108, 100)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rung:
    """One version we would like.

    Attributes:
        name: The short side with a "p": "720p".
        width, height: Square pixels, upright, both even because chroma is 4:2:0.
        max_bitrate: What the rate control may spend at most, in bit/s.
    """

    name: str
    width: int
    height: int
    max_bitrate: int


def rungs_for(video: VideoTrack, wanted: tuple[int, ...], frame_rate: Fraction) -> tuple[Rung, ...]:
    """Choose the rungs of a picture, highest first; at least one, none above the source.

    Args:
        video: The picture as measured.
        wanted: Short sides in pixels; each one at most the source's is made. A source that lies
            between two rungs, or below all, gets one rung of its own size.
        frame_rate: Frames per second of the output.
    """
    wide, high = video.display_size
    short = min(wide, high)
    sides = sorted({side for side in wanted if side <= short}, reverse=True)
    native = _even(short)
    larger_exists = any(side > short for side in wanted)
    if not sides or (larger_exists and native > sides[0] * NATIVE_RUNG_FROM):
        sides.insert(0, native)
    return tuple(_rung(side, wide / short, high / short, frame_rate) for side in sides)


def _rung(side: int, wide: Fraction, high: Fraction, frame_rate: Fraction) -> Rung:
    width, height = _even(side * wide), _even(side * high)
    return Rung(
        name=f"{side}p",
        width=width,
        height=height,
        max_bitrate=_max_bitrate(side, width * height, frame_rate),
    )


def _even(length: Fraction | int) -> int:
    """Round to the nearest even number of pixels, never to nothing."""
    return max(2, 2 * floor(Fraction(length) / 2 + Fraction(1, 2)))


def _max_bitrate(side: int, pixels: int, frame_rate: Fraction) -> int:
    """The table's figure, scaled by the power 3/4 of the pixels where shape or size differ."""
    # The smallest rung is held down by a rule that concerns no other.
    known = [side] if side in MAX_BITRATE else [s for s in MAX_BITRATE if s != SMALLEST]
    nearest = min(known, key=lambda known: abs(known - side))
    standard = nearest * ceil(nearest * 16 / 9)
    bitrate = Fraction(MAX_BITRATE[nearest] * (pixels / standard) ** 0.75)
    if side in MAX_BITRATE:
        # A square or a portrait picture has fewer pixels; a panorama must not break the promise.
        bitrate = min(bitrate, Fraction(MAX_BITRATE[side]))
    if frame_rate > HIGH_FRAME_RATE and side != SMALLEST:
        bitrate *= HIGH_FRAME_RATE_FACTOR
    return max(64_000, round(bitrate / 1000) * 1000)
