"""Everything that is decided about a source."""

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caudal.errors import SideTooLong, TooLong, UnsupportedFormat
from caudal.media.early import early_playlists
from caudal.media.levels import level_for
from caudal.media.plan import Gop, Options, Plan
from caudal.media.planning import LONGEST_SIDE, make_plan
from caudal.media.rate import STANDARD_RATES
from caudal.media.source import AudioTrack, CoverArt, Source
from caudal.media.steps import Kind, Lane, chunk_renditions, encode_steps, first_rendition, maker
from caudal.media.stills import POSTER
from tests.build import a_bitstream, a_picture, a_plan, a_sound, a_source, segments_of


def test_every_frame_of_the_source_is_planned() -> None:
    plan = a_plan(a_source(video=a_picture(duration=Fraction("12.48"))))

    assert plan.frames == 312


def test_a_picture_that_starts_late_begins_at_zero() -> None:
    plan = a_plan(a_source(video=a_picture(start=Fraction(1, 2), duration=Fraction(10))))

    assert plan.duration == Fraction("10.48")  # 10.5 s lie between two frames at 25 a second


def test_sound_that_goes_on_after_the_picture_is_kept() -> None:
    song = (a_sound(duration=Fraction(60)),)

    assert a_plan(a_source(video=a_picture(), audio=song)).duration == 60


def test_a_rest_of_sound_shorter_than_half_a_second_ends_with_the_picture() -> None:
    rest = (a_sound(duration=Fraction("30.3")),)

    assert a_plan(a_source(video=a_picture(), audio=rest)).duration == 30


def test_exactly_one_sound_track_is_the_default() -> None:
    tracks = tuple(a_sound(order=order, default=order > 0) for order in range(3))

    plan = a_plan(a_source(audio=tracks))

    for rendition in plan.renditions:
        assert [a.default for a in plan.sounds_of(rendition)] == [False, True, False]


def test_a_silent_video_has_no_sound() -> None:
    assert a_plan(a_source(silent=True)).audio == ()


def test_keyframes_may_be_as_far_apart_as_segments() -> None:
    plan = make_plan(a_source(), Options(gop=Gop.SEGMENT))

    assert plan.gop == 150  # 6 s of 25 frames
    assert plan.boundaries == a_plan().boundaries


def test_a_film_may_be_wanted_for_its_sound_alone() -> None:
    plan = make_plan(a_source(), Options(audio_only=True))

    assert (plan.renditions, plan.chunks, plan.poster, plan.storyboard) == ((), (), None, None)
    assert [audio.name for audio in plan.audio] == ["audio-0", "audio-low-0"]


def test_the_sound_of_a_silent_film_is_refused() -> None:
    with pytest.raises(UnsupportedFormat, match="Only sound"):
        make_plan(a_source(silent=True), Options(audio_only=True))


def nothing_seen(*audio: AudioTrack) -> Source:
    return replace(a_source(), video=None, audio=audio)


def test_a_song_becomes_sound_at_two_bit_rates() -> None:
    plan = make_plan(nothing_seen(a_sound(duration=Fraction(20))), Options())

    assert plan.renditions == ()
    assert plan.duration == 20
    assert [audio.bitrate for audio in plan.audio] == [128_000, 48_000]
    assert {step.kind for step in encode_steps(plan)} == {Kind.AUDIO}


@pytest.mark.parametrize(
    ("width", "height", "poster"),
    [
        (600, 600, (600, 600)),
        (3000, 3000, (720, 720)),
        (1920, 1080, (1280, 720)),
        (90, 9000, (13, 1280)),
        (333, 1, (333, 1)),
        (100_000, 10, (1280, 1)),
    ],
)
def test_a_poster_of_cover_art_is_no_larger_than_it_and_bounded(
    width: int, height: int, poster: tuple[int, int]
) -> None:
    song = nothing_seen(a_sound(duration=Fraction(20)))

    plan = make_plan(replace(song, cover=CoverArt(index=1, width=width, height=height)), Options())

    assert plan.cover is not None
    assert (plan.cover.width, plan.cover.height) == poster
    assert [step.kind for step in encode_steps(plan)].count(Kind.COVER) == 1
    assert maker(plan, POSTER, 0) == (Kind.COVER, 0)


def test_a_song_can_be_heard_before_it_is_finished() -> None:
    plan = make_plan(nothing_seen(a_sound(duration=Fraction(20))), Options())
    first = {"audio-0": segments_of(plan)["audio-0"][:1]}

    early = early_playlists("v/", plan, first, {})

    assert early.duration == 2
    assert "\naudio-0/early.m3u8" in dict(early.files)["v/early.m3u8"]


