"""Which versions of a picture are made."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caudal.media.ladder import DEFAULT_RUNGS, MAX_BITRATE, rungs_for
from tests.build import a_picture

RATE = Fraction(25)


def names(width: int, height: int, wanted: tuple[int, ...] = DEFAULT_RUNGS) -> list[str]:
    return [rung.name for rung in rungs_for(a_picture(width=width, height=height), wanted, RATE)]


def test_a_full_hd_source_gets_the_whole_ladder() -> None:
    assert names(1920, 1080) == ["1080p", "720p", "480p", "360p", "234p"]


def test_a_picture_is_never_made_larger_than_it_came() -> None:
    assert names(1280, 720) == ["720p", "480p", "360p", "234p"]


def test_a_size_between_two_rungs_keeps_a_rung_of_its_own() -> None:
    assert names(640, 272) == ["272p", "234p"]


def test_a_size_just_above_a_rung_does_not_get_a_second_one() -> None:
    assert names(1024, 500) == ["480p", "360p", "234p"]


def test_a_source_below_all_rungs_keeps_its_size() -> None:
    assert names(160, 120) == ["120p"]


def test_a_larger_source_is_brought_down_to_the_rungs_asked_for() -> None:
    assert names(3840, 2160, (720, 360)) == ["720p", "360p"]


def test_portrait_goes_by_the_short_side() -> None:
    top = rungs_for(a_picture(width=1080, height=1920), (720,), RATE)[0]

    assert (top.width, top.height) == (720, 1280)


def test_a_rotated_picture_is_measured_as_it_is_shown() -> None:
    top = rungs_for(a_picture(rotation=90), (720,), RATE)[0]

    assert (top.width, top.height) == (720, 1280)


def test_pixels_that_are_not_square_are_made_square() -> None:
    dvd = a_picture(width=720, height=576, sample_aspect_ratio=Fraction(64, 45))

    assert (rungs_for(dvd, (576,), RATE)[0].width) == 1024


def test_twice_the_frames_may_cost_more_bits() -> None:
    steady, fast = (rungs_for(a_picture(), (1080,), Fraction(rate))[0] for rate in (30, 60))

    assert fast.max_bitrate == steady.max_bitrate * 14 // 10


def test_the_smallest_rung_stays_below_apples_limit_at_every_rate() -> None:
    rung = rungs_for(a_picture(), (234,), Fraction(60))[0]

    assert rung.max_bitrate == MAX_BITRATE[234]


@pytest.mark.parametrize("side", MAX_BITRATE)
def test_a_16_by_9_rung_costs_what_the_table_says(side: int) -> None:
    rung = rungs_for(a_picture(width=3840, height=2160), (side,), RATE)[0]

    assert rung.max_bitrate == pytest.approx(MAX_BITRATE[side], rel=0.01)


@given(width=st.integers(1, 8192), height=st.integers(1, 8192), sar=st.fractions("1/4", 4))
def test_every_picture_size_can_be_encoded(width: int, height: int, sar: Fraction) -> None:
    picture = a_picture(width=width, height=height, sample_aspect_ratio=sar)

    rungs = rungs_for(picture, DEFAULT_RUNGS, RATE)

    assert rungs
    assert all(r.width % 2 == r.height % 2 == 0 and r.width and r.height for r in rungs)
    assert len({rung.name for rung in rungs}) == len(rungs)
