"""Pictures of fields are known for what they are, also where the file does not say so."""

from pathlib import Path

import pytest

from caudal.media.plan import Options
from caudal.settings import Settings
from caudal.tools import open_tools
from tests.media import run_ffmpeg


@pytest.mark.parametrize(
    ("filters", "size", "order"),
    [
        ("interlace=scan=tff:lowpass=off", "360x576", "interlaced"),
        ("interlace=scan=bff:lowpass=off", "360x480", "interlaced"),
        ("fps=25", "360x576", "unknown"),
        ("interlace=scan=tff:lowpass=off", "360x400", "unknown"),
    ],
)
async def test_fields_are_seen_where_no_flag_tells_them(
    tmp_path: Path, filters: str, size: str, order: str
) -> None:
    film = tmp_path / "film.avi"
    moving = f"testsrc2=size={size}:rate=50:duration=2,{filters},setfield=prog"
    run_ffmpeg("-f", "lavfi", "-i", moving, "-c:v", "mjpeg", "-q:v", "3", str(film))

    tools = await open_tools(Settings())
    video = (await tools.measure(film, Options())).source.video

    assert video is not None
    assert video.field_order == order
