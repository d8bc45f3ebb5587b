"""Poster, storyboard and preview: what each chunk makes, and what is told of it."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caudal.errors import OutputInvalid
from caudal.media.jpeg import jpeg_size
from caudal.media.plan import Chunk, Options, Plan, Preview
from caudal.media.planning import make_plan
from caudal.media.segment import Segment
from caudal.media.steps import Kind, encode_steps, maker
from caudal.media.stills import (
    POSTER,
    PREVIEW,
    STORYBOARD,
    best_poster,
    chunk_stills,
    preview_for,
    prove,
    thumbnails,
)
from caudal.media.webp import webp_size
from tests.build import a_bitstream, a_picture, a_plan, a_segment, a_source

RATE = Fraction(25)
WEBP = b"RIFF\x16\0\0\0WEBPVP8X\x0a\0\0\0\x02\0\0\0\x3f\x01\0\xb3\0\0"


def a_film(seconds: int, *, width: int = 1920, height: int = 1080) -> Plan:
    video = a_picture(duration=Fraction(seconds), width=width, height=height)
    return a_plan(a_source(video=video))


def stills_of(plan: Plan) -> list[Segment]:
    """The records of a finished video's stills; a later candidate for the poster is larger."""
    return [
        a_segment(rendition=stills.name, index=n, size=1000 + n, key=f"{stills.name}/{n:05d}.jpg")
        for chunk in plan.chunks
        for stills in chunk_stills(plan, chunk)
        for n in stills.numbers
    ]


@pytest.mark.parametrize(
    ("seconds", "interval"), [(20, 2), (600, 2), (601, 5), (1800, 5), (1801, 10), (7200, 10)]
)
def test_a_longer_film_has_its_thumbnails_further_apart(seconds: int, interval: int) -> None:
    board = a_film(seconds).storyboard

    assert board is not None
    assert board.step == interval * 25


def test_stills_keep_the_shape_of_the_picture() -> None:
    plan = a_film(20, width=1080, height=1920)

    assert plan.poster is not None
    assert plan.storyboard is not None
    assert (plan.poster.width, plan.poster.height) == (720, 1280)
    assert (plan.storyboard.width, plan.storyboard.height) == (144, 256)


def test_stills_are_never_larger_than_the_picture() -> None:
    plan = a_film(20, width=100, height=50)

    assert plan.poster is not None
    assert plan.storyboard is not None
    assert (plan.poster.width, plan.poster.height) == (100, 50)
    assert (plan.storyboard.width, plan.storyboard.height) == (100, 50)


@given(frames=st.integers(1, 20_000), rate=st.sampled_from([Fraction(24000, 1001), Fraction(60)]))
def test_every_instant_has_one_thumbnail_whatever_the_chunks(frames: int, rate: Fraction) -> None:
    duration = frames / rate
    plan = a_plan(a_source(video=a_picture(frame_rate=rate, duration=duration)))

    text = thumbnails("", plan, stills_of(plan)) or ""

    cues = [line.split(" --> ") for line in text.splitlines() if "-->" in line]
    assert cues[0][0] == "00:00:00.000"
    assert [end for _, end in cues[:-1]] == [start for start, _ in cues[1:]]
    prove(plan, stills_of(plan))


def test_a_storyboard_names_parts_of_sheets() -> None:
    plan = a_film(21)

    assert (thumbnails("v/", plan, in_folder("v/", stills_of(plan))) or "").splitlines()[-8:] == [
        "00:00:16.000 --> 00:00:18.000",
        "00001.jpg#xywh=0,144,256,144",
        "",
        "00:00:18.000 --> 00:00:20.000",
        "00002.jpg#xywh=0,0,256,144",
        "",
        "00:00:20.000 --> 00:00:21.000",
        "00002.jpg#xywh=256,0,256,144",
    ]


def in_folder(root: str, stills: list[Segment]) -> list[Segment]:
    return [a_segment(rendition=s.rendition, index=s.index, key=root + s.key) for s in stills]


