"""What commands take: CPU time and memory of their whole process trees, and time by the clock."""

import os
import subprocess
import threading
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Self

import psutil

SAMPLE = 0.1  # seconds


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """What was taken.

    Attributes:
        cpu: Seconds, user and system, of all processes.
        wall: Seconds by the clock.
        memory: Most bytes at any one time, all processes together, shared pages counted once.
    """

    cpu: float
    wall: float
    memory: int

    @classmethod
    def median(cls, costs: Sequence[Self]) -> "Cost":
        """Each figure's own median."""
        return cls(
            cpu=median(cost.cpu for cost in costs),
            wall=median(cost.wall for cost in costs),
            memory=round(median(cost.memory for cost in costs)),
        )


class CommandFailed(Exception):
    """A measured command did not do its work: there is nothing to compare."""


def run(argv: Sequence[str], directory: Path) -> Cost:
    """Run one command in `directory`. Raises `CommandFailed`."""
    return run_together([argv], directory)


def run_in_turn(commands: Iterable[Sequence[str]], directory: Path) -> Cost:
    """Run commands one after the other. Raises `CommandFailed`."""
    costs = [run(argv, directory) for argv in commands]
    return Cost(
        cpu=sum(cost.cpu for cost in costs),
        wall=sum(cost.wall for cost in costs),
        memory=max(cost.memory for cost in costs),
    )


def run_together(commands: Iterable[Sequence[str]], directory: Path) -> Cost:
    """Run commands at the same time. Raises `CommandFailed`."""
    started = time.monotonic()
    with (directory / "stderr.txt").open("wb") as words:
        tools = [
            subprocess.Popen(
                argv, cwd=directory, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                stderr=words,
            )
            for argv in commands
        ]  # fmt: skip
        with peak_memory([tool.pid for tool in tools]) as memory:
            taken = [_wait(tool, directory / "stderr.txt") for tool in tools]
    return Cost(cpu=sum(taken), wall=time.monotonic() - started, memory=memory.peak)


def _wait(tool: "subprocess.Popen[bytes]", words: Path) -> float:
    """CPU seconds of a command and of all its descendants that were waited for."""
    _, status, used = os.wait4(tool.pid, 0)
    tool.returncode = os.waitstatus_to_exitcode(status)
    if tool.returncode:
        raise CommandFailed(f"{tool.args!r} ended with {tool.returncode}:\n{words.read_text()}")
    return used.ru_utime + used.ru_stime


@dataclass(slots=True)
class Memory:
    """The most that was seen so far, in bytes."""

    peak: int = 0
    _ended: threading.Event = field(default_factory=threading.Event)


@contextmanager
def peak_memory(roots: Sequence[int]) -> Iterator[Memory]:
    """Watch process trees from here until the end of the block."""
    memory = Memory()
    watching = threading.Thread(target=_watch, args=(memory, roots), daemon=True)
    watching.start()
    try:
        yield memory
    finally:
        memory._ended.set()  # noqa: SLF001 - this function's own value
        watching.join()


def _watch(memory: Memory, roots: Sequence[int]) -> None:
    while not memory._ended.wait(SAMPLE):  # noqa: SLF001 - as above
        memory.peak = max(memory.peak, sum(_proportional(p) for p in tree(roots)))


def tree(roots: Sequence[int]) -> list[psutil.Process]:
    """Processes and all their descendants that live now."""
    living: dict[int, psutil.Process] = {}
    for pid in roots:
        with suppress(psutil.Error):
            root = psutil.Process(pid)
            living |= {process.pid: process for process in (root, *root.children(recursive=True))}
    return list(living.values())


def _proportional(process: psutil.Process) -> int:
    """Bytes of memory, of shared pages its share."""
    with suppress(OSError, psutil.Error):
        for line in Path(f"/proc/{process.pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) << 10
    return 0
