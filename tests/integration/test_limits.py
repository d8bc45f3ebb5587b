"""Limits that the probe judges, and those of GET /v1/limits: just below, and just above."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from pydantic import ByteSize

from caudal.adapters.probe import SandboxedProbe
from caudal.adapters.sandbox import open_sandbox
from caudal.errors import TooManyPixels, TooManyStreams
from caudal.media.limits import SourceLimits
from caudal.settings import Settings
from caudal.tools import open_tools
from caudal.web.limits import LimitsView
from tests.api import LIMITS, running
from tests.forms import a_part
from tests.media import a_film, run_ffmpeg

PIXELS = 320 * 180


async def probe(limits: SourceLimits) -> SandboxedProbe:
    return SandboxedProbe(await open_sandbox(), limits)


async def test_a_picture_of_exactly_the_most_pixels_is_accepted(tmp_path: Path) -> None:
    film = a_film(tmp_path / "film.mp4", "320x180", 25, 1, "-an")

    source = await (await probe(SourceLimits(pixels=PIXELS)))(film)

    assert source.video


async def test_a_picture_of_one_pixel_more_is_refused(tmp_path: Path) -> None:
    film = a_film(tmp_path / "film.mp4", "320x180", 25, 1, "-an")

    with pytest.raises(TooManyPixels):
        await (await probe(SourceLimits(pixels=PIXELS - 1)))(film)


@pytest.mark.parametrize(("tracks", "accepted"), [(4, True), (5, False)])
async def test_a_file_has_so_many_tracks_and_not_one_more(
    tmp_path: Path, tracks: int, accepted: bool
) -> None:
    film = tmp_path / "film.mkv"
    maps = ["-map", "0:v", *["-map", "1:a"] * (tracks - 1)]
    picture, tone = "testsrc2=size=64x64:duration=1", "sine=duration=1"
    run_ffmpeg("-f", "lavfi", "-i", picture, "-f", "lavfi", "-i", tone, *maps, str(film))
    measure = await probe(SourceLimits(streams=4))

    if accepted:
        assert len((await measure(film)).audio) == 3
    else:
        with pytest.raises(TooManyStreams):
            await measure(film)


async def test_the_limits_are_told_before_anything_is_sent(tmp_path: Path) -> None:
    async with running(tmp_path, LIMITS) as api:
        told = (await api.http.get("/v1/limits")).json()

    assert told == {
        "file_bytes": LIMITS.file_bytes,
        "duration_seconds": 28_800,
        "pixels": 35_389_440,
        "side": 16_384,
        "frame_rate": 300,
        "streams": 64,
        "audio_tracks": 16,
        "channels": 16,
        "cpu_seconds": 86_400,
        "wall_seconds": 21_600,
        "memory_bytes": 8 << 30,
        "output_bytes": 20 << 30,
        "output_files": 1000,
    }


async def test_what_is_told_of_a_step_is_what_its_tools_are_held_to() -> None:
    settings = Settings(
        max_cpu_time=timedelta(seconds=1),
        max_wall_time=timedelta(seconds=2),
        max_memory_bytes=ByteSize(3),
        max_output_bytes=ByteSize(4),
        max_output_files=100,
    )
    told = LimitsView.of(settings)

    held = (await open_tools(settings)).bounds

    assert (told.cpu_seconds, told.wall_seconds) == (1, 2)
    assert (held.cpu, held.wall) == (timedelta(seconds=1), timedelta(seconds=2))
    assert held.memory == told.memory_bytes == 3
    assert held.output == told.output_bytes == 4
    assert held.files == told.output_files == 100


@pytest.mark.parametrize(("size", "status"), [(5000, 202), (5001, 413)])
async def test_a_file_has_so_many_bytes_and_not_one_more(
    tmp_path: Path, size: int, status: int
) -> None:
    async with running(tmp_path, replace(LIMITS, file_bytes=5000)) as api:
        answer = await api.send(a_part(bytes(size)))

    assert answer.status_code == status
