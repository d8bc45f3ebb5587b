"""Poster, storyboard and preview of real films."""

import json
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import av
import numpy as np
import numpy.typing as npt
import pytest

from caudal.errors import StorageUnavailable
from caudal.media.accepted import CODECS, COVERS, FORMATS
from caudal.media.limits import DEFAULT_LIMITS
from caudal.media.plan import Options, Passthrough, Quality
from caudal.media.stills import prove
from caudal.media.warnings import Lack
from caudal.media.webp import webp_size
from caudal.stages.encode import encode_chunk, show_cover
from tests.converting import FailingStore, again, converted, records_of, work_on
from tests.covers import FRONT, flac, huge_png, image
from tests.hls import FFMPEG
from tests.media import a_film, run_ffmpeg

FAST = Options(quality=Quality.FAST, rungs=(90,))
SECONDS = 21

# The probe, which then says on stderr how much memory it took.
MEASURED = """
import pathlib, sys
from caudal.adapters.probe_child import main
main(sys.argv[1:])
sys.stderr.write(pathlib.Path("/proc/self/status").read_text())
"""

# The duration of a frame, in milliseconds: behind its length, its place and its size.
ANMF = re.compile(rb"ANMF.{16}(.{3})", re.DOTALL)


def grey(picture: Path) -> npt.NDArray[Any]:
    with av.open(str(picture)) as container:
        return next(container.decode(video=0)).to_ndarray(format="gray")


def decoded(file: Path, size: str) -> npt.NDArray[Any]:
    """The luma of each frame."""
    argv = [FFMPEG, "-v", "error", "-i", str(file), "-fps_mode", "passthrough"]
    argv += ["-vf", f"scale={size},format=gray", "-f", "rawvideo", "-"]
    raw = subprocess.run(argv, capture_output=True, check=True).stdout
    width, height = map(int, size.split(":"))
    return np.frombuffer(raw, np.uint8).reshape(-1, width * height).astype(float)


def brightening(path: Path, *options: str) -> Path:
    """A film each of whose seconds is brighter than the one before."""
    picture = f"color=black:size=160x90:rate=25:duration={SECONDS}"
    by_second = "geq=lum='30+8*floor(T)':cb=128:cr=128"
    run_ffmpeg(
        "-f", "lavfi", "-i", picture, "-vf", by_second, "-c:v", "libx264", *options, str(path)
    )
    return path


def shown(directory: Path) -> list[tuple[float, float]]:
    """Start and mean brightness of each thumbnail, as a player would find it."""
    found = []
    text = (directory / "storyboard" / "index.vtt").read_text()
    for start, uri, area in re.findall(r"00:00:(\S+) --> \S+\n(\S+)#xywh=(\S+)", text):
        x, y, width, height = map(int, area.split(","))
        tile = grey(directory / "storyboard" / uri)[y : y + height, x : x + width]
        assert tile.shape == (height, width)
        found.append((float(start), float(tile.mean())))
    return found


@pytest.mark.parametrize("early", [True, False])
async def test_each_thumbnail_shows_its_instant(tmp_path: Path, *, early: bool) -> None:
    film = brightening(tmp_path / "film.mp4")

    hls = await converted(film, tmp_path, replace(FAST, early=early))

    tiles = shown(hls.master.parent)
    assert [start for start, _ in tiles] == list(range(0, SECONDS, 2))
    brightness = np.diff([level for _, level in tiles])
    # Two seconds are 16 steps of limited range, 18.6 of full range.
    assert brightness == pytest.approx([18.6] * 10, abs=1.5)


async def test_a_film_that_is_only_copied_has_its_pictures_too(tmp_path: Path) -> None:
    grid = ("-g", "50", "-sc_threshold", "0", "-pix_fmt", "yuv420p", "-b:v", "50k")
    film = brightening(tmp_path / "film.mp4", *grid)

    hls = await converted(film, tmp_path, replace(FAST, passthrough=Passthrough.AUTO))

    assert len(shown(hls.master.parent)) == 11
    assert [picture.size() for picture in hls.pictures] == [(160, 90)]
    assert np.diff([level for _, level in shown(hls.master.parent)]).min() > 15


async def test_the_poster_is_not_black_when_half_of_the_film_is(tmp_path: Path) -> None:
    film = a_film(tmp_path / "film.mp4", "640x360", 25, 10, "-vf", "fade=in:st=4.5:d=0.4", "-an")

    hls = await converted(film, tmp_path, replace(FAST, rungs=(360,)))

    poster = grey(hls.master.parent / "poster.jpg")
    assert poster.shape == (360, 640)
    assert poster.mean() > 60
    assert not (hls.master.parent / "poster").exists()


