"""What a source may be at most: what is equal to a limit is within it."""

from dataclasses import replace
from fractions import Fraction

import pytest

from caudal.errors import (
    FrameRateTooHigh,
    LimitExceeded,
    TooLong,
    TooManyAudioTracks,
    TooManyChannels,
)
from caudal.media.limits import SourceLimits, check_source
from caudal.media.source import Source
from tests.build import a_picture, a_sound, a_source

LIMITS = SourceLimits(duration=60, frame_rate=120, audio_tracks=2, channels=6)


def of_duration(seconds: Fraction) -> Source:
    return replace(a_source(), duration=seconds)


def of_rate(rate: Fraction) -> Source:
    return a_source(video=a_picture(frame_rate=rate))


def of_tracks(number: int) -> Source:
    return a_source(audio=tuple(a_sound(order=order) for order in range(number)))


def of_channels(number: int) -> Source:
    return a_source(audio=(a_sound(channels=number),))


@pytest.mark.parametrize(
    "source", [of_duration(Fraction(60)), of_rate(Fraction(120)), of_tracks(2), of_channels(6)]
)
def test_a_source_at_a_limit_is_accepted(source: Source) -> None:
    check_source(source, LIMITS)


@pytest.mark.parametrize(
    ("source", "error"),
    [
        (of_duration(Fraction(60) + Fraction(1, 1000)), TooLong),
        (of_rate(Fraction(120_001, 1000)), FrameRateTooHigh),
        (of_tracks(3), TooManyAudioTracks),
        (of_channels(7), TooManyChannels),
    ],
)
def test_a_source_just_beyond_a_limit_is_refused_with_a_code_of_its_own(
    source: Source, error: type[LimitExceeded]
) -> None:
    with pytest.raises(error) as refusal:
        check_source(source, LIMITS)

    assert refusal.value.code != LimitExceeded.code
    assert not refusal.value.retry
