"""When the top rung may be a copy of the source, and where it is cut."""

from dataclasses import replace
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caudal.media.ladder import Rung
from caudal.media.passthrough import (
    LONGEST_SEGMENT,
    refusals,
    sound_can_be_copied,
    source_boundaries,
)
from caudal.media.plan import Options, Passthrough, Reason
from caudal.media.planning import make_plan
from caudal.media.source import AudioTrack, Bitstream, VideoTrack
from tests.build import a_bitstream, a_picture, a_sound, a_source

RATE = Fraction(25)
RUNG = Rung(name="1080p", width=1920, height=1080, max_bitrate=6_000_000)
GOOD = a_picture(bitstream=a_bitstream())


def reasons(video: VideoTrack) -> tuple[Reason, ...]:
    return refusals(video, RUNG, RATE, 750)


def test_sound_whose_loudness_is_to_change_is_not_copied() -> None:
    source = a_source(video=GOOD, audio=(a_sound(codec="aac", profile="LC"),))

    assert make_plan(source, Options()).audio[0].passthrough
    assert not make_plan(source, Options(loudness=-16)).audio[0].passthrough


def test_a_source_that_players_take_is_copied() -> None:
    assert reasons(GOOD) == ()


@pytest.mark.parametrize(
    ("stream", "reason"),
    [
        (a_bitstream(profile="High 10"), Reason.PROFILE),
        (a_bitstream(level=60), Reason.LEVEL),
        (a_bitstream(parameter_sets=False), Reason.PARAMETER_SETS),
        (a_bitstream(steady=False), Reason.TIMESTAMPS),
        (a_bitstream(closed=False), Reason.OPEN_GOP),
        (a_bitstream(idr=(0, 250, 500)), Reason.IDR_DISTANCE),
        (a_bitstream(idr=()), Reason.OPEN_GOP),
        (a_bitstream(gop_bytes=3_000_000), Reason.BITRATE_AVERAGE),
        (
            a_bitstream(idr_bytes=(9_000_000,) * 3 + (100_000,) * 12),
            Reason.BITRATE_PEAK,
        ),
        (a_bitstream(frames=700), Reason.LENGTH),
    ],
)
def test_a_stream_is_refused_for_its(stream: Bitstream, reason: Reason) -> None:
    assert reason in reasons(replace(GOOD, bitstream=stream))


@pytest.mark.parametrize(
    ("video", "reason"),
    [
        (replace(GOOD, bitstream=None, codec="hevc"), Reason.CODEC),
        (replace(GOOD, pixel_format="yuv420p10le"), Reason.PIXEL_FORMAT),
        (replace(GOOD, pixel_format="yuvj420p"), Reason.PIXEL_FORMAT),
        (replace(GOOD, field_order="interlaced"), Reason.INTERLACED),
        (replace(GOOD, width=1919), Reason.ODD_SIZE),
        (replace(GOOD, sample_aspect_ratio=Fraction(4, 3)), Reason.SAR),
        (replace(GOOD, rotation=90), Reason.ROTATION),
        (replace(GOOD, width=3840, height=2160), Reason.TOO_LARGE),
        (replace(GOOD, frame_rate=Fraction(50)), Reason.FRAME_RATE),
        (replace(GOOD, start=Fraction(1)), Reason.LATE_START),
    ],
)
def test_a_picture_is_refused_for_its(video: VideoTrack, reason: Reason) -> None:
    assert reason in reasons(video)


def test_pixels_that_are_square_but_for_a_rounding_are_square() -> None:
    assert reasons(replace(GOOD, sample_aspect_ratio=Fraction(1280, 1281))) == ()


def test_nothing_is_copied_when_that_is_not_wanted() -> None:
    plan = make_plan(a_source(video=GOOD), Options(passthrough=Passthrough.NEVER))

    assert plan.copied is None
    assert plan.renditions[0].reasons == (Reason.NOT_WANTED,)


def test_only_the_highest_rendition_is_copied() -> None:
    plan = make_plan(a_source(video=GOOD), Options())

    assert [r.passthrough for r in plan.renditions] == [True, False, False, False, False]


def test_keyframes_every_two_seconds_give_segments_of_six() -> None:
    assert source_boundaries(a_bitstream(), RATE) == (0, 150, 300, 450, 600, 750)


def test_a_segment_ends_before_it_grows_too_long() -> None:
    stream = a_bitstream(idr=(0, 100, 200, 300), frames=400)  # one every 4 s

    assert source_boundaries(stream, RATE) == (0, 100, 200, 300, 400)


@given(
    distances=st.lists(st.integers(1, 160), min_size=1, max_size=60),
    rate=st.sampled_from([Fraction(25), Fraction(30000, 1001)]),
)
def test_every_boundary_is_an_idr_picture_and_no_segment_is_too_long(
    distances: list[int], rate: Fraction
) -> None:
    positions = [0]
    for distance in distances:
        positions.append(positions[-1] + distance)
    stream = a_bitstream(idr=tuple(positions[:-1]), frames=positions[-1])

    cuts = source_boundaries(stream, rate)

    assert set(cuts) <= set(positions)
    assert (cuts[0], cuts[-1]) == (0, positions[-1])
    assert all(end - first <= LONGEST_SEGMENT * rate for first, end in pairwise(cuts))


STEREO = a_sound(codec="aac", profile="LC")


def test_stereo_aac_in_step_is_copied() -> None:
    assert sound_can_be_copied(STEREO, Fraction(30))


@pytest.mark.parametrize(
    "track",
    [
        a_sound(codec="mp3"),
        a_sound(codec="aac", profile="HE-AAC"),
        a_sound(codec="aac", profile="LC", channels=6),
        a_sound(codec="aac", profile="LC", bitrate=320_000),
        a_sound(codec="aac", profile="LC", start=Fraction(1)),
        a_sound(codec="aac", profile="LC", duration=Fraction(20)),
        replace(STEREO, sample_rate=32_000),
    ],
)
def test_other_sound_is_encoded(track: AudioTrack) -> None:
    assert not sound_can_be_copied(track, Fraction(30))