def test_a_file_with_neither_picture_nor_sound_is_refused_with_a_sentence() -> None:
    with pytest.raises(UnsupportedFormat, match="neither picture nor sound"):
        make_plan(nothing_seen(), Options())


def test_a_file_that_claims_to_last_for_centuries_is_refused() -> None:
    with pytest.raises(TooLong, match="48 hours"):
        a_plan(a_source(video=a_picture(duration=Fraction(3_000_000_000))))


def test_a_side_of_a_picture_has_so_many_pixels_and_not_two_more() -> None:
    assert a_plan(a_source(video=a_picture(width=LONGEST_SIDE, height=144))).renditions

    with pytest.raises(SideTooLong):
        a_plan(a_source(video=a_picture(width=LONGEST_SIDE + 2, height=144)))


def test_a_picture_of_one_frame_has_one_segment() -> None:
    plan = a_plan(a_source(video=a_picture(duration=Fraction(0))))

    assert plan.boundaries == (0, 1)


@pytest.mark.parametrize(
    ("width", "height", "rate", "level"),
    [(1920, 1080, 30, 40), (1920, 1080, 60, 42), (1280, 720, 30, 31), (3840, 2160, 60, 52)],
)
def test_the_level_is_no_higher_than_needed(width: int, height: int, rate: int, level: int) -> None:
    assert level_for(width, height, Fraction(rate), 6_000_000) == level


@given(
    width=st.integers(1, 8192),
    height=st.integers(1, 8192),
    frame_rate=st.sampled_from(STANDARD_RATES),
    duration=st.fractions(0, 20_000),
    start=st.fractions(0, 100),
)
def test_every_picture_gives_a_plan_that_covers_it(
    width: int, height: int, frame_rate: Fraction, duration: Fraction, start: Fraction
) -> None:
    picture = a_picture(
        width=width, height=height, frame_rate=frame_rate, duration=duration, start=start
    )

    plan = a_plan(a_source(video=picture, silent=True))

    assert abs(plan.duration - (start + duration)) <= 1 / frame_rate
    assert plan.chunks[-1].end_segment == plan.segments
    assert plan.renditions


def long_film() -> Plan:
    return a_plan(a_source(video=a_picture(duration=Fraction(3 * 3600))))


def test_the_first_chunk_goes_into_the_urgent_lane() -> None:
    first = next(step for step in encode_steps(long_film()) if step.kind is Kind.ENCODE)

    assert first.lane is Lane.URGENT


def test_early_chunks_go_before_late_ones() -> None:
    chunks = [step for step in encode_steps(long_film()) if step.kind is Kind.ENCODE]

    assert [step.priority for step in chunks[:12]] == [10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0, 0]


def test_a_step_weighs_what_it_costs() -> None:
    chunks = [step for step in encode_steps(long_film()) if step.kind is Kind.ENCODE]

    assert chunks[2].weight == pytest.approx(2 * chunks[1].weight)


def test_one_rung_of_the_first_chunk_goes_ahead_of_all_others() -> None:
    ahead = first_rendition(long_film())

    assert ahead is not None
    assert ahead.name == "360p"
    assert ahead not in chunk_renditions(long_film(), long_film().chunks[0])
    assert ahead in chunk_renditions(long_film(), long_film().chunks[1])


def test_nothing_goes_ahead_of_a_picture_that_is_copied() -> None:
    assert first_rendition(a_copied_plan()) is None
    assert Kind.COPY in {step.kind for step in encode_steps(a_copied_plan())}


def test_every_segment_of_every_rung_is_made_by_exactly_one_step() -> None:
    plan = long_film()
    ahead = first_rendition(plan)

    made = [(r.name, chunk.index) for chunk in plan.chunks for r in chunk_renditions(plan, chunk)]
    made += [(ahead.name, 0)] if ahead else []

    assert sorted(made) == sorted((r.name, c.index) for r in plan.encoded for c in plan.chunks)


@pytest.mark.parametrize(
    "plan", [a_plan(), a_plan(a_source(video=a_picture(bitstream=a_bitstream())))]
)
def test_the_step_that_makes_a_segment_is_known(plan: Plan) -> None:
    steps = {(step.kind, step.index) for step in encode_steps(plan)}

    makers = {maker(plan, name, n) for name in plan.names for n in range(plan.segments)}

    assert makers == steps


def test_long_sound_does_not_keep_an_urgent_slot() -> None:
    sounds = [step for step in encode_steps(long_film()) if step.kind is Kind.AUDIO]

    assert {sound.lane for sound in sounds} == {Lane.BULK}


def a_copied_plan() -> Plan:
    video = a_picture(bitstream=a_bitstream())
    return a_plan(a_source(video=video, silent=True))
