"""Encoders tried on this machine, which has no graphics card."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from caudal.adapters.confinement import Level
from caudal.adapters.encoder_trial import MachineEncoders, encoder_fault
from caudal.adapters.ffmpeg import bundled
from caudal.adapters.sandbox import Sandbox, open_sandbox
from caudal.errors import EncoderUnavailable
from caudal.media.encoder_options import encoder_options
from caudal.media.encoders import Encoder
from caudal.media.plan import Quality
from tests.build import a_plan
from tests.hls import read_presentation
from tests.media import a_film

FFMPEG = str(bundled())
# What every encoder of ffmpeg has.
GENERIC = {"c:v", "b:v", "maxrate", "bufsize", "g", "bf", "global_quality", "profile:v", "level:v"}


async def test_x264_works() -> None:
    assert await encoder_fault(await open_sandbox(), FFMPEG, Encoder.X264) is None


async def test_an_encoder_without_its_card_says_why_it_does_not_work() -> None:
    fault = await encoder_fault(await open_sandbox(), FFMPEG, Encoder.NVENC)

    assert fault == "Cannot load libcuda.so.1"


async def test_an_encoder_of_another_system_is_not_in_this_ffmpeg() -> None:
    fault = await encoder_fault(await open_sandbox(), FFMPEG, Encoder.VIDEOTOOLBOX)

    assert fault == "this ffmpeg is built without h264_videotoolbox"


async def test_no_encoder_works_without_an_ffmpeg(tmp_path: Path) -> None:
    fault = await encoder_fault(await open_sandbox(), str(tmp_path / "ffmpeg"), Encoder.X264)

    assert fault
    assert "No such file" in fault


@pytest.mark.parametrize("encoder", [Encoder.X264, Encoder.NVENC, Encoder.VAAPI, Encoder.QSV])
def test_ffmpeg_knows_every_option_of_an_encoder(encoder: Encoder) -> None:
    options = encoder_options(encoder, a_plan().renditions[0], gop=50, quality=Quality.BEST)

    help_ = subprocess.run(
        [FFMPEG, "-hide_banner", "-h", f"encoder={encoder.ffmpeg_name}"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout

    known = set(re.findall(r"^ +-(\S+)", help_, re.MULTILINE))
    assert options.keys() - GENERIC - {"keyint_min", "sc_threshold", "trellis"} <= known


async def test_a_video_of_another_machines_encoder_is_left_to_that_machine() -> None:
    here = MachineEncoders(await open_sandbox(), FFMPEG, Encoder.X264)

    with pytest.raises(EncoderUnavailable, match="nvenc does not work on this machine: Cannot"):
        await here.require(Encoder.NVENC)


async def test_an_encoder_that_works_is_tried_once(tmp_path: Path) -> None:
    here = MachineEncoders(Sandbox(Level.RLIMITS), str(tmp_path / "nowhere"), Encoder.QSV)

    await here.require(Encoder.X264)
    await here.require(Encoder.QSV)


def test_a_conversion_goes_on_with_x264_where_the_card_is_missing(tmp_path: Path) -> None:
    film = a_film(tmp_path / "film.mp4", "320x180", 25, 3)

    done = subprocess.run(
        [sys.executable, "-m", "caudal", "convert", str(film), str(tmp_path / "hls")],
        env={"CAUDAL_ENCODER": "nvenc"},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )

    assert done.stderr.count("nvenc does not work here, x264 encodes instead") == 1
    assert "Cannot load libcuda.so.1" in done.stderr
    hls = read_presentation(tmp_path / "hls" / "master.m3u8")
    assert {picture.decoded_frames() for picture in hls.pictures} == {75}
