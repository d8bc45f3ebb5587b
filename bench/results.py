"""What a contender took and what it made of a film."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from bench.cost import Cost
from bench.playlists import bitrate
from bench.vmaf import Look, vmaf


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendered:
    """One rung that somebody made: kbit/s and look."""

    kbits: float
    look: Look


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What a contender took, the bytes it wrote, and its rungs by name."""

    cost: Cost
    bytes: int
    rungs: Mapping[str, Rendered]


def rendered(made: Mapping[str, Path], source: Path) -> dict[str, Rendered]:
    """Look at media playlists, by rung."""
    return {
        name: Rendered(kbits=bitrate(playlist), look=vmaf(playlist, source))
        for name, playlist in made.items()
    }
