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
# A steady rate up to this one is a webcam's or an animation's 20, 15, 12 or 10.
SLOW = Fraction(21)
# It keeps its own, with a denominator that ffmpeg can hold.
LARGEST_DENOMINATOR = 1001


def output_rate(video: VideoTrack) -> Fraction:
    """Choose the frames per second of all renditions; at most 60 (Apple rule 1.19).

    A source goes onto the standard rate nearest its average, halved while that is above 60. A
    steady one that is far below all of them keeps its own: frames shown unevenly would be seen.
    """
    average = video.frame_rate
    varies = abs(video.nominal_rate - average) > CONSTANT_RATE * average
    while average > HIGHEST_RATE * (1 + SAME_RATE):
        average /= 2
    nearest = min(STANDARD_RATES, key=lambda rate: abs(rate - average))
    if average > (STANDARD_RATES[0] / 2 if varies else SLOW):
        return nearest
    return max(Fraction(1), average.limit_denominator(LARGEST_DENOMINATOR))
