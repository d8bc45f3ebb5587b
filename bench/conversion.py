"""Claim: the same rungs for less CPU time and less waiting, at the same quality."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench import encode
from bench.contenders import Contender, Playlists, caudal, four_runs, one_run, shaka_streamer
from bench.cost import Cost, run
from bench.plan import Rung, planned
from bench.playlists import bitrate, directory_bytes
from bench.report import Commands, Section, Table, Target, targets
from bench.setup import CHOICES, Setup
from bench.sources import film, origin
from bench.vmaf import Look, vmaf

LOOKS = """\
VMAF of every rung against the source at 1080p: mean, and mean of the worst 1 % of frames; kbit/s
with container."""
SAME_BITS = """\
At the same bits: what caudal's encoder reaches at Shaka Streamer's bit rate of each rung, between
its own result and one more encode with another CRF. Above zero, caudal looks better."""

CRF = 23
CRF_PER_OCTAVE = 6  # a step of six halves the bit rate, roughly


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendered:
    """One rung that somebody made: kbit/s and look."""

    kbits: float
    look: Look


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What a contender took and made."""

    cost: Cost
    bytes: int
    rungs: Mapping[str, Rendered]


def conversion(setup: Setup) -> Section:
    """Measure all contenders in turns, then look at what the last turn made."""
    source = film(setup.cache, setup.seconds)
    rungs = planned(source, (*CHOICES, "--passthrough", "never")).rungs
    ours = caudal(source, "never", "caudal")
    copied = caudal(source, "auto", "caudal, top rung copied")
    four, one = four_runs(source, rungs), one_run(source, rungs)
    streamer = shaka_streamer(setup.cache, source, rungs)
    contenders = (ours, copied, four, one, streamer)
    with setup.directory() as directory:
        results = dict(
            zip(
                (contender.name for contender in contenders),
                _measure(contenders, setup.runs, directory, source),
                strict=True,
            )
        )
        equal = _at_the_bits_of(results[streamer.name], results[ours.name], source, rungs,
                                directory)  # fmt: skip
    promises = _promises(
        results[ours.name], results[copied.name], results[four.name], results[streamer.name], equal
    )
    body: list[str | Table | Commands] = [
        _setting(setup, rungs),
        _costs(results, results[four.name]),
        targets(promises),
        LOOKS,
        _looks(results, rungs),
        SAME_BITS,
        _equal(equal, results[streamer.name]),
    ]
    body += [Commands(title=who.name, lines=who.commands) for who in contenders]
    return Section(title="Converting a file", body=tuple(body))


def _setting(setup: Setup, rungs: Sequence[Rung]) -> str:
    options = rungs[0].options
    return (
        f"{setup.seconds} s of {origin()}, in {len(rungs)} rungs, x264 {options['preset']} with "
        f"CRF {options['crf']} and the caps and keyframes of caudal's plan for all but Shaka "
        "Streamer, which has its defaults (x264 slow, fixed bit rates, segments of 4 s)."
    )


def _measure(
    contenders: Sequence[Contender], runs: int, directory: Path, source: Path
) -> list[Result]:
    costs: dict[str, list[Cost]] = {contender.name: [] for contender in contenders}
    for turn in range(runs):
        for contender in contenders:
            place = directory / f"{turn} {contender.name}"
            place.mkdir()
            cost = contender.run(place)
            costs[contender.name].append(cost)
            print(f"  {contender.name}: {cost.cpu:.1f} CPU-s, {cost.wall:.1f} s", flush=True)
    results = []
    for contender in contenders:
        place = directory / f"{runs - 1} {contender.name}"
        results.append(
            Result(
                cost=Cost.median(costs[contender.name]),
                bytes=directory_bytes(place),
                rungs=_rendered(contender.made(place), source),
            )
        )
    return results


def _rendered(made: Playlists, source: Path) -> dict[str, Rendered]:
    return {
        name: Rendered(kbits=bitrate(playlist), look=vmaf(playlist, source))
        for name, playlist in made.items()
    }


