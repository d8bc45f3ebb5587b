"""Every codec of every container in docs/formats.md becomes a presentation that can be decoded."""

import re
from pathlib import Path

import pytest

from caudal.conversion import Meter, convert
from caudal.media.plan import Options, Quality
from caudal.settings import Settings
from caudal.tools import open_tools
from tests.containers import SECONDS, TABLE, Film, films
from tests.docs.documents import text
from tests.hls import decoded_sound, read_presentation

OPTIONS = Options(quality=Quality.FAST, rungs=(64,), thumbnails=False)
FRAME = 1 / 25


@pytest.mark.parametrize("film", [pytest.param(film, id=film.id) for film in films()])
async def test_a_file_of_the_table_is_converted(tmp_path: Path, film: Film) -> None:
    source = film.make(tmp_path)

    tools = await open_tools(Settings())
    master = await convert(source, tmp_path / "hls", OPTIONS, tools=tools, slots=2, meter=Meter())

    hls = read_presentation(master)
    assert bool(hls.pictures) == bool(film.picture)
    for picture in hls.pictures:
        assert abs(picture.decoded_frames() * FRAME - SECONDS) <= 2 * FRAME
    assert hls.sounds
    assert abs(decoded_sound(hls.sounds[0])).max() > 0.05


def test_the_page_shows_the_table() -> None:
    rows = re.findall(r"^\| `\.(\w+)` \| (.*?) \| (.*?) \|$", text("docs/formats.md"), re.MULTILINE)

    shown = {ending: (pictures, sounds) for ending, pictures, sounds in rows}

    assert shown == {
        ending: ("; ".join(pictures) or "–", "; ".join(sounds))
        for ending, (pictures, sounds) in TABLE.items()
    }
