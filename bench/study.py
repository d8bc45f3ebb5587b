"""How to scale, with how many threads, and how many encodes at once: figures for a decision."""

from collections.abc import Sequence
from pathlib import Path

from bench.cost import Cost, run_in_turn, run_together
from bench.encode import Stretch, cascade
from bench.plan import Rung, planned
from bench.playlists import bitrate
from bench.report import Section, Table
from bench.setup import Setup, choices
from bench.sources import film
from bench.vmaf import vmaf

SCALING = """\
{seconds} s of 1080p24 in two halves, each one ffmpeg with all rungs in cascade. First the scaling:
both halves in turn, quality fast, x264 with one thread; VMAF and kbit/s of each rung."""
MANNERS = "Then threads, and the halves one after the other or at the same time; one run each."

SCALERS = ("lanczos", "bicubic", "bilinear")
PRESETS = ("fast", "balanced", "best")
THREADS = ((1, "1"), (0, "auto"))


def study(setup: Setup) -> Section:
    """Encode one film in two halves: in different manners, then in different order."""
    source = film(setup.cache, setup.seconds)
    return Section(
        title="Scaling, threads, encodes at once",
        body=(
            SCALING.format(seconds=setup.seconds),
            _scalers(setup, source),
            MANNERS,
            _manners(setup, source),
        ),
    )


def _scalers(setup: Setup, source: Path) -> Table:
    rungs = _rungs(source, "fast")
    costs: dict[str, list[Cost]] = {flags: [] for flags in SCALERS}
    looks: dict[str, list[str]] = {}
    for _ in range(setup.runs):
        for flags in SCALERS:
            with setup.directory() as directory:
                halves = _halves(source, rungs, setup.seconds, directory, flags=flags, threads=1)
                costs[flags].append(run_in_turn(halves, directory))
            print(f"  {flags}: {costs[flags][-1].cpu:.1f} CPU-s", flush=True)
    for flags in SCALERS:
        with setup.directory() as directory:
            for rung in rungs:
                (directory / rung.name).mkdir()
            run_in_turn([cascade(source, rungs, flags=flags)], directory)
            made = [directory / rung.name / "index.m3u8" for rung in rungs]
            looks[flags] = [f"{vmaf(p, source).mean:.2f}, {bitrate(p):.0f} k" for p in made]
    return Table(
        header=("scaling", "CPU s", "wall s", *(rung.name for rung in rungs)),
        rows=tuple(
            (flags, *_figures(Cost.median(costs[flags])), *looks[flags]) for flags in SCALERS
        ),
    )


def _manners(setup: Setup, source: Path) -> Table:
    costs: dict[tuple[str, str, str], Cost] = {}
    for preset in PRESETS:
        rungs = _rungs(source, preset)
        for threads, word in THREADS:
            for at_once, together in ((1, run_in_turn), (2, run_together)):
                with setup.directory() as directory:
                    halves = _halves(source, rungs, setup.seconds, directory, threads=threads)
                    cost = together(halves, directory)
                costs[preset, word, str(at_once)] = cost
                print(
                    f"  {preset}, threads {word}, {at_once} at once: "
                    f"{cost.cpu:.1f} CPU-s, {cost.wall:.1f} s",
                    flush=True,
                )
    return Table(
        header=("quality", "x264 threads", "ffmpegs at once", "CPU s", "wall s", "peak MB"),
        rows=tuple(
            (*manner, *_figures(cost), f"{cost.memory / 1e6:.0f}") for manner, cost in costs.items()
        ),
    )


def _rungs(source: Path, quality: str) -> tuple[Rung, ...]:
    return planned(source, (*choices(quality), "--passthrough", "never")).rungs


def _halves(
    source: Path,
    rungs: Sequence[Rung],
    seconds: int,
    directory: Path,
    *,
    flags: str = "lanczos",
    threads: int,
) -> list[list[str]]:
    commands = []
    for number in (0, 1):
        for rung in rungs:
            (directory / f"{number}-{rung.name}").mkdir()
        stretch = Stretch(start=number * seconds / 2, seconds=seconds / 2)
        commands.append(
            cascade(source, rungs, flags=flags, threads=threads, stretch=stretch,
                    prefix=f"{number}-")
        )  # fmt: skip
    return commands


def _figures(cost: Cost) -> tuple[str, str]:
    return f"{cost.cpu:.1f}", f"{cost.wall:.1f}"
