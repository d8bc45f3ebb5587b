"""The frame rate of the output: one exact grid for every rung."""

from fractions import Fraction

from caudal.media.source import VideoTrack

# Apple HLS Authoring Specification 1.18.
STANDARD_RATES = (
    Fraction(24000, 1001),
    Fraction(24),
    Fraction(25),
    Fraction(30000, 1001),
    Fraction(30),
    Fraction(50),
    Fraction(60000, 1001),
    Fraction(60),
)
HIGHEST_RATE = Fraction(60)

# Two rates this near are one rate measured twice.
SAME_RATE = Fraction(1, 1000)
# The container's two rates differ more than this only when frames are unevenly spaced.
CONSTANT_RATE = Fraction(5, 1000)
# A rate that no standard is near keeps its own, with a denominator that ffmpeg can hold.
LARGEST_DENOMINATOR = 1001


def output_rate(video: VideoTrack) -> Fraction:
    """Choose the frames per second of all renditions; at most 60 (Apple rule 1.19).

    A steady source keeps its rate, halved while it is above 60. A varying one goes onto the
    standard rate nearest its average.
    """
    average = video.frame_rate
    varies = abs(video.nominal_rate - average) > CONSTANT_RATE * average
    while average > HIGHEST_RATE * (1 + SAME_RATE):
        average /= 2
    nearest = min(STANDARD_RATES, key=lambda rate: abs(rate - average))
    if varies and average > STANDARD_RATES[0] / 2:
        return nearest
    if abs(nearest - average) <= SAME_RATE * average:
        return nearest
    return max(Fraction(1), average.limit_denominator(LARGEST_DENOMINATOR))
