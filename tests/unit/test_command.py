"""ffmpeg's command lines, whole; and what it says while it runs."""

from dataclasses import replace
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import pytest

from caudal.adapters.ffmpeg import read_event
from caudal.media.accepted import input_limits
from caudal.media.command import (
    LEAD,
    Input,
    audio_argv,
    copy_argv,
    cover_argv,
    encode_argv,
)
from caudal.media.events import Event, FramesDone, SegmentClosed, TimeDone
from caudal.media.limits import SourceLimits
from caudal.media.plan import Options
from caudal.media.planning import make_plan
from caudal.media.source import CoverArt
from tests.build import a_bitstream, a_picture, a_plan, a_sound, a_source

GOLDEN = Path(__file__).parent / "golden"
SOURCE = a_source(
    video=a_picture(width=1280, height=720),
    audio=(a_sound(title="$(id) -y http:x", language="por"),),
)
PLAN = a_plan(SOURCE)


FILE = Input(ffmpeg="/bin/ffmpeg", path="/in/source", source=SOURCE)


def encode() -> list[str]:
    chunk = PLAN.chunks[1]
    return encode_argv(FILE, PLAN, chunk, PLAN.encoded, PLAN.quality, stills=chunk)


def sound() -> list[str]:
    return audio_argv(FILE, PLAN, PLAN.audio[0])


def copy() -> list[str]:
    video = a_picture(width=1280, height=720, bitstream=a_bitstream(gop_bytes=200_000))
    sound = (a_sound(codec="aac", profile="LC"),)
    source = a_source(video=video, audio=sound)
    plan = a_plan(source)
    assert plan.copied is not None
    file = Input(ffmpeg="/bin/ffmpeg", path="/in/source", source=source)
    return [*copy_argv(file, plan, plan.copied), *audio_argv(file, plan, plan.audio[0])]


def poster() -> list[str]:
    source = replace(SOURCE, video=None, cover=CoverArt(index=2, width=1400, height=1400))
    plan = make_plan(source, Options())
    assert plan.cover is not None
    return cover_argv(replace(FILE, source=source), plan.cover)


def test_a_chunk_is_encoded_by_this_command() -> None:
    assert "\n".join(encode()) + "\n" == (GOLDEN / "encode.argv").read_text()


def test_sound_is_encoded_by_this_command() -> None:
    assert "\n".join(sound()) + "\n" == (GOLDEN / "audio.argv").read_text()


def test_picture_and_sound_are_copied_by_these_commands() -> None:
    assert "\n".join(copy()) + "\n" == (GOLDEN / "copy.argv").read_text()


def test_a_cover_becomes_a_poster_by_this_command() -> None:
    assert "\n".join(poster()) + "\n" == (GOLDEN / "cover.argv").read_text()


@pytest.mark.parametrize("argv", [encode(), sound(), poster()])
def test_every_limit_stands_before_the_input(argv: list[str]) -> None:
    limits = [argv.index(f"-{name}") for name in input_limits(SourceLimits())]

    assert max(limits) < argv.index("-i")
    assert argv.count("-i") == 1


@pytest.mark.parametrize("argv", [encode(), sound(), poster()])
def test_the_input_is_a_local_file_whatever_its_path_looks_like(argv: list[str]) -> None:
    assert argv[argv.index("-i") + 1] == "file:/in/source"


@pytest.mark.parametrize("argv", [encode(), sound(), poster()])
def test_no_text_of_the_file_reaches_the_command(argv: list[str]) -> None:
    assert not any("$(id)" in argument or argument == "por" for argument in argv)


def test_the_first_chunk_fills_a_late_start() -> None:
    first = encode_argv(FILE, PLAN, PLAN.chunks[0], PLAN.encoded, PLAN.quality)

    assert ":start_time=0," in first[first.index("-filter_complex") + 1]


@pytest.mark.parametrize(
    ("width", "height", "hurried", "threads"),
    [(1920, 1080, False, ["1"]), (1920, 1080, True, []), (3840, 2160, False, [])],
)
def test_a_chunk_is_decoded_by_one_thread_unless_it_is_large_or_awaited(
    width: int, height: int, hurried: bool, threads: list[str]
) -> None:
    source = a_source(video=a_picture(width=width, height=height))
    plan = a_plan(source)
    file = Input(ffmpeg="/bin/ffmpeg", path="/in/source", source=source)

    argv = encode_argv(file, plan, plan.chunks[0], plan.encoded, plan.quality, hurried=hurried)

    before = argv[: argv.index("-i")]
    for option in ("-threads", "-filter_complex_threads"):
        assert [value for name, value in pairwise(before) if name == option] == threads


