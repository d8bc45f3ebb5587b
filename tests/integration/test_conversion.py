"""Real files through the real stages: what comes out is what was planned."""

import io
from dataclasses import replace
from fractions import Fraction
from math import ceil, floor
from pathlib import Path

import av
import numpy as np
import pytest

from caudal.errors import BadSource, CorruptInput, UnsupportedFormat
from caudal.media.plan import Gop, Options, Quality
from tests import converting
from tests.hls import (
    TICKS,
    Presentation,
    Rendition,
    counter_jumps,
    decoded_sound,
    keyframe_times,
    luma,
    steps,
)
from tests.media import a_film, bunny, run_ffmpeg

FAST = Options(quality=Quality.FAST, rungs=(360, 234))
CLOCK_START = 10


async def converted(film: Path, into: Path, options: Options = FAST) -> Presentation:
    return await converting.converted(film, into, options)


async def test_a_real_film_comes_out_whole(tmp_path: Path) -> None:
    film = bunny(tmp_path)

    hls = await converted(film, tmp_path, Options(quality=Quality.FAST))

    assert len(hls.pictures) == 3
    assert {picture.decoded_frames() for picture in hls.pictures} == {720}


@pytest.mark.parametrize(
    ("rate", "exact"),
    [
        ("24000/1001", Fraction(24000, 1001)),
        ("24", Fraction(24)),
        ("25", Fraction(25)),
        ("30000/1001", Fraction(30000, 1001)),
        ("30", Fraction(30)),
        ("50", Fraction(50)),
        ("60000/1001", Fraction(60000, 1001)),
        ("60", Fraction(60)),
    ],
)
async def test_chunks_join_without_gap_or_jump_at_every_rate(
    tmp_path: Path, rate: str, exact: Fraction
) -> None:
    film = a_film(tmp_path / "film.mp4", "320x180", rate, 20)

    (picture,) = (await converted(film, tmp_path, Options(quality=Quality.FAST))).pictures

    packets = picture.packets()
    tick = Fraction(TICKS) / exact
    assert len(packets) == ceil(20 * exact)
    assert steps(packets) <= {floor(tick), ceil(tick)}
    assert counter_jumps(picture.bytes) == 0


async def test_uneven_frames_are_the_same_in_chunks_as_in_one_piece(tmp_path: Path) -> None:
    film = tmp_path / "phone.mkv"
    uneven = "select='if(lt(mod(t,3),1),not(mod(n,4)),not(mod(n,2)))',hue=b=sin(n/9)*3"
    picture = "testsrc2=size=320x180:rate=60:duration=25"
    run_ffmpeg("-f", "lavfi", "-i", picture, "-vf", uneven, "-fps_mode", "vfr", str(film))
    (tmp_path / "whole").mkdir()

    (cut,) = (await converted(film, tmp_path)).pictures
    (whole,) = (await converted(film, tmp_path / "whole", replace(FAST, early=False))).pictures

    assert len(steps(cut.packets())) == 1
    # A frame beside its place would differ by up to ten.
    assert np.abs(luma(cut) - luma(whole)).max() < 2


async def test_all_rungs_have_their_keyframes_at_the_same_instants(tmp_path: Path) -> None:
    film = a_film(tmp_path / "film.mp4", "640x360", "30000/1001", 15)

    hls = await converted(film, tmp_path)

    first, second = (keyframe_times(picture.packets()) for picture in hls.pictures)
    assert first == second
    assert first[:3] == [CLOCK_START + n * Fraction("2.002") for n in range(3)]


async def test_picture_and_sound_start_at_the_same_instant(tmp_path: Path) -> None:
    hls = await converted(bunny(tmp_path), tmp_path)

    starts = {min(p.pts for p in r.packets()) for r in (*hls.pictures, *hls.sounds)}

    assert starts == {CLOCK_START * TICKS}


async def test_sound_is_continuous_over_all_segments(tmp_path: Path) -> None:
    hls = await converted(bunny(tmp_path), tmp_path)

    assert len(hls.sounds) == 3
    for sound, step in zip(hls.sounds, (1920, 1920, 2880), strict=True):  # AAC, AAC, E-AC-3
        assert steps(sound.packets()) == {step}
        assert counter_jumps(sound.bytes) == 0


async def test_every_keyframe_can_be_fetched_and_decoded_alone(tmp_path: Path) -> None:
    film = a_film(tmp_path / "film.mp4", "320x180", 25, 13)

    hls = await converted(film, tmp_path)

    pictures = hls.keyframes()
    assert [pts for pts, _ in pictures] == [(CLOCK_START + n * 2) * TICKS for n in range(7)]
    assert {frames for _, frames in pictures} == {1}


