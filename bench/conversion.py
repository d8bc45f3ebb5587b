"""Claim: the same rungs for less CPU time and less waiting, at the same quality."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from bench.contenders import Contender, caudal, four_runs, one_run, shaka_streamer
from bench.cost import Cost
from bench.plan import Rung, planned
from bench.playlists import directory_bytes
from bench.report import Commands, Section, Table, Target, targets
from bench.results import Rendered, Result, rendered
from bench.same_bits import at_the_bits_of
from bench.setup import Setup, choices
from bench.sources import film, origin

LOOKS = """\
VMAF of every rung against the source at 1080p: mean, and mean of the worst 1 % of frames; kbit/s
with container."""
SAME_BITS = """\
At the same bits: the VMAF that caudal's settings reach at Shaka Streamer's bit rate of each rung,
by two more encodes with other CRFs that come near that rate. Above zero, caudal looks better."""


def conversion(setup: Setup) -> Section:
    """Measure all contenders in turns, then look at what the last turn made."""
    source = film(setup.cache, setup.seconds)
    rungs = planned(source, (*choices("fast"), "--passthrough", "never")).rungs
    better = planned(source, (*choices("balanced"), "--passthrough", "never")).rungs
    ours = caudal(source, "fast", "never", "caudal, fast")
    balanced = caudal(source, "balanced", "never", "caudal, balanced")
    copied = caudal(source, "fast", "auto", "caudal, fast, top rung copied")
    four, one = four_runs(source, rungs), one_run(source, rungs)
    streamer = shaka_streamer(setup.cache, source, rungs)
    contenders = (ours, balanced, copied, four, one, streamer)
    with setup.directory() as directory:
        made = _measure(contenders, setup.runs, directory, source)
        results = {who.name: result for who, result in zip(contenders, made, strict=True)}
        peer = results[streamer.name]
        equal = {
            who.name: at_the_bits_of(peer, results[who.name], source, its, directory / who.name)
            for who, its in ((ours, rungs), (balanced, better))
        }
    promises = [
        *_against_four(results[ours.name], results[copied.name], results[four.name]),
        *(
            promise
            for who in (ours, balanced)
            for promise in _against_streamer(who.name, results[who.name], peer, equal[who.name])
        ),
    ]
    body: list[str | Table | Commands] = [
        _setting(setup, rungs),
        _costs(results, results[four.name]),
        targets(promises),
        LOOKS,
        _looks(results, rungs),
        SAME_BITS,
        _equal(equal, peer),
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
                rungs=rendered(contender.made(place), source),
            )
        )
    return results


def _against_four(ours: Result, copied: Result, four: Result) -> list[Target]:
    loss = max(four.rungs[n].look.mean - ours.rungs[n].look.mean for n in four.rungs)
    return [
        *_ratios("caudal, fast / four ffmpeg runs", ours.cost, four.cost, 0.72),
        Target(claim="VMAF lost to four ffmpeg runs, worst rung", measured=loss, limit=0.3),
        *_ratios("top rung copied / four ffmpeg runs", copied.cost, four.cost, 0.40),
    ]


def _against_streamer(
    name: str, ours: Result, peer: Result, equal: Mapping[str, float]
) -> list[Target]:
    lost = max(peer.rungs[rung].look.mean - equal[rung] for rung in equal)
    return [
        *_ratios(f"{name} / Shaka Streamer", ours.cost, peer.cost, 0.30),
        Target(
            claim=f"VMAF lost by {name} to Shaka Streamer at its bits, worst rung",
            measured=lost,
            limit=0.0,
        ),
    ]


def _ratios(claim: str, mine: Cost, peer: Cost, limit: float) -> list[Target]:
    return [
        Target(claim=f"CPU, {claim}", measured=mine.cpu / peer.cpu, limit=limit),
        Target(claim=f"wall, {claim}", measured=mine.wall / peer.wall, limit=limit),
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


def _equal(equal: Mapping[str, Mapping[str, float]], peer: Result) -> Table:
    def cells(name: str, rendered: Rendered) -> tuple[str, ...]:
        look = rendered.look.mean
        ours = (f"{found[name]:.2f} ({found[name] - look:+.2f})" for found in equal.values())
        return (name, f"{rendered.kbits:.0f}", f"{look:.2f}", *ours)

    return Table(
        header=("rung", "kbit/s", "Shaka Streamer", *equal),
        rows=tuple(cells(name, rendered) for name, rendered in peer.rungs.items()),
    )