async def test_a_cover_that_ffmpeg_cannot_read_is_told_and_no_sound_fails_for_it(
    tmp_path: Path,
) -> None:
    song = tmp_path / "song.flac"
    flac(song, (FRONT, b"image/png", image(tmp_path / "cover.png", "red", "64x64")))
    store = FailingStore()
    work = await work_on(song, tmp_path / "first", store, FAST)
    assert work.plan.cover is not None
    # The probe's libav and ffmpeg may be of different versions: here one takes a sound for it.
    wrong = replace(work.plan, poster=replace(work.plan.cover, cover=0))

    made = await show_cover(replace(work, plan=wrong))

    assert [warning.code for warning in made.warnings] == [Lack.COVER_UNREADABLE]
    assert store.objects == {}
    prove(wrong, await work.segments.recorded())
    assert (await show_cover(work)).warnings == ()
    assert list(store.objects) == ["poster/00000.jpg"]


def test_a_huge_cover_is_not_decoded_even_to_learn_what_its_pixels_are(tmp_path: Path) -> None:
    song = tmp_path / "song.flac"
    flac(song, (FRONT, b"image/png", huge_png()))
    limits = (str(DEFAULT_LIMITS.streams), str(DEFAULT_LIMITS.pixels))

    argv = [sys.executable, "-c", MEASURED, str(song), FORMATS, CODECS, COVERS, *limits]
    child = subprocess.run(argv, capture_output=True, text=True, check=True)

    answer = json.loads(child.stdout)
    assert (answer["cover"], answer["cover_unreadable"]) == (None, True)
    (peak,) = re.findall(r"VmHWM:\s+(\d+) kB", child.stderr)
    # One byte a pixel would be 256 MB.
    assert int(peak) < 150 << 10


async def test_a_preview_moves_for_three_seconds_and_lets_the_rest_as_it_was(
    tmp_path: Path,
) -> None:
    film = a_film(tmp_path / "film.mp4", "640x360", 25, 10, "-an")

    without = await converted(film, tmp_path / "without", FAST)
    hls = await converted(film, tmp_path / "with", replace(FAST, rungs=(360, 90), preview=True))

    shown = hls.master.parent / "preview" / "00000.webp"
    data = shown.read_bytes()
    durations = [int.from_bytes(found, "little") for found in ANMF.findall(data)]
    assert len(durations) == 25
    assert sum(durations) == 3000
    assert webp_size(data) == (320, 180)
    # Two seconds in, and a frame of three from there on.
    frames = decoded(shown, "320:180")
    expected = decoded(film, "320:180")[50 : 50 + 25 * 3 : 3]
    assert frames.shape == expected.shape
    assert np.abs(frames - expected).mean(axis=1).max() < 6
    assert not (without.master.parent / "preview").exists()


async def test_a_preview_of_what_never_changes_is_there_as_well(tmp_path: Path) -> None:
    film = tmp_path / "film.mp4"
    run_ffmpeg("-f", "lavfi", "-i", "color=red:size=160x90:rate=25:duration=1", str(film))

    hls = await converted(film, tmp_path, replace(FAST, preview=True))

    assert webp_size((hls.master.parent / "preview" / "00000.webp").read_bytes()) == (160, 90)


async def test_stills_of_an_interrupted_chunk_are_whole_and_no_segment_is_made_twice(
    tmp_path: Path,
) -> None:
    film = brightening(tmp_path / "film.mp4")
    store = FailingStore(left=2)
    first = await work_on(film, tmp_path / "first", store, replace(FAST, early=False))
    (chunk,) = first.plan.chunks
    with pytest.raises(StorageUnavailable):
        await encode_chunk(first, chunk)
    before = {segment.key for segment in await first.segments.recorded("90p")}

    store.left = 1_000_000
    second = again(first, store)
    await encode_chunk(second, chunk)

    records = await second.segments.recorded()
    assert before <= {segment.key for segment in records}
    assert [s.index for s in records if s.rendition == "90p"] == [0, 1, 2, 3]
    (sheet,) = [s for s in records if s.rendition == "storyboard"]
    (tmp_path / "sheet.jpg").write_bytes(store.objects[sheet.key])
    tiles = grey(tmp_path / "sheet.jpg").reshape(3, 90, 5, 160).mean(axis=(1, 3)).ravel()
    assert np.diff(tiles[:11]) == pytest.approx([18.6] * 10, abs=1.5)


async def test_a_lost_still_is_made_again_of_the_same_frames_and_nothing_else_is_stored(
    tmp_path: Path,
) -> None:
    film = brightening(tmp_path / "film.mp4")
    store = FailingStore()
    work = await work_on(film, tmp_path / "first", store, replace(FAST, early=False))
    (chunk,) = work.plan.chunks
    await encode_chunk(work, chunk)
    records = {(s.rendition, s.index): s for s in await work.segments.recorded()}
    lost = records.pop(("storyboard", 0))
    before = set(store.objects)

    second = replace(again(work, store), segments=await records_of(records.values()))
    await encode_chunk(second, chunk)

    (made,) = store.objects.keys() - before
    assert made.endswith("storyboard/00000-2.jpg")
    assert store.objects[made] == store.objects[lost.key]