async def test_a_flash_and_a_beep_stay_together(tmp_path: Path) -> None:
    film = tmp_path / "flash.mp4"
    run_ffmpeg(
        *("-f", "lavfi", "-i", "color=black:size=320x180:rate=25:duration=20"),
        *("-f", "lavfi", "-i", "sine=frequency=1000:sample_rate=48000:duration=20"),
        *("-vf", "drawbox=color=white:t=fill:enable='eq(mod(n,100),50)'"),
        *("-af", "volume='if(lt(mod(t,4),2),0,if(lt(mod(t,4),2.04),1,0))':eval=frame"),
        *("-c:a", "pcm_s16le", "-f", "mov", str(film)),
    )

    hls = await converted(film, tmp_path)

    pictures, sound = luma(hls.pictures[0]), decoded_sound(hls.sounds[0])
    flashes = [n / 25 for n in np.flatnonzero(pictures > 100)]
    loud = np.flatnonzero(np.abs(sound) > 0.05) / 48_000
    beeps = [t for t, before in zip(loud, [-1, *loud[:-1]], strict=True) if t - before > 1]
    assert flashes == [2, 6, 10, 14, 18]
    assert beeps == pytest.approx(flashes, abs=1 / 25)


async def test_a_late_picture_shows_its_first_frame_from_the_start(tmp_path: Path) -> None:
    film = tmp_path / "late.mkv"
    run_ffmpeg(
        *("-f", "lavfi", "-i", "sine=sample_rate=48000:duration=9"),
        *("-itsoffset", "1", "-f", "lavfi", "-i", "testsrc2=size=320x180:rate=25:duration=8"),
        *("-map", "0", "-map", "1", "-c:v", "libx264", "-preset", "ultrafast", str(film)),
    )

    (picture,) = (await converted(film, tmp_path)).pictures

    assert picture.decoded_frames() == 225


async def test_a_still_that_lasts_for_many_seconds_is_shown_as_long(tmp_path: Path) -> None:
    film = tmp_path / "slides.mkv"
    slides = "testsrc2=size=320x180:rate=1/10:duration=30"
    run_ffmpeg("-f", "lavfi", "-i", slides, "-c:v", "libx264", "-fps_mode", "vfr", str(film))

    (picture,) = (await converted(film, tmp_path)).pictures

    brightness = luma(picture)
    assert len(brightness) == len(picture.packets())
    changes = np.flatnonzero(np.abs(np.diff(brightness)) > 0)
    assert sum(picture.durations) == pytest.approx(30, abs=1)
    assert len(changes) >= 2


async def test_portrait_video_is_not_stretched(tmp_path: Path) -> None:
    lying = a_film(tmp_path / "lying.mp4", "640x360", 25, 2)
    film = tmp_path / "phone.mp4"
    run_ffmpeg("-display_rotation", "90", "-i", str(lying), "-c", "copy", str(film))

    hls = await converted(film, tmp_path)

    assert [picture.size() for picture in hls.pictures] == [(360, 640), (234, 416)]


async def test_a_transport_stream_that_starts_late_loses_nothing(tmp_path: Path) -> None:
    film = a_film(tmp_path / "film.ts", "320x180", 25, 20, "-output_ts_offset", "1000")

    (picture,) = (await converted(film, tmp_path)).pictures

    assert picture.decoded_frames() == 500


async def test_a_silent_film_has_no_audio_group(tmp_path: Path) -> None:
    film = a_film(tmp_path / "film.mp4", "320x180", 25, 3, "-an")

    hls = await converted(film, tmp_path)

    assert hls.sounds == ()
    assert "AUDIO=" not in hls.master.read_text()


async def test_each_sound_track_becomes_a_rendition(tmp_path: Path) -> None:
    film = tmp_path / "film.mkv"
    two = ("-map", "0:v", "-map", "1:a", "-map", "1:a", "-metadata:s:a:1", "language=por")
    a_film(film, "320x180", 25, 3, *two)

    hls = await converted(film, tmp_path)

    assert len(hls.sounds) == 2
    assert 'LANGUAGE="por"' in hls.master.read_text()


async def test_the_same_file_makes_the_same_segments(tmp_path: Path) -> None:
    film = a_film(tmp_path / "film.mp4", "320x180", 25, 8)
    (tmp_path / "again").mkdir()

    first = await converted(film, tmp_path)
    second = await converted(film, tmp_path / "again")

    assert [p.bytes for p in first.pictures] == [p.bytes for p in second.pictures]