def test_a_keyframe_of_a_late_picture_is_not_sought_by_when_it_is_shown() -> None:
    video = a_picture(start=Fraction(2, 25), bitstream=a_bitstream())
    source = replace(SOURCE, video=video)
    plan = a_plan(source)
    file = replace(FILE, source=source)
    argv = encode_argv(file, plan, plan.chunks[1], plan.encoded, plan.quality)

    assert float(seek(argv)) == float(plan.boundaries[2] / plan.frame_rate - LEAD)


def seek(argv: list[str]) -> str:
    return argv[argv.index("-ss") + 1]


def test_a_chunk_of_steady_frames_is_read_from_its_keyframe_on() -> None:
    source = a_source(video=a_picture(bitstream=a_bitstream()))
    file = Input(ffmpeg="/bin/ffmpeg", path="/in/source", source=source)
    plan = a_plan(source)

    assert seek(encode_argv(file, plan, plan.chunks[1], plan.encoded, plan.quality)) == "12.01"


def test_a_chunk_of_uneven_frames_is_read_from_before_its_beginning() -> None:
    assert seek(encode()) == "5"


def test_a_container_without_an_index_is_entered_before_a_keyframe() -> None:
    keyframes = (Fraction(0), Fraction(4), Fraction(8))
    source = a_source(video=a_picture(keyframes=keyframes))
    file = Input(ffmpeg="/bin/ffmpeg", path="/in/source", source=source)
    plan = a_plan(source)

    assert seek(encode_argv(file, plan, plan.chunks[1], plan.encoded, plan.quality)) == "3"


def test_interlaced_pictures_are_deinterlaced_before_anything_else() -> None:
    source = a_source(video=a_picture(field_order="interlaced"))
    plan = a_plan(source)
    file = Input(ffmpeg="/bin/ffmpeg", path="/in/source", source=source)

    argv = encode_argv(file, plan, plan.chunks[0], plan.encoded, plan.quality)

    assert argv[argv.index("-filter_complex") + 1].startswith("[0:0]bwdif=")


def test_boundaries_at_the_sources_own_keyframes_are_forced_on_every_rung() -> None:
    idr = (0, 40, 100, 170, 290, 400, 500, 600, 700)
    bitstream = a_bitstream(idr=idr, gop_bytes=200_000)
    source = a_source(video=a_picture(bitstream=bitstream), silent=True)
    plan = a_plan(source)
    file = Input(ffmpeg="/bin/ffmpeg", path="/in/source", source=source)

    argv = encode_argv(file, plan, plan.chunks[1], plan.encoded, plan.quality)

    assert plan.boundaries[2:5] == (170, 290, 400)
    assert argv[argv.index("-force_key_frames") + 1] == "11.58"
    assert argv[argv.index("-segment_frames") + 1] == "120,230"


@pytest.mark.parametrize(
    ("line", "event"),
    [
        ("720p/00003.ts,0.000000,16.000000", SegmentClosed("720p/00003.ts")),
        ("frame=144", FramesDone(144)),
        ("out_time_us=6000000", TimeDone(6_000_000)),
        ("out_time_us=N/A", None),
        ("speed=1.2x", None),
        ("progress=end", None),
        ("", None),
    ],
)
def test_a_line_of_ffmpeg_means(line: str, event: Event | None) -> None:
    assert read_event(line) == event


def test_a_clock_that_jumps_is_repaired_from_the_first_packet_on_alike_for_all() -> None:
    source = replace(SOURCE, clock_jumps=True)
    plan = a_plan(source)
    file = replace(FILE, source=source)
    picture = encode_argv(file, plan, plan.chunks[-1], plan.encoded, plan.quality)
    sound = audio_argv(file, plan, plan.audio[0])

    assert "-ss" not in picture
    assert "-copyts" not in picture
    everything = ["-map", "0:0", "-map", "0:1", "-c", "copy", "-f", "null", "-"]
    assert picture[-len(everything) :] == everything
    assert sound[-len(everything) :] == everything
    assert len(plan.chunks) == 2
    assert plan.copied is None
