"""ffmpeg's command lines, whole; and what it says while it runs."""

from pathlib import Path

import pytest

from caudal.adapters.ffmpeg import read_event
from caudal.media.command import INPUT_LIMITS, audio_argv, encode_argv
from caudal.ports import Event, FramesDone, SegmentClosed, TimeDone
from tests.build import a_picture, a_plan, a_sound, a_source

GOLDEN = Path(__file__).parent / "golden"
SOURCE = a_source(
    video=a_picture(width=1280, height=720),
    audio=(a_sound(title="$(id) -y http:x", language="por"),),
)
PLAN = a_plan(SOURCE)


def encode() -> list[str]:
    return encode_argv("/bin/ffmpeg", "/in/source", SOURCE, PLAN, PLAN.chunks[1])


def sound() -> list[str]:
    return audio_argv("/bin/ffmpeg", "/in/source", SOURCE, PLAN, PLAN.audio[0])


def test_a_chunk_is_encoded_by_this_command() -> None:
    assert "\n".join(encode()) + "\n" == (GOLDEN / "encode.argv").read_text()


def test_sound_is_encoded_by_this_command() -> None:
    assert "\n".join(sound()) + "\n" == (GOLDEN / "audio.argv").read_text()


@pytest.mark.parametrize("argv", [encode(), sound()])
def test_every_limit_stands_before_the_input(argv: list[str]) -> None:
    limits = [argv.index(f"-{name}") for name in INPUT_LIMITS]

    assert max(limits) < argv.index("-i")
    assert argv.count("-i") == 1


@pytest.mark.parametrize("argv", [encode(), sound()])
def test_the_input_is_a_local_file_whatever_its_path_looks_like(argv: list[str]) -> None:
    assert argv[argv.index("-i") + 1] == "file:/in/source"


@pytest.mark.parametrize("argv", [encode(), sound()])
def test_no_text_of_the_file_reaches_the_command(argv: list[str]) -> None:
    assert not any("$(id)" in argument or argument == "por" for argument in argv)


def test_the_first_chunk_fills_a_late_start() -> None:
    first = encode_argv("/bin/ffmpeg", "/in/source", SOURCE, PLAN, PLAN.chunks[0])

    assert ":start_time=0," in first[first.index("-filter_complex") + 1]


def test_interlaced_pictures_are_deinterlaced_before_anything_else() -> None:
    source = a_source(video=a_picture(field_order="interlaced"))
    plan = a_plan(source)

    argv = encode_argv("/bin/ffmpeg", "/in/source", source, plan, plan.chunks[0])

    assert argv[argv.index("-filter_complex") + 1].startswith("[0:0]bwdif=")


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
