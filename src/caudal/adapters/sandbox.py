"""The one place that starts a process. What opens an upload runs here, never in the worker."""

import asyncio
import os
import signal
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import psutil

from caudal.errors import ToolFailed, ToolTimedOut

_LAUNCHER = Path(__file__).with_name("launch.py")

# Nothing of the worker's environment reaches a tool: neither its database nor its keys.
_ENVIRONMENT = {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "HOME": "/nonexistent"}

_TAIL = 8192  # bytes kept of a tool's last words
_BLOCK = 1 << 16
_LINE = 1 << 26  # bytes; a longer line on stdout is not ours

# A line that is not dealt with in this time means that what the tool makes piles up.
_PATIENCE = timedelta(milliseconds=100)


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What a tool may take.

    Attributes:
        memory: Bytes of address space.
        file: Bytes of one file that it writes.
        cpu: Seconds of CPU time, all threads together.
        wall: Until it is killed.
        nice: How much it makes way for others, 0 to 19.
    """

    memory: int = 8 << 30
    file: int = 4 << 30
    cpu: int = 24 * 3600
    wall: timedelta = timedelta(hours=6)
    nice: int = 0


async def run(
    argv: Sequence[str],
    *,
    directory: Path,
    limits: Limits,
    on_line: Callable[[str], Awaitable[None]],
) -> float:
    """Run a tool to its end, or raise `ToolFailed` with the last words of its stderr.

    Returns the seconds of CPU time it had taken when it wrote its last line. Lines of stdout go
    to `on_line` as they come; while it takes its time, the tool is stopped, so that slow takers
    bound what waits on disk. The tool never outlives this call: on a missed deadline, an error
    or a cancellation its whole process group is killed.
    """
    tool = await _start(argv, directory, limits)
    stderr = asyncio.create_task(_tail(_stream(tool.stderr)))
    try:
        async with asyncio.timeout(limits.wall.total_seconds()):
            cpu = await _each_line(tool, on_line)
            status = await tool.wait()
            words = await stderr
    except TimeoutError:
        raise ToolTimedOut(argv, -signal.SIGKILL, f"no result after {limits.wall}") from None
    finally:
        await _kill(tool)
        stderr.cancel()
    if status != 0:
        raise ToolFailed(argv, status, words)
    return cpu


async def start_service(argv: Sequence[str], settings: Mapping[str, str]) -> Process:
    """Start a process of caudal's own; it is told to end when this one dies.

    `settings` are environment variables beside those of this process.
    """
    return await asyncio.create_subprocess_exec(
        *_launch(signal.SIGTERM), *argv, stdin=DEVNULL, env={**os.environ, **settings}
    )


async def _start(argv: Sequence[str], directory: Path, limits: Limits) -> Process:
    bounds = {
        "AS": limits.memory,
        "FSIZE": limits.file,
        "CPU": limits.cpu,
        "NOFILE": 256,
        "CORE": 0,
        "NICE": limits.nice,
    }
    return await asyncio.create_subprocess_exec(
        *_launch(signal.SIGKILL, *(f"{name}={value}" for name, value in bounds.items())),
        *argv,
        stdin=DEVNULL,
        stdout=PIPE,
        stderr=PIPE,
        cwd=directory,
        env=_ENVIRONMENT,
        limit=_LINE,
        process_group=0,
    )


def _launch(death: signal.Signals, *bounds: str) -> tuple[str, ...]:
    python = (sys.executable, "-I", "-S", str(_LAUNCHER))
    return (*python, str(os.getpid()), str(int(death)), *bounds, "--")


async def _each_line(tool: Process, on_line: Callable[[str], Awaitable[None]]) -> float:
    cpu = 0.0
    async for line in _stream(tool.stdout):
        cpu = _cpu_time(tool.pid) or cpu
        taking = asyncio.ensure_future(on_line(line.decode("utf-8", "replace").rstrip("\n")))
        try:
            done, _ = await asyncio.wait({taking}, timeout=_PATIENCE.total_seconds())
            if not done:
                _signal(tool, signal.SIGSTOP)
                await asyncio.wait({taking})
                _signal(tool, signal.SIGCONT)
        finally:
            taking.cancel()
        taking.result()
    return cpu


def _cpu_time(pid: int) -> float:
    """Seconds so far; 0 where the system does not say. It is gone once somebody waited for it."""
    try:
        used = psutil.Process(pid).cpu_times()
    except psutil.Error:
        return 0.0
    return used.user + used.system


async def _tail(stream: asyncio.StreamReader) -> str:
    """Read to the end, so that the tool never waits for a full pipe; keep the last words."""
    last = b""
    while block := await stream.read(_BLOCK):
        last = (last + block)[-_TAIL:]
    return last.decode("utf-8", "replace")


async def _kill(tool: Process) -> None:
    """End the tool's process group; it has nothing to say that a deadline or cancel would keep."""
    if tool.returncode is None:
        _signal(tool, signal.SIGKILL)
        await asyncio.shield(tool.wait())


def _signal(tool: Process, number: signal.Signals) -> None:
    with suppress(ProcessLookupError):
        os.killpg(tool.pid, number)


def _stream(stream: asyncio.StreamReader | None) -> asyncio.StreamReader:
    if stream is None:
        raise RuntimeError("the tool was started without a pipe")
    return stream
