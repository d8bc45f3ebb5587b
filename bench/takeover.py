"""Claims: what a dead worker did is done by another soon; what is cancelled ends at once."""

import json
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from statistics import median
from subprocess import Popen
from typing import Any, TypeVar
from urllib.request import Request, urlopen

import psutil

from bench.cost import CommandFailed, tree
from bench.fleet import Fleet, fleet
from bench.report import Section, Table, Target, targets
from bench.service import Service
from bench.setup import Setup
from bench.sources import film, warm_up

TAKEN_OVER, ENDED = 15.0, 5.0  # seconds
PATIENCE = 120.0
POLL = 0.05
SETTLED = 15.0  # seconds; a worker that has just begun lets all others show themselves first
T = TypeVar("T")
OPTIONS = {"quality": "fast", "passthrough": "never"}
HOW = """\
{seconds} s of 1080p24 on all rungs, through `caudal api`, the embedded PostgreSQL, and two workers
with the settings as they come. One is killed (`kill -9`) while it encodes: the time until the other
has begun what it was at. Then the video is cancelled: the time from the request until no ffmpeg
runs."""


def takeover(setup: Setup) -> Section:
    """Kill a worker and cancel a video, as often as figures are measured."""
    source, tiny = film(setup.cache, setup.seconds), warm_up(setup.cache)
    taken, ended = [], []
    for _ in range(setup.runs):
        with setup.directory() as directory, fleet(directory) as running:
            death, end = _once(running, source, tiny)
        taken.append(death)
        ended.append(end)
        print(f"  taken over {death:.1f} s, cancelled {end:.2f} s", flush=True)
    rows = (
        ("killed → begun elsewhere", f"{median(taken):.1f}", f"{max(taken):.1f}"),
        ("cancel → no ffmpeg", f"{median(ended):.2f}", f"{max(ended):.2f}"),
    )
    claims = [
        Target(claim="a dead worker's step, slowest", measured=max(taken), limit=TAKEN_OVER,
               unit=" s"),
        Target(claim="a cancelled video, slowest", measured=max(ended), limit=ENDED, unit=" s"),
    ]  # fmt: skip
    return Section(
        title="Death and cancel",
        body=(
            HOW.format(seconds=setup.seconds),
            Table(header=("", "s", "slowest"), rows=rows),
            targets(claims),
        ),
    )


def _once(running: Fleet, source: Path, tiny: Path) -> tuple[float, float]:
    first, second = running.worker(), running.worker()
    running.service.wait(running.service.send(tiny, {}).id)
    time.sleep(SETTLED)
    video = running.service.send(source, OPTIONS).id
    _until(lambda: (_ffmpegs(first) and _encoding(running.service, video)) or None)
    return _taken_over(running.service, video, first), _ended(running.service, video, second)


def _encoding(service: Service, video: str) -> bool | None:
    return (
        any(a["step"] == "encode" and not a["outcome"] for a in _attempts(service, video)) or None
    )


def _ffmpegs(worker: "Popen[bytes]") -> int:
    running = 0
    for one in tree([worker.pid]):
        with suppress(psutil.NoSuchProcess):
            running += one.name().startswith("ffmpeg")
    return running


def _taken_over(service: Service, video: str, worker: "Popen[bytes]") -> float:
    """Seconds from a worker's death until the first of its steps has begun elsewhere."""
    worker.kill()
    killed = time.time()

    def begun() -> list[float] | None:
        attempts = _attempts(service, video)
        lost = {(a["step"], a["index"]): a["number"] for a in attempts if a["outcome"] == "lost"}
        return [
            datetime.fromisoformat(a["began_at"]).timestamp()
            for a in attempts
            if a["number"] > lost.get((a["step"], a["index"]), a["number"])
        ] or None

    return min(_until(begun)) - killed


def _ended(service: Service, video: str, worker: "Popen[bytes]") -> float:
    asked = time.monotonic()
    _asked(service, f"{video}/cancel", method="POST")
    _until(lambda: None if _ffmpegs(worker) else True)
    return time.monotonic() - asked


def _until(answer: Callable[[], T | None]) -> T:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        if (found := answer()) is not None:
            return found
        time.sleep(POLL)
    raise CommandFailed("waited in vain")


def _attempts(service: Service, video: str) -> list[dict[str, Any]]:
    """All attempts at the steps of a video."""
    found: list[dict[str, Any]] = _asked(service, f"{video}/details")["attempts"]
    return found


def _asked(service: Service, path: str, method: str = "GET") -> dict[str, Any]:
    address = f"http://127.0.0.1:{service.port}/v1/videos/{path}"
    with urlopen(Request(address, method=method), timeout=30) as answer:
        found: dict[str, Any] = json.load(answer)
        return found
