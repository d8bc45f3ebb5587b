"""Worker processes that tests start and mistreat, and what the database says of their work."""

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path
from uuid import UUID

import psutil
import psycopg

from caudal.adapters.database import patient_pool
from caudal.adapters.videos import PostgresVideos
from tests.chaos.worker_process import CREATE_RUN, HABITS, Habits
from tests.queueing import a_new_video, rows

ROOT = Path(__file__).parents[2]

RUNNING = """
    SELECT run.step FROM run JOIN step ON step.id = run.step AND step.attempt = run.attempt
     WHERE step.state = 'running' AND run.kind = 'encode' AND run.worker = %s
"""


# A worker notes a run a moment after it took the step, and the moment may be its last for long.
TAKEN = """
    SELECT id FROM step
     WHERE state = 'running' AND kind = 'encode'
       AND NOT EXISTS (SELECT FROM run
                        WHERE run.step = step.id AND run.attempt = step.attempt
                          AND run.worker <> %s)
"""


class Fleet:
    """Workers with the same habits on one database."""

    def __init__(self, stack: ExitStack, log: Path, habits: Habits) -> None:
        self._stack = stack
        self._log = log
        self.habits = habits
        self.url = habits.database_url
        rows(self.url, CREATE_RUN)

    def start(self) -> subprocess.Popen[bytes]:
        """One more worker."""
        log = self._stack.enter_context(self._log.open("ab"))
        worker = subprocess.Popen(
            [sys.executable, "-m", "tests.chaos.worker_process", HABITS.dump_json(self.habits)],
            cwd=ROOT,
            stdout=log,
            stderr=log,
        )
        self._stack.callback(end, worker)
        return worker

    def submit(self) -> UUID:
        """One more video."""

        async def submit() -> UUID:
            async with patient_pool(self.url) as pool:
                return (await PostgresVideos(pool).submit(a_new_video())).id

        return asyncio.run(submit())

    def cancel(self, video: UUID) -> None:
        async def cancel() -> None:
            async with patient_pool(self.url) as pool:
                await PostgresVideos(pool).cancel(video)

        asyncio.run(cancel())

    def running(self, worker: subprocess.Popen[bytes]) -> set[int]:
        """The encode steps that a worker holds."""
        return {step for (step,) in rows(self.url, RUNNING, worker.pid)}

    def taken(self, worker: subprocess.Popen[bytes]) -> set[int]:
        """The encode steps that a worker may hold: no other is known to."""
        return {step for (step,) in rows(self.url, TAKEN, worker.pid)}

    def until_both_encode(self, *workers: subprocess.Popen[bytes]) -> None:
        until(lambda: all(self.running(worker) for worker in workers))

    def runs(self) -> Counter[int]:
        """How often each step ran."""
        return Counter(step for (step,) in rows(self.url, "SELECT step FROM run"))

    def again(self) -> set[int]:
        """The steps that ran more than once."""
        return {step for step, times in self.runs().items() if times > 1}

    def crashes(self) -> int:
        ((crashes,),) = rows(self.url, "SELECT sum(crashes)::int FROM step")
        return int(crashes)

    def status(self, video: UUID) -> str:
        ((status,),) = rows(self.url, "SELECT status FROM videos WHERE id = %s", video)
        return str(status)

    def until_done(self, *videos: UUID, seconds: float = 40) -> None:
        """Wait for the end of videos, and see that all is in order then."""
        until(lambda: all(self.status(video) == "concluído" for video in videos), seconds=seconds)
        until(lambda: self._left() == 0)
        kinds = Counter(
            kind for (kind,) in rows(self.url, "SELECT kind FROM step WHERE state = 'done'")
        )

        assert kinds == {
            "prepare": len(videos),
            "encode": len(videos) * self.habits.chunks,
            "finish": len(videos),
            "cleanup": len(videos),
        }
        until(lambda: not self.children())

    def children(self) -> list[int]:
        """The child processes of stages that live."""
        started = rows(self.url, "SELECT child FROM run WHERE child IS NOT NULL")
        return [child for (child,) in started if alive(child)]

    def _left(self) -> int:
        """Open steps and jobs."""
        ((left,),) = rows(
            self.url,
            """SELECT (SELECT count(*) FROM step WHERE state IN ('ready', 'running'))
                    + (SELECT count(*) FROM procrastinate_jobs)""",
        )
        return int(left)


@contextmanager
def a_fleet(database_url: str, log: Path, **habits: object) -> Iterator[Fleet]:
    """A fleet without workers yet; all are gone afterwards."""
    wanted = replace(Habits(database_url=database_url), **habits)  # type: ignore[arg-type]
    with ExitStack() as stack:
        yield Fleet(stack, log, wanted)


def until(condition: Callable[[], bool], *, seconds: float = 20) -> None:
    """Wait for a condition; a database that is away says nothing about it."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        try:
            if condition():
                return
        except psycopg.OperationalError:
            pass
        time.sleep(0.05)
    raise AssertionError(f"not within {seconds} s")


def lasting(seconds: float) -> Iterator[None]:
    """Turns about every 0.3 s, for a disturbance that has a length."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        yield
        time.sleep(min(0.3, max(0, deadline - time.monotonic())))


def alive(pid: int) -> bool:
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def end(worker: subprocess.Popen[bytes]) -> None:
    """Kill a worker, stopped or not, and its children with it."""
    if worker.poll() is None:
        for child in psutil.Process(worker.pid).children():
            child.kill()
        os.kill(worker.pid, signal.SIGKILL)
    worker.wait()