def _at_the_bits_of(
    peer: Result, ours: Result, source: Path, rungs: Sequence[Rung], directory: Path
) -> dict[str, float]:
    """Our VMAF of every rung, had it the peer's bit rate."""
    other = []
    for rung in rungs:
        octaves = math.log2(ours.rungs[rung.name].kbits / peer.rungs[rung.name].kbits)
        crf = CRF + CRF_PER_OCTAVE * octaves
        if abs(octaves) < 0.1:  # two points too near each other make no line
            crf += 2
        cap = str(round(2000 * max(peer.rungs[rung.name].kbits, ours.rungs[rung.name].kbits)))
        changed = {"crf": f"{crf:.1f}", "maxrate": cap, "bufsize": cap}
        other.append(encode.with_options(rung, **changed))
        (directory / rung.name).mkdir()
    run(encode.cascade(source, other), directory)
    second = _rendered({r.name: directory / r.name / "index.m3u8" for r in rungs}, source)
    return {
        rung.name: _interpolated(
            ours.rungs[rung.name], second[rung.name], peer.rungs[rung.name].kbits
        )
        for rung in rungs
    }


def _interpolated(first: Rendered, second: Rendered, kbits: float) -> float:
    """VMAF at a bit rate, on a straight line over the logarithm of the rate."""
    span = math.log(second.kbits / first.kbits)
    share = math.log(kbits / first.kbits) / span
    return first.look.mean + share * (second.look.mean - first.look.mean)


def _promises(
    ours: Result, copied: Result, four: Result, streamer: Result, equal: Mapping[str, float]
) -> list[Target]:
    def ratios(claim: str, mine: Cost, peer: Cost, limit: float) -> list[Target]:
        return [
            Target(claim=f"CPU, {claim}", measured=mine.cpu / peer.cpu, limit=limit),
            Target(claim=f"wall, {claim}", measured=mine.wall / peer.wall, limit=limit),
        ]

    loss = max(four.rungs[n].look.mean - ours.rungs[n].look.mean for n in four.rungs)
    for_bits = max(streamer.rungs[name].look.mean - equal[name] for name in equal)
    return [
        *ratios("caudal / four ffmpeg runs", ours.cost, four.cost, 0.72),
        Target(claim="VMAF lost to four ffmpeg runs, worst rung", measured=loss, limit=0.3),
        *ratios("top rung copied / four ffmpeg runs", copied.cost, four.cost, 0.40),
        *ratios("caudal / Shaka Streamer", ours.cost, streamer.cost, 0.30),
        Target(
            claim="VMAF lost to Shaka Streamer at its bits, worst rung",
            measured=for_bits,
            limit=0.0,
        ),
    ]


def _costs(results: Mapping[str, Result], base: Result) -> Table:
    return Table(
        header=("", "CPU s", "ratio", "wall s", "ratio", "peak MB", "output MB"),
        rows=tuple(
            (
                name,
                f"{result.cost.cpu:.1f}",
                f"{result.cost.cpu / base.cost.cpu:.2f}",
                f"{result.cost.wall:.1f}",
                f"{result.cost.wall / base.cost.wall:.2f}",
                f"{result.cost.memory / 1e6:.0f}",
                f"{result.bytes / 1e6:.1f}",
            )
            for name, result in results.items()
        ),
    )


def _looks(results: Mapping[str, Result], rungs: Sequence[Rung]) -> Table:
    def cell(rendered: Rendered) -> str:
        return f"{rendered.look.mean:.2f} / {rendered.look.low:.1f}, {rendered.kbits:.0f} k"

    return Table(
        header=("", *(rung.name for rung in rungs)),
        rows=tuple(
            (name, *(cell(result.rungs[rung.name]) for rung in rungs))
            for name, result in results.items()
        ),
    )


def _equal(equal: Mapping[str, float], peer: Result) -> Table:
    return Table(
        header=("rung", "kbit/s", "Shaka Streamer", "caudal's encoder", "difference"),
        rows=tuple(
            (
                name,
                f"{peer.rungs[name].kbits:.0f}",
                f"{peer.rungs[name].look.mean:.2f}",
                f"{ours:.2f}",
                f"{ours - peer.rungs[name].look.mean:+.2f}",
            )
            for name, ours in equal.items()
        ),
    )
