"""Keeps workers at the queue: through outages, drains and deaths, theirs and others'.

Procrastinate hands out the jobs. Its own heartbeat, listener and pruning are replaced here:
they end on the first broken connection, or before a drain does.
"""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, LiteralString
from uuid import UUID

import psycopg
import stamina
from procrastinate import App, BaseRetryStrategy, JobContext, PsycopgConnector, RetryDecision
from procrastinate.exceptions import ConnectorException
from procrastinate.jobs import Job
from procrastinate.worker import Worker

from caudal.adapters.database import hear
from caudal.adapters.queue import Queue
from caudal.adapters.steps import LOCK_VIDEO, TASK
from caudal.media.steps import Lane

log = logging.getLogger(__name__)

Run = Callable[[int, int], Awaitable[None]]

NEVER = 1e9  # seconds; Procrastinate has no switch for these
URGENT_SLOTS = 2  # beside the machine's encode slots, which they briefly oversubscribe
RESCUE_LOCK = 0x726573637565  # any number that nothing else in the database uses
RESCUE_TURN = "SELECT pg_try_advisory_xact_lock(%s)"

# A running step may have lost its job and still be well: its beats say so.
LOST = """
    SELECT DISTINCT video_id FROM step
     WHERE job_id IS NOT NULL
       AND (state = 'ready' OR (state = 'running' AND beat_at < now() - %(lease)s))
       AND NOT EXISTS (SELECT FROM procrastinate_jobs AS job
                        WHERE job.id = step.job_id AND job.status IN ('todo', 'doing'))
"""
UNRUNG = """
    UPDATE step SET job_id = NULL
     WHERE video_id = %(video)s AND job_id IS NOT NULL
       AND (state = 'ready' OR (state = 'running' AND beat_at < now() - %(lease)s))
       AND NOT EXISTS (SELECT FROM procrastinate_jobs AS job
                        WHERE job.id = step.job_id AND job.status IN ('todo', 'doing'))
"""


# The past by everybody's clock. Left to itself, Procrastinate writes the time of this machine, and
# a job of a machine whose clock is ahead would wait until the database's clock is there too.
AT_ONCE = datetime(2000, 1, 1, tzinfo=UTC)


class Backoff(BaseRetryStrategy):
    """Rings again, always: the step decides when to stop. At once after a drain.

    Attributes:
        ahead: By how much this machine's clock is before the database's.
    """

    def __init__(self) -> None:
        self.ahead = timedelta(0)

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision:
        if isinstance(exception, asyncio.CancelledError):
            return RetryDecision(retry_at=AT_ONCE)
        wait = timedelta(seconds=min(2**job.attempts, 300))
        return RetryDecision(retry_at=datetime.now(UTC) - self.ahead + wait)


def _broken(error: Exception) -> bool:
    cause = error.__cause__
    return isinstance(error, ConnectorException) and isinstance(cause, psycopg.OperationalError)


class PatientConnector(PsycopgConnector):
    """Asks again after a broken connection: an error in a fetch would end the worker.

    What was done although the answer was lost is found by `_reconcile`. A job that somebody
    else has ended or taken meanwhile is left to them.
    """

    @stamina.retry(on=_broken, attempts=None, timeout=None)
    async def execute_query_async(self, query: LiteralString, **arguments: Any) -> None:
        try:
            await super().execute_query_async(query, **arguments)
        except ConnectorException as error:
            if not isinstance(error.__cause__, psycopg.errors.RaiseException):
                raise
            log.info("a job is no longer ours: %s", error.__cause__)

    @stamina.retry(on=_broken, attempts=None, timeout=None)
    async def execute_query_one_async(
        self, query: LiteralString, **arguments: Any
    ) -> dict[str, Any]:
        row: dict[str, Any] = await super().execute_query_one_async(query, **arguments)
        return row


@dataclass(frozen=True, slots=True, kw_only=True)
class LanePace:
    """How many steps of a lane run at once, and how often an idle worker asks, in seconds."""

    slots: int
    poll: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Chore:
    """What a worker also does, every so many seconds; one that fails is tried again next time."""

    every: float
    do: Callable[[], Awaitable[None]]


