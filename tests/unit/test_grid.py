"""The frame grid: rates, segment boundaries, chunks."""

from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caudal.media.chunk import gop_frames, remaining, segment_boundaries, split
from caudal.media.plan import Chunk
from caudal.media.rate import HIGHEST_RATE, STANDARD_RATES, output_rate
from tests.build import a_grid, a_picture, a_segment

NTSC = Fraction(30000, 1001)


@pytest.mark.parametrize("rate", [*STANDARD_RATES, Fraction(15), Fraction(25, 2)])
def test_a_steady_rate_is_kept_exactly(rate: Fraction) -> None:
    assert output_rate(a_picture(frame_rate=rate)) == rate


def test_a_rate_measured_in_milliseconds_is_recognised() -> None:
    assert output_rate(a_picture(frame_rate=Fraction("29.9706"))) == NTSC


def test_a_varying_rate_goes_to_the_nearest_standard_rate() -> None:
    phone = a_picture(frame_rate=Fraction("28.7"), nominal_rate=Fraction(90))

    assert output_rate(phone) == NTSC


@pytest.mark.parametrize(("fast", "halved"), [(120, 60), (240, 60), (100, 50), (90, 50)])
def test_more_than_60_frames_a_second_are_halved(fast: int, halved: int) -> None:
    assert output_rate(a_picture(frame_rate=Fraction(fast))) == halved


@given(rate=st.fractions("1/1000", 1000), nominal=st.fractions("1/1000", 1000))
def test_every_measured_rate_gives_one_that_can_be_encoded(
    rate: Fraction, nominal: Fraction
) -> None:
    chosen = output_rate(a_picture(frame_rate=rate, nominal_rate=nominal))

    assert 1 <= chosen <= HIGHEST_RATE
    assert chosen.denominator <= 1001


def test_a_segment_lasts_six_seconds_at_whole_rates() -> None:
    assert segment_boundaries(300, 50, Fraction(25), early=False) == (0, 150, 300)


def test_what_is_played_early_begins_with_a_short_segment() -> None:
    assert segment_boundaries(300, 50, Fraction(25), early=True) == (0, 50, 150, 300)


def test_a_video_as_short_as_that_is_one_segment() -> None:
    assert segment_boundaries(50, 50, Fraction(25), early=True) == (0, 50)


def test_a_segment_lasts_6_006_seconds_at_ntsc_rates() -> None:
    boundaries = segment_boundaries(500, gop_frames(NTSC), NTSC, early=False)

    assert boundaries[1] / NTSC == Fraction("6.006")


def test_a_handful_of_last_frames_joins_the_segment_before() -> None:
    assert segment_boundaries(305, 50, Fraction(25), early=False) == (0, 150, 305)


def test_the_first_chunks_are_short_and_later_ones_are_longer() -> None:
    spans = [chunk.end_segment - chunk.first_segment for chunk in split(30, early=True)]

    assert spans == [2, 2, 4, 8, 8, 6]


@given(frames=st.integers(1, 1_000_000), rate=st.sampled_from([*STANDARD_RATES, Fraction(1)]))
def test_chunks_cover_the_video_without_gap_or_overlap(frames: int, rate: Fraction) -> None:
    plan = a_grid(frames, rate)

    covered = [
        number for chunk in plan.chunks for number in range(chunk.first_segment, chunk.end_segment)
    ]

    assert covered == list(range(plan.segments))
    assert all(first < end for first, end in pairwise(plan.boundaries))
    assert plan.boundaries[0] == 0
    assert plan.frames == frames


def test_where_nobody_waits_all_chunks_are_long() -> None:
    spans = [chunk.end_segment - chunk.first_segment for chunk in split(30, early=False)]

    assert spans == [7, 8, 7, 8]


def test_a_short_video_is_cut_for_as_many_encoders_as_there_are() -> None:
    spans = [c.end_segment - c.first_segment for c in split(5, early=False, parts=2)]

    assert spans == [2, 3]


CHUNK = Chunk(index=1, first_segment=1, end_segment=3)


def test_a_fresh_chunk_is_encoded_whole() -> None:
    assert remaining(CHUNK, [], ["a", "b"]) == CHUNK


def test_a_chunk_goes_on_at_the_first_segment_that_any_rung_lacks() -> None:
    recorded = [a_segment(rendition=name, index=i) for name, i in (("a", 1), ("b", 1), ("a", 2))]

    assert remaining(CHUNK, recorded, ["a", "b"]) == Chunk(index=1, first_segment=2, end_segment=3)


def test_a_recorded_chunk_is_never_encoded_again() -> None:
    recorded = [a_segment(rendition="a", index=index) for index in (1, 2)]

    assert remaining(CHUNK, recorded, ["a"]) is None
