"""Every odd file becomes what it must: right size, rate, length, colours, and sound in step."""

from pathlib import Path

import pytest

from tests.corpus import JUMPS, PICTURES, RATES, SOUNDS, TIMES, Odd
from tests.covers import COVERS
from tests.damaged import DAMAGED
from tests.seen import convert_odd


@pytest.mark.parametrize(
    "odd",
    [
        pytest.param(odd, id=odd.id)
        for odd in (*PICTURES, *RATES, *TIMES, *JUMPS, *SOUNDS, *COVERS, *DAMAGED)
    ],
)
async def test_an_odd_file_becomes_what_it_must(tmp_path: Path, odd: Odd) -> None:
    film = tmp_path / odd.name
    odd.make(film)

    assert await convert_odd(film, tmp_path / "hls", odd.expected) == []
