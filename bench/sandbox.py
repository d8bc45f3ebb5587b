"""What it costs to start a tool in a sandbox."""

import asyncio
import resource
import statistics
import tempfile
import time
from asyncio.subprocess import DEVNULL
from datetime import timedelta
from pathlib import Path

from bench.report import Section, Table, Target, targets
from bench.setup import Setup
from bench.tools import FFMPEG
from caudal.adapters.confinement import Access, Level
from caudal.adapters.sandbox import Limits, Sandbox, sandbox_fault

STARTS = 30  # for each run of the others
LIMIT = 25.0  # milliseconds
PLAIN = "nothing"


Taken = tuple[float, float]
"""Milliseconds from start to end, and of CPU time."""


async def _starts(count: int) -> dict[str, list[Taken]]:
    """What `ffmpeg -version` takes, by level, in turns."""
    levels = [level for level in Level if await sandbox_fault(level) is None]
    taken: dict[str, list[Taken]] = {PLAIN: [], **{level.value: [] for level in levels}}
    with tempfile.TemporaryDirectory() as directory:
        access = Access(directory=Path(directory))
        for _ in range(count):
            begin = _now()
            tool = await asyncio.create_subprocess_exec(FFMPEG, "-version", stdout=DEVNULL)
            await tool.wait()
            taken[PLAIN].append(_since(begin))
            for level in levels:
                begin = _now()
                await Sandbox(level).run(
                    (FFMPEG, "-version"),
                    access=access,
                    limits=Limits(wall=timedelta(seconds=60)),
                    on_line=_ignore,
                )
                taken[level.value].append(_since(begin))
    return taken


def _now() -> Taken:
    """The clock, and the CPU time of all tools that have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.perf_counter() * 1000, (used.ru_utime + used.ru_stime) * 1000


def _since(begin: Taken) -> Taken:
    end = _now()
    return end[0] - begin[0], end[1] - begin[1]


async def _ignore(_line: str) -> None:
    """What it says does not matter."""


def sandbox(setup: Setup) -> Section:
    """Each level against a process that nothing holds."""
    taken = asyncio.run(_starts(STARTS * setup.runs))
    median = {level: statistics.median(t for t, _ in times) for level, times in taken.items()}
    cpu = {level: statistics.median(t for _, t in times) for level, times in taken.items()}
    plain = median[PLAIN]
    rows = tuple(
        (
            level,
            f"{time_:.1f} ms",
            f"{time_ - plain:+.1f} ms",
            # Its outer process ends without having waited for the inner ones.
            "not known" if level == Level.BUBBLEWRAP else f"{cpu[level] - cpu[PLAIN]:+.1f} ms",
        )
        for level, time_ in median.items()
    )
    promises = [
        Target(claim=f"{level} costs a process", measured=time_ - plain, limit=LIMIT, unit=" ms")
        for level, time_ in median.items()
        if level != PLAIN
    ]
    return Section(
        title="A process in the sandbox",
        body=(
            f"`ffmpeg -version`, started {STARTS * setup.runs} times at each level, in turns.",
            Table(header=("level", "from start to end", "more", "more CPU time"), rows=rows),
            targets(promises),
        ),
    )