class Shepherd:
    """One process's workers, one a lane, and what keeps the fleet going."""

    def __init__(
        self,
        queue: Queue,
        run: Run,
        *,
        slots: int,
        lease: timedelta,
        drain: timedelta | None,
        listen: bool,
        chores: Sequence[Chore] = (),
    ) -> None:
        """Run steps with `run(step, job)`, up to `slots` heavy ones at once.

        A process that is silent for `lease` loses its steps. After `stop`, running steps have
        `drain` to end (None: for ever). `listen`: hear of urgent steps within milliseconds,
        for one machine without pgbouncer; every listener slows every commit.
        """
        self._queue = queue
        self._run = run
        self._lease = lease.total_seconds()
        self._drain = drain.total_seconds() if drain is not None else None
        self._listen = listen
        self._chores = chores
        self._lanes: Mapping[Lane, LanePace] = {
            Lane.URGENT: LanePace(slots=URGENT_SLOTS, poll=1.0 if listen else 0.25),
            Lane.BULK: LanePace(slots=slots, poll=1.0),
        }
        self._app = App(connector=PatientConnector())
        self._backoff = Backoff()
        self._app.task(name=TASK, pass_context=True, retry=self._backoff)(self._answer)
        self._jobs = self._app.job_manager
        self._workers: dict[Lane, Worker] = {}
        self._stopping = asyncio.Event()
        self._looked = time.monotonic()
        self._grace_ends = 0.0
        self._suspects: set[int] = set()

    def stop(self) -> None:
        """Take no more; `watch` returns when all that runs has ended or was handed back."""
        self._stopping.set()
        for worker in self._workers.values():
            worker.stop()

    async def watch(self) -> None:
        """Answer bells until `stop`. Outlives every outage of the database."""
        loops = [
            self._every(self._lease / 3, self._heartbeat),
            self._every(self._lease / 3, self._rescue),
            self._every(self._lease / 2, self._reconcile),
            self._every(self._lease, self._sweep),
            *(self._every(chore.every, chore.do) for chore in self._chores),
        ]
        if self._listen:
            urgent = f"procrastinate_queue_v1#{Lane.URGENT}"
            conninfo = str(self._queue.pool.conninfo)
            loops.append(hear(conninfo, urgent, lambda: self._wake(Lane.URGENT)))
        async with self._app.open_async(pool=self._queue.pool):
            tending = [asyncio.create_task(loop) for loop in loops]
            try:
                async with asyncio.TaskGroup() as keeping:
                    for lane in self._lanes:
                        keeping.create_task(self._keep(lane))
            finally:  # heartbeats outlive the drain
                for task in tending:
                    task.cancel()
                await asyncio.gather(*tending, return_exceptions=True)

    async def _answer(self, context: JobContext, *, step: int) -> None:
        assert context.job.id is not None  # noqa: S101 - it was fetched
        await self._run(step, context.job.id)
        self._wake()  # what was opened need not wait for the next poll

    def _wake(self, *lanes: Lane) -> None:
        for lane in lanes or self._workers:
            if worker := self._workers.get(lane):
                worker._new_job_event.set()  # noqa: SLF001 - pinned; a test holds the name

    async def _keep(self, lane: Lane) -> None:
        pace = self._lanes[lane]
        while not self._stopping.is_set():
            self._workers[lane] = worker = Worker(
                app=self._app,
                name=lane,
                queues=[lane],
                concurrency=pace.slots,
                fetch_job_polling_interval=pace.poll,
                shutdown_graceful_timeout=self._drain,
                delete_jobs="always",  # the step row is the history
                install_signal_handlers=False,  # ours also reach a worker being restarted
                listen_notify=False,
                update_heartbeat_interval=NEVER,  # ours goes on while draining
                stalled_worker_timeout=NEVER,  # a start never prunes
                abort_job_polling_interval=NEVER,  # the beat of the step sees a cancel
            )
            try:
                await worker.run()
            except Exception as error:
                log.warning("worker of lane %s ended, starting again: %r", lane, error)
                await asyncio.sleep(1)

    async def _every(self, seconds: float, tend: Callable[[], Awaitable[None]]) -> None:
        while True:
            await asyncio.sleep(seconds)
            try:
                await tend()
            except Exception as error:
                log.warning("%s failed, going on: %r", tend.__name__, error)

    async def _heartbeat(self) -> None:
        async with self._queue.pool.connection() as db:
            row = await (await db.execute("SELECT clock_timestamp()")).fetchone()
        assert row is not None  # noqa: S101 - it is a SELECT without FROM
        self._backoff.ahead = datetime.now(UTC) - row[0]
        for worker in self._workers.values():
            if worker.worker_id is not None:
                await self._jobs.update_heartbeat(worker.worker_id)

    async def _rescue(self) -> None:
        """Ring again for jobs whose worker is silent for longer than the lease."""
        asked = time.monotonic()
        async with self._queue.pool.connection() as db:
            # One at a time: a second one with an old list would take a job that runs again.
            turn = await db.execute(RESCUE_TURN, (RESCUE_LOCK,))
            alone = await turn.fetchone() == (True,)
            silent = await self._jobs.get_stalled_jobs(seconds_since_heartbeat=self._lease)
            now = time.monotonic()
            if now - asked > 2 or now - self._looked > self._lease:
                self._grace_ends = now + self._lease  # database or we were away: let all beat
            self._looked = now
            if not alone or now < self._grace_ends:
                return
            for job in silent:
                await self._jobs.retry_job(job, retry_at=AT_ONCE)
            await self._jobs.prune_stalled_workers(10 * self._lease)

    async def _reconcile(self) -> None:
        """Ring again for jobs that claim to run here but, seen twice, do not.

        A finish that failed leaves such a job under a living worker.
        """
        strays: dict[int, Job] = {}
        for worker in self._workers.values():
            if worker.worker_id is None:
                continue
            ours = await self._jobs.list_jobs_async(status="doing", worker_id=worker.worker_id)
            contexts = worker._running_jobs.values()  # noqa: SLF001 - pinned; a test holds it
            here = {context.job.id for context in contexts}
            strays |= {job.id: job for job in ours if job.id is not None and job.id not in here}
        for number in strays.keys() & self._suspects:
            await self._jobs.retry_job(strays[number], retry_at=AT_ONCE)
        self._suspects = strays.keys() - self._suspects

    async def _sweep(self) -> None:
        """Give a new bell to open steps whose job is gone: the queue may be lost as a whole."""
        if time.monotonic() < self._grace_ends:
            return
        lease: dict[str, Any] = {"lease": timedelta(seconds=self._lease)}
        async with self._queue.pool.connection() as db:
            found = await db.execute(LOST, lease)
            videos: list[UUID] = [video for (video,) in await found.fetchall()]
        for video in videos:
            async with self._queue.pool.connection() as db:
                await db.execute(LOCK_VIDEO, {"video": video})
                await db.execute(UNRUNG, lease | {"video": video})
                await self._queue.steps.ring(db, video)