def test_the_poster_is_the_candidate_that_shows_most() -> None:
    candidates = [
        a_segment(rendition=POSTER, index=n, size=size) for n, size in enumerate((900, 8000, 7000))
    ]

    best = best_poster([*candidates, a_segment(rendition=STORYBOARD, size=90_000)])

    assert best == candidates[1]


def test_a_single_frame_is_its_own_poster() -> None:
    plan = a_plan(a_source(video=a_picture(duration=Fraction(1, 25))))

    assert plan.poster is not None
    assert plan.poster.frames == (0,)


def test_a_missing_still_is_noticed() -> None:
    plan = a_film(20)

    with pytest.raises(OutputInvalid, match="storyboard 1 is missing"):
        prove(plan, [s for s in stills_of(plan) if (s.rendition, s.index) != (STORYBOARD, 1)])


def test_a_lost_still_is_made_again_by_the_step_of_its_chunk() -> None:
    plan = a_film(100)
    made = {
        (stills.name, number): chunk.index
        for chunk in plan.chunks
        for stills in chunk_stills(plan, chunk)
        for number in stills.numbers
    }

    for (name, number), chunk in made.items():
        assert maker(plan, name, number) == (Kind.ENCODE, chunk)


def test_a_video_that_is_only_copied_still_has_its_stills_made() -> None:
    video = a_picture(width=1280, height=720, bitstream=a_bitstream(gop_bytes=200_000))
    plan = make_plan(a_source(video=video), Options(rungs=(720,)))

    kinds = [step.kind for step in encode_steps(plan)]

    assert plan.encoded == ()
    assert kinds.count(Kind.ENCODE) == len(plan.chunks)


def test_a_sender_may_do_without_a_storyboard() -> None:
    plan = make_plan(a_source(), Options(thumbnails=False))

    assert plan.storyboard is None
    assert thumbnails("", plan, []) is None


@given(
    frames=st.integers(1, 20_000),
    rate=st.sampled_from([Fraction(1), Fraction(24000, 1001), Fraction(60)]),
    early=st.booleans(),
)
def test_a_preview_lies_in_the_chunk_that_makes_it(
    frames: int, rate: Fraction, *, early: bool
) -> None:
    source = a_source(video=a_picture(frame_rate=rate, duration=frames / rate))
    plan = make_plan(source, Options(preview=True, early=early))
    assert plan.preview is not None

    (chunk,) = [c for c in plan.chunks if PREVIEW in {s.name for s in chunk_stills(plan, c)}]

    first, end = plan.boundaries[chunk.first_segment], plan.boundaries[chunk.end_segment]
    last = plan.preview.first + (plan.preview.count - 1) * plan.preview.step
    assert first <= plan.preview.first <= last < end
    assert (plan.preview.count > 1) == (end - first > plan.preview.step)
    assert maker(plan, PREVIEW, 0) == (Kind.ENCODE, chunk.index)


def test_a_preview_keeps_the_shape_of_the_picture_and_is_small() -> None:
    made = preview_for(1080, 1920, (0, 150), [Chunk(index=0, first_segment=0, end_segment=1)], RATE)

    assert made == Preview(width=180, height=320, first=30, step=3, count=25)


def test_a_sender_gets_a_preview_only_on_demand() -> None:
    plan = make_plan(a_source(), Options())

    assert plan.preview is None
    assert not any(s.name == PREVIEW for c in plan.chunks for s in chunk_stills(plan, c))


@pytest.mark.parametrize(
    "data", [b"", b"RIFF", WEBP[:-1], WEBP + b"\0", WEBP.replace(b"VP8X", b"VP8L")]
)
def test_what_is_not_a_whole_webp_file_is_refused(data: bytes) -> None:
    assert webp_size(WEBP) == (320, 180)

    with pytest.raises(OutputInvalid):
        webp_size(data)


@pytest.mark.parametrize("data", [b"", b"\xff\xd8\xff\xd9", b"\xff\xd8\xff\xc0\x00", b"GIF89a"])
def test_what_is_not_a_whole_jpeg_file_is_refused(data: bytes) -> None:
    with pytest.raises(OutputInvalid):
        jpeg_size(data)
