"""A real worker whose stages wait instead of encoding, and write down that they ran.

`python -m tests.chaos.worker_process '{"database_url": …}'`
"""

import asyncio
import os
import signal
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo

import procrastinate.utils
from pydantic import TypeAdapter

from caudal.adapters import shepherd
from caudal.adapters.database import Pool, again, patient_pool
from caudal.adapters.queue import Claim
from caudal.media.steps import Kind
from caudal.ports import Cleaned, Encoded, Progress, Published, Result
from caudal.worker import Stage, work
from tests.queueing import prepared

CREATE_RUN = """
    CREATE TABLE run (
        id bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
        step bigint NOT NULL, kind text NOT NULL, attempt int NOT NULL,
        worker int NOT NULL, child int
    )
"""
RUN = """
    INSERT INTO run (step, kind, attempt, worker, child)
    VALUES (%(step)s, %(kind)s, %(attempt)s, %(worker)s, %(child)s)
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Habits:
    """How a test wants its workers; times in seconds.

    Attributes:
        chunks: Of every video.
        encode: How long a chunk takes, in a child process; 0: no child.
        drain: None: for ever.
        poisonous: Chunks kill the worker.
        ahead: By how much the clocks of their machines are wrong.
    """

    database_url: str
    chunks: int = 8
    encode: float = 1.0
    slots: int = 2
    lease: float = 2.0
    drain: float | None = 10.0
    poisonous: bool = False
    listen: bool = True
    ahead: float = 0.0


HABITS = TypeAdapter(Habits)


class Stages:
    """What stands in for the real stages."""

    def __init__(self, habits: Habits, pool: Pool) -> None:
        self._habits = habits
        self._pool = pool

    def by_kind(self) -> dict[Kind, Stage]:
        return {
            Kind.PREPARE: self._stage(lambda: prepared(chunks=self._habits.chunks)),
            Kind.ENCODE: self._encode,
            Kind.FINISH: self._stage(lambda: Published(url="done")),
            Kind.CLEANUP: self._stage(Cleaned),
        }

    def _stage(self, result: Callable[[], Result]) -> Stage:
        async def stage(held: Claim, progress: Progress) -> Result:
            await self._note(held)
            return result()

        return stage

    async def _encode(self, held: Claim, progress: Progress) -> Result:
        if not self._habits.encode:
            await self._note(held)
            return Encoded()
        child = await asyncio.create_subprocess_exec("sleep", str(self._habits.encode))
        try:
            await self._note(held, child=child.pid)
            if self._habits.poisonous:
                os.kill(os.getpid(), signal.SIGKILL)
            await child.wait()
        finally:
            with suppress(ProcessLookupError):
                child.kill()
            await child.wait()
        return Encoded()

    @again
    async def _note(self, held: Claim, *, child: int | None = None) -> None:
        async with self._pool.connection() as db:
            await db.execute(
                RUN,
                {
                    "step": held.id,
                    "kind": held.kind,
                    "attempt": held.attempt,
                    "worker": os.getpid(),
                    "child": child,
                },
            )


def wrong_clock(ahead: float) -> None:
    """Have this process believe in another time of day."""

    class Wrong(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
            return datetime.now(tz) + timedelta(seconds=ahead)

    vars(shepherd)["datetime"] = Wrong
    vars(procrastinate.utils)["utcnow"] = lambda: Wrong.now(UTC)


async def main(habits: Habits) -> None:
    wrong_clock(habits.ahead)
    async with patient_pool(habits.database_url) as pool:
        await work(
            pool,
            Stages(habits, pool).by_kind(),
            slots=habits.slots,
            lease=timedelta(seconds=habits.lease),
            drain=None if habits.drain is None else timedelta(seconds=habits.drain),
            listen=habits.listen,
            beat_every=timedelta(seconds=habits.lease / 4),
        )


if __name__ == "__main__":
    asyncio.run(main(HABITS.validate_json(sys.argv[1])))
