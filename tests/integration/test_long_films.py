"""Picture and sound of a long film stay in step, through rounded timestamps and many cuts."""

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

from caudal.conversion import Meter, convert
from caudal.settings import Settings
from caudal.tools import open_tools
from tests.corpus import encoded
from tests.hls import Rendition, read_presentation
from tests.seen import OPTIONS, heard_beeps, seen

SECONDS = 900
RATE = Fraction(15_000, 1001)


async def test_after_a_quarter_of_an_hour_each_beep_is_at_its_flash(tmp_path: Path) -> None:
    film = tmp_path / "film.mkv"  # whose timestamps are milliseconds
    encoded("-g", "150", size="32x32", rate=str(RATE), seconds=SECONDS)(film)

    tools = await open_tools(Settings())
    master = await convert(film, tmp_path / "hls", OPTIONS, tools=tools, slots=2, meter=Meter())

    hls = read_presentation(master)
    before, picture = last_segments(hls.pictures[0])
    sound_before, sound = last_segments(hls.sounds[0])
    flashes = [before + flash for flash in seen(picture, RATE, grey=2).flashes]
    beeps = [sound_before + beep for beep in heard_beeps(sound)]
    assert len(flashes) == len(beeps) >= 5
    assert all(abs(a - b) <= 1 / RATE for a, b in zip(flashes, beeps, strict=True))
    assert all(abs(flash - round(flash)) <= 1 / RATE for flash in flashes)


def last_segments(rendition: Rendition) -> tuple[float, Rendition]:
    """When the last three but one begin, and these."""
    first = len(rendition.segments) - 3
    part = replace(rendition, segments=rendition.segments[first:-1])
    return sum(rendition.durations[:first]), part
