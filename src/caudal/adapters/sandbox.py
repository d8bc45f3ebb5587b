"""The one place that starts a process. What opens an upload runs here, never in the worker."""

import asyncio
import os
import signal
import sys
import tempfile
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from math import ceil
from pathlib import Path

import psutil

from caudal.adapters.confinement import Access, Level, bubblewrap, confined
from caudal.adapters.launch import landlock_abi
from caudal.errors import (
    CpuTimeExceeded,
    MemoryExceeded,
    OutputTooLarge,
    SandboxUnavailable,
    ToolFailed,
    ToolTimedOut,
    TooManyOutputFiles,
)

# Imported, for a script is compiled at every start. Last in the path: modules beside it have names
# of the standard library.
_LAUNCH = (
    f"import sys; sys.path.append({str(Path(__file__).parent)!r}); "
    "import launch; launch.main(sys.argv[1:])"
)

# Nothing of the worker's environment reaches a tool: neither its database nor its keys.
_ENVIRONMENT = {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "HOME": "/nonexistent"}

_TAIL = 8192  # bytes kept of a tool's last words
_LOOK_EVERY = 1.0  # seconds
_BLOCK = 1 << 16
_LINE = 1 << 26  # bytes; a longer line on stdout is not ours

# A line that is not dealt with in this time means that what the tool makes piles up.
_PATIENCE = timedelta(milliseconds=100)


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What a tool may take. What is equal to a limit is within it.

    Attributes:
        addresses: Bytes of address space.
        memory: Bytes of memory in use.
        output: Bytes of all files in its directory at one time.
        files: How many files its directory may hold at one time.
        cpu: CPU time, all threads together.
        wall: Until it is killed.
        nice: How much it makes way for others, 0 to 19.
    """

    addresses: int = 8 << 30
    memory: int = 8 << 30
    output: int = 20 << 30
    files: int = 1000
    cpu: timedelta = timedelta(hours=24)
    wall: timedelta = timedelta(hours=6)
    nice: int = 0


@dataclass(frozen=True, slots=True)
class Sandbox:
    """Runs tools at a level that works on this machine; see `open_sandbox`."""

    level: Level

    async def run(
        self,
        argv: Sequence[str],
        *,
        access: Access,
        limits: Limits,
        on_line: Callable[[str], Awaitable[None]],
        on_complaint: Callable[[bytes], Awaitable[None]] | None = None,
    ) -> float:
        """Run a tool to its end, or raise `ToolFailed` with the last words of its stderr.

        Returns the seconds of CPU time it had taken when it wrote its last line. Lines of stdout
        go to `on_line` as they come; while it takes its time, the tool is stopped, so that slow
        takers bound what waits on disk. Lines of stderr go to `on_complaint`. The tool never
        outlives this call: on a missed deadline, a limit, an error or a cancellation its whole
        process group is killed.
        """
        tool = await _start(self.level, argv, access, limits)
        try:
            async with asyncio.timeout(limits.wall.total_seconds()), asyncio.TaskGroup() as group:
                stderr = group.create_task(_last_words(_stream(tool.stderr), on_complaint))
                watch = group.create_task(_watch(tool, access.directory, limits))
                cpu = await _each_line(tool, on_line)
                status = _by_signal(await tool.wait(), self.level)
                watch.cancel()
        except TimeoutError:
            raise ToolTimedOut(argv, -signal.SIGKILL, f"no result after {limits.wall}") from None
        except BaseExceptionGroup as failed:
            raise failed.exceptions[0] from None
        finally:
            await _kill(tool)
        if status != 0:
            raise ToolFailed(argv, status, stderr.result())
        return cpu


async def open_sandbox(wanted: Level | None = None, *, required: bool = False) -> Sandbox:
    """The best sandbox that works here, or the one that is wanted.

    Raises `SandboxUnavailable` when the one wanted does not work, or when one is required and
    nothing better than rlimits does.
    """
    if wanted is None:
        levels = [Level.BUBBLEWRAP, Level.LANDLOCK]
        for level in levels:
            if await sandbox_fault(level) is None:
                return Sandbox(level)
        wanted = Level.RLIMITS
    elif (fault := await sandbox_fault(wanted)) is not None:
        raise SandboxUnavailable(f"the sandbox {wanted} does not work here: {fault}")
    if required and wanted is Level.RLIMITS:
        raise SandboxUnavailable(
            "neither bubblewrap nor Landlock works here, and CAUDAL_SANDBOX_REQUIRED is set; "
            "caudal doctor says why"
        )
    return Sandbox(wanted)


async def sandbox_fault(level: Level) -> str | None:
    """Why this level does not work here; None when it does. Found out by using it."""
    if level is Level.BUBBLEWRAP and not Path(bubblewrap()).exists():
        return "bubblewrap is not installed"
    if level is Level.LANDLOCK and not landlock_abi():
        return "this kernel has no Landlock, or it is switched off"
    try:
        with tempfile.TemporaryDirectory(prefix="caudal-sandbox-") as directory:
            await Sandbox(level).run(
                (sys.executable, "-I", "-S", "-c", ""),
                access=Access(directory=Path(directory)),
                limits=Limits(wall=timedelta(seconds=20)),
                on_line=_ignore,
            )
    except ToolFailed as failed:
        return failed.stderr.strip().splitlines()[-1] if failed.stderr.strip() else str(failed)
    return None


async def _ignore(_line: str) -> None:
    """The trial says nothing that matters."""


async def start_service(argv: Sequence[str], settings: Mapping[str, str]) -> Process:
    """Start a process of caudal's own; it is told to end when this one dies.

    `settings` are environment variables beside those of this process.
    """
    return await asyncio.create_subprocess_exec(
        *_launch(signal.SIGTERM), *argv, stdin=DEVNULL, env={**os.environ, **settings}
    )


async def _start(level: Level, argv: Sequence[str], access: Access, limits: Limits) -> Process:
    bounds = {
        "AS": limits.addresses,
        "FSIZE": limits.output,
        # The watch ends it before; this one holds also when nobody watches.
        "CPU": ceil(limits.cpu.total_seconds()) + 10,
        "NOFILE": 256,
        "CORE": 0,
        "NICE": limits.nice,
    }
    rules, command = confined(level, argv, access)
    return await asyncio.create_subprocess_exec(
        *_launch(signal.SIGKILL, *(f"{name}={value}" for name, value in bounds.items()), *rules),
        *command,
        stdin=DEVNULL,
        stdout=PIPE,
        stderr=PIPE,
        cwd=access.directory,
        env=_ENVIRONMENT,
        # A process group to be killed as one, and no terminal to type into.
        start_new_session=True,
    )


def _launch(death: signal.Signals, *bounds: str) -> tuple[str, ...]:
    # Not by its link in a virtual environment, which would be read about for some milliseconds.
    python = (os.path.realpath(sys.executable), "-I", "-S", "-c", _LAUNCH)
    return (*python, str(os.getpid()), str(int(death)), *bounds, "--")


async def _each_line(tool: Process, on_line: Callable[[str], Awaitable[None]]) -> float:
    loop = asyncio.get_running_loop()
    cpu = 0.0
    async for lines in _lines(_stream(tool.stdout)):
        # In bubblewrap the tool is gone before the process that was started.
        cpu = max(cpu, _taken(tool.pid)[1])
        for line in lines:
            # A timer, and no task: a line costs the worker next to nothing.
            pause = loop.call_later(_PATIENCE.total_seconds(), _signal, tool, signal.SIGSTOP)
            try:
                await on_line(line.decode("utf-8", "replace"))
            finally:
                pause.cancel()
            if loop.time() >= pause.when():
                _signal(tool, signal.SIGCONT)
    return cpu


async def _lines(stream: asyncio.StreamReader) -> AsyncIterator[list[bytes]]:
    """The lines of a stream without their ends, as many as come at once.

    Raises `ValueError` for one that is too long.
    """
    rest = bytearray()
    while block := await stream.read(_BLOCK):
        rest += block
        if b"\n" in block:
            *lines, last = rest.split(b"\n")
            rest = bytearray(last)
            yield [bytes(line) for line in lines]
        if len(rest) > _LINE:
            raise ValueError(f"a tool says more than {_LINE} bytes in one line")
    if rest:
        yield [bytes(rest)]


async def _watch(tool: Process, directory: Path, limits: Limits) -> None:
    """Look at what the tool takes, for ever. Raises `LimitExceeded`."""
    while True:
        await asyncio.sleep(_LOOK_EVERY)
        memory, cpu = _taken(tool.pid)
        if memory > limits.memory:
            raise MemoryExceeded("Converting the video takes more memory than this server allows.")
        if cpu > limits.cpu.total_seconds():
            raise CpuTimeExceeded(
                "Converting the video takes more CPU time than this server allows."
            )
        sizes = await asyncio.to_thread(_sizes, directory)
        if sum(sizes) > limits.output:
            raise OutputTooLarge("The video becomes larger than this server allows.")
        if len(sizes) > limits.files:
            raise TooManyOutputFiles("The video becomes more files than this server allows.")


def _taken(pid: int) -> tuple[int, float]:
    """Bytes of memory and seconds of CPU time of a tool, and of what runs below it.

    Zeros where the system does not say, and when somebody has waited for it.
    """
    memory, cpu = 0, 0.0
    for process_id in _family(pid):
        with suppress(psutil.Error):
            process = psutil.Process(process_id)
            memory += process.memory_info().rss
            cpu += sum(process.cpu_times()[:2])
    return memory, cpu


def _family(pid: int) -> Iterator[int]:
    """A process and all below it. Without a look at every process of the machine."""
    yield pid
    with suppress(OSError):
        for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split():
            yield from _family(int(child))


def _sizes(directory: Path) -> list[int]:
    """Bytes of each file below; one that goes away meanwhile does not count."""
    sizes = []
    for place, _, names in os.walk(directory):
        for name in names:
            with suppress(FileNotFoundError):
                sizes.append(Path(place, name).lstat().st_size)
    return sizes


async def _last_words(
    stream: asyncio.StreamReader, on_complaint: Callable[[bytes], Awaitable[None]] | None
) -> str:
    """Read to the end, so that the tool never waits for a full pipe; keep the last words."""
    last = line = b""
    while block := await stream.read(_BLOCK):
        last = (last + block)[-_TAIL:]
        if on_complaint is not None:
            *lines, line = (line + block).split(b"\n")
            line = line[-_TAIL:]
            for complaint in lines:
                await on_complaint(complaint)
    return last.decode("utf-8", "replace")


def _by_signal(status: int, level: Level) -> int:
    """A status as of a child of ours: bubblewrap reports a signal as a shell does.

    Above all signals that end a process are errors of ffmpeg's, such as 183 for invalid data.
    """
    return 128 - status if level is Level.BUBBLEWRAP and 128 < status < 160 else status


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
