"""The H.264 level a rendition needs (ITU-T H.264, table A-1)."""

from fractions import Fraction
from math import ceil

# Level × 10: macroblocks a second, macroblocks a frame, bit/s of Main; High may have 1.25 ×.
_LEVELS = (
    (10, 1_485, 99, 64_000),
    (11, 3_000, 396, 192_000),
    (12, 6_000, 396, 384_000),
    (13, 11_880, 396, 768_000),
    (20, 11_880, 396, 2_000_000),
    (21, 19_800, 792, 4_000_000),
    (22, 20_250, 1_620, 4_000_000),
    (30, 40_500, 1_620, 10_000_000),
    (31, 108_000, 3_600, 14_000_000),
    (32, 216_000, 5_120, 20_000_000),
    (40, 245_760, 8_192, 20_000_000),
    (42, 522_240, 8_704, 50_000_000),
    (50, 589_824, 22_080, 135_000_000),
    (51, 983_040, 36_864, 240_000_000),
    (52, 2_073_600, 36_864, 240_000_000),
)
_HIGH_PROFILE = Fraction(5, 4)


def level_for(width: int, height: int, frame_rate: Fraction, max_bitrate: int) -> int:
    """The lowest level that allows this picture, times ten: 40 is 4.0.

    The highest level when none does: refusing is the business of limits, not of the encoder.
    """
    blocks = ceil(width / 16) * ceil(height / 16)
    for level, per_second, per_frame, bitrate in _LEVELS:
        # Neither side may be longer than the square root of eight frames' worth of blocks.
        fits = blocks <= per_frame and max(width, height) / 16 <= (8 * per_frame) ** 0.5
        if fits and blocks * frame_rate <= per_second and max_bitrate <= bitrate * _HIGH_PROFILE:
            return level
    return _LEVELS[-1][0]
