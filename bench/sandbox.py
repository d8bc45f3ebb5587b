"""What it costs to start a tool in a sandbox."""

import asyncio
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


async def _starts(count: int) -> dict[str, list[float]]:
    """Milliseconds of `ffmpeg -version`, by level, in turns."""
    levels = [level for level in Level if await sandbox_fault(level) is None]
    taken: dict[str, list[float]] = {PLAIN: [], **{level.value: [] for level in levels}}
    with tempfile.TemporaryDirectory() as directory:
        access = Access(directory=Path(directory))
        for _ in range(count):
            begin = time.perf_counter()
            tool = await asyncio.create_subprocess_exec(FFMPEG, "-version", stdout=DEVNULL)
            await tool.wait()
            taken[PLAIN].append((time.perf_counter() - begin) * 1000)
            for level in levels:
                begin = time.perf_counter()
                await Sandbox(level).run(
                    (FFMPEG, "-version"),
                    access=access,
                    limits=Limits(wall=timedelta(seconds=60)),
                    on_line=_ignore,
                )
                taken[level.value].append((time.perf_counter() - begin) * 1000)
    return taken


async def _ignore(_line: str) -> None:
    """What it says does not matter."""


def sandbox(setup: Setup) -> Section:
    """Each level against a process that nothing holds."""
    taken = asyncio.run(_starts(STARTS * setup.runs))
    median = {level: statistics.median(times) for level, times in taken.items()}
    plain = median[PLAIN]
    rows = tuple(
        (level, f"{time_:.1f} ms", f"{time_ - plain:+.1f} ms") for level, time_ in median.items()
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
            Table(header=("level", "from start to end", "more"), rows=rows),
            targets(promises),
        ),
    )
