"""The ways to make four rungs of a film, caudal's and its peers'."""

import shlex
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench import encode, playlists, shaka
from bench.cost import Cost, run, run_together
from bench.plan import Rung
from bench.setup import choices
from bench.tools import CAUDAL, FFMPEG

Playlists = dict[str, Path]


@dataclass(frozen=True, slots=True, kw_only=True)
class Contender:
    """One way.

    Attributes:
        run: Convert, below an empty directory.
        made: The media playlists of the picture that it left there, by rung.
        commands: What anybody can repeat.
    """

    name: str
    run: Callable[[Path], Cost]
    made: Callable[[Path], Playlists]
    commands: tuple[str, ...]


def caudal(film: Path, quality: str, passthrough: str, name: str) -> Contender:
    """`caudal convert`, in one process."""
    chosen = (*choices(quality), "--passthrough", passthrough)
    argv = [*CAUDAL, "convert", *chosen, str(film), "out"]
    return Contender(
        name=name,
        run=lambda directory: run(argv, directory),
        made=lambda directory: playlists.variants(directory / "out" / "master.m3u8"),
        commands=_shown([["caudal", *argv[len(CAUDAL) :]]], film),
    )


def four_runs(film: Path, rungs: Sequence[Rung]) -> Contender:
    """An ffmpeg for each rung, all at the same time: by the clock their best."""
    commands = [encode.one_rung(film, rung, sound=rung is rungs[-1]) for rung in rungs]
    return Contender(
        name="four ffmpeg runs",
        run=lambda directory: run_together(commands, _with_places(directory, rungs)),
        made=lambda directory: _indexes(directory, rungs),
        commands=_shown(commands, film, " &"),
    )


def one_run(film: Path, rungs: Sequence[Rung]) -> Contender:
    """One ffmpeg with split and the hls muxer."""
    argv = encode.all_rungs(film, rungs)
    return Contender(
        name="one ffmpeg, split",
        run=lambda directory: run(argv, _with_places(directory, rungs)),
        made=lambda directory: _indexes(directory, rungs),
        commands=_shown([argv], film),
    )


def shaka_streamer(cache: Path, film: Path, rungs: Sequence[Rung]) -> Contender:
    """Shaka Streamer's defaults."""
    names = [rung.name for rung in rungs]
    return Contender(
        name="Shaka Streamer",
        run=lambda directory: run(shaka.command(cache, film, names, directory), directory),
        made=lambda directory: playlists.variants(directory / "out" / "hls.m3u8"),
        commands=("shaka-streamer -i input.yaml -p pipeline.yaml -o out",),
    )


def _with_places(directory: Path, rungs: Sequence[Rung]) -> Path:
    for name in (*(rung.name for rung in rungs), "audio"):
        (directory / name).mkdir()
    return directory


def _indexes(directory: Path, rungs: Sequence[Rung]) -> Playlists:
    return {rung.name: directory / rung.name / "index.m3u8" for rung in rungs}


def _shown(commands: Sequence[Sequence[str]], film: Path, ending: str = "") -> tuple[str, ...]:
    """Ready to paste, with names instead of this machine's paths."""
    names = {FFMPEG: "ffmpeg", str(film): "SOURCE"}
    return tuple(shlex.join(names.get(word, word) for word in argv) + ending for argv in commands)
