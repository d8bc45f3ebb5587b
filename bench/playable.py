"""Claim: a video plays a moment after its last byte, whatever its length."""

import time
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from bench.cost import CommandFailed
from bench.report import Section, Table, Target, targets
from bench.service import Service, first_segments, served
from bench.setup import OPTIONS, Setup
from bench.sources import film, warm_up

SHORT = 5
ENCODED, COPIED = "never", "auto"
LIMITS = {ENCODED: 1.5, COPIED: 1.0}
HOW = """\
A film is sent to `caudal serve` (embedded PostgreSQL, local store) that has converted one tiny
video before. Seconds from the last byte of the body; the video is asked for every 10 ms. Then the
first segment of every rendition in the early playlist is fetched, and must be there. Until
`answered`, the file goes safely onto the disk; until `planned`, it is probed."""
WORDS = {ENCODED: "encoded", COPIED: "passed through"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Delays:
    """Seconds from the last byte of the upload.

    Attributes:
        answered: Until the service had answered 202.
        planned: Until it showed what the file is.
        playable: Until it said so.
    """

    answered: float
    planned: float
    playable: float


def playable(setup: Setup) -> Section:
    """Measure through the real API, each time with a service of its own that is warm."""
    lengths = (SHORT, setup.seconds, setup.long)
    measured: dict[tuple[int, str], list[Delays]] = {}
    for _ in range(setup.runs):
        for seconds in lengths:
            for passthrough in (ENCODED, COPIED):
                delays = _once(setup, film(setup.cache, seconds), passthrough)
                measured.setdefault((seconds, passthrough), []).append(delays)
                print(f"  {seconds} s, {WORDS[passthrough]}: {delays.playable:.2f} s", flush=True)
    promises = [
        Target(
            claim=f"last byte → playable, {setup.long} s of 1080p, {WORDS[passthrough]}",
            measured=median(d.playable for d in measured[setup.long, passthrough]),
            limit=limit,
            unit=" s",
        )
        for passthrough, limit in LIMITS.items()
    ]
    return Section(
        title="From the last byte to a picture",
        body=(
            HOW,
            _table(measured),
            targets(promises),
        ),
    )


def _once(setup: Setup, source: Path, passthrough: str) -> Delays:
    with setup.directory() as directory:
        data = directory / "data"
        data.mkdir()
        with served(data, warm_up(setup.cache)) as service:
            return _followed(service, source, passthrough)


def _followed(service: Service, source: Path, passthrough: str) -> Delays:
    sent = service.send(source, {**OPTIONS, "passthrough": passthrough})
    answered = time.monotonic() - sent.at
    planned = None
    for state in service.states(sent.id):
        now = time.monotonic() - sent.at
        if planned is None and state["source"] is not None:
            planned = now
            copied = any(rendition["passthrough"] for rendition in state["renditions"])
            if copied != (passthrough == COPIED):
                raise CommandFailed(f"{source} was planned otherwise: {state['renditions']}")
        if state["playback"]["playable"]:
            break
    if not first_segments(state["playback"]["url"]):
        raise CommandFailed("the playlist names nothing")
    return Delays(answered=answered, planned=planned or now, playable=now)


def _table(measured: dict[tuple[int, str], list[Delays]]) -> Table:
    def row(seconds: int, passthrough: str, found: list[Delays]) -> tuple[str, ...]:
        figures = (
            median(d.answered for d in found),
            median(d.planned for d in found),
            median(d.playable for d in found),
            max(d.playable for d in found),
        )
        return (f"{seconds} s", WORDS[passthrough], *(f"{figure:.2f}" for figure in figures))

    return Table(
        header=("length", "top rung", "answered", "planned", "**playable**", "slowest"),
        rows=tuple(row(*key, found) for key, found in measured.items()),
    )