async def test_nothing_but_the_presentation_stays(tmp_path: Path) -> None:
    film = a_film(tmp_path / "film.mp4", "320x180", 25, 3)

    hls = await converted(film, tmp_path)

    files = {path for path in hls.master.parent.rglob("*") if path.is_file()}
    named = {r.playlist for r in (*hls.pictures, *hls.sounds)} | {hls.master}
    named |= {picture.playlist.with_name("iframes.m3u8") for picture in hls.pictures}
    named |= {segment for r in (*hls.pictures, *hls.sounds) for segment in r.segments}
    stills = ("poster.jpg", "storyboard/index.vtt", "storyboard/00000.jpg")
    named |= {hls.master.parent / still for still in stills}
    assert files == named


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (b"", UnsupportedFormat),
        (b"this is a text, whatever its name says\n" * 100, UnsupportedFormat),
        (b"#EXTM3U\n#EXTINF:6,\n/etc/passwd\n", UnsupportedFormat),
        (b"ffconcat version 1.0\nfile film.mp4\n", UnsupportedFormat),
        (b"\x00\x00\x00\x20ftypisom" + b"\x00" * 1000, CorruptInput),
    ],
)
async def test_what_is_no_video_is_refused(
    tmp_path: Path, content: bytes, error: type[BadSource]
) -> None:
    file = tmp_path / "film.mp4"
    file.write_bytes(content)

    with pytest.raises(error):
        await converted(file, tmp_path)


async def test_a_codec_that_is_not_on_the_list_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "film.mkv"
    run_ffmpeg("-f", "lavfi", "-i", "testsrc2=duration=1", "-c:v", "magicyuv", str(file))

    with pytest.raises(UnsupportedFormat, match="codec"):
        await converted(file, tmp_path)


async def test_keyframes_are_at_segment_boundaries_alone_where_one_a_segment_is_wanted(
    tmp_path: Path,
) -> None:
    film = a_film(tmp_path / "film.mp4", "160x90", "25", 14)
    wanted = replace(FAST, rungs=(90,), gop=Gop.SEGMENT)

    (picture,) = (await converted(film, tmp_path, wanted)).pictures

    times = [time - CLOCK_START for time in keyframe_times(picture.packets())]
    assert times == [0, 2, 6, 12]
    assert len(picture.segments) == 4


async def test_a_film_becomes_sound_where_only_that_is_wanted(tmp_path: Path) -> None:
    film = a_film(tmp_path / "film.mp4", "160x90", "25", 3)

    hls = await converted(film, tmp_path, Options(audio_only=True))

    assert hls.pictures == ()
    assert len(hls.sounds) == 2
    assert decoded_sound(hls.sounds[0]).size / 48_000 == pytest.approx(3, abs=0.05)


async def test_surround_sound_is_kept_beside_stereo_and_in_step(tmp_path: Path) -> None:
    film = tmp_path / "film.mkv"
    beep = "aevalsrc='0.5*sin(2*PI*1000*t)*between(t,1,1.1)':s=48000:d=7"
    six = f"{beep},pan=5.1|FL=c0|LFE=0.5*c0|BR=0.2*c0"
    picture = "testsrc2=size=160x90:rate=25:duration=7"
    run_ffmpeg("-f", "lavfi", "-i", picture, "-f", "lavfi", "-i", six, "-c:a", "flac", str(film))

    hls = await converted(film, tmp_path, replace(FAST, rungs=(360,)))

    stereo, surround = (sound_format(sound) for sound in hls.sounds)
    assert (stereo, surround) == ((2, "stereo"), (6, "5.1(side)"))
    packets = [sound.packets() for sound in hls.sounds]
    assert {found[0].pts for found in packets} == {CLOCK_START * TICKS}
    assert [len(found) for found in packets] == [329, 219]  # frames of 1024 and 1536 samples
    assert first_beep(hls.sounds[1]) == pytest.approx(first_beep(hls.sounds[0]), abs=0.001)
    assert sum(hls.sounds[1].durations) == pytest.approx(7, abs=0.04)
    assert counter_jumps(hls.sounds[1].bytes) == 0


def sound_format(sound: Rendition) -> tuple[int, str]:
    with av.open(io.BytesIO(sound.bytes), "r", format="mpegts") as container:
        layout = container.streams.audio[0].layout
        return layout.nb_channels, layout.name


def first_beep(sound: Rendition) -> float:
    return float(np.argmax(np.abs(decoded_sound(sound)) > 0.05)) / 48_000
