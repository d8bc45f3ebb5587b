"""Claim: the queue gives each task to one worker, soon."""

import asyncio
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import ExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median, quantiles

import psycopg
from tests.queueing import a_new_video

from bench.cost import CommandFailed
from bench.report import Section, Table, Target, targets
from bench.setup import Setup
from caudal.adapters.database import patient_pool
from caudal.adapters.embedded import embedded_postgres
from caudal.adapters.migrations import migrate
from caudal.adapters.videos import PostgresVideos

WORKERS, TASKS, SLOTS = 8, 1000, 2
ALONE = 200  # videos of one chunk
EVERY = 0.05  # seconds between two of them
HOW = f"""\
{WORKERS} worker processes on one PostgreSQL (embedded, with fsync), polling as with any database of
an operator's, whose stages return at once. First {WORKERS} videos of {TASKS} chunks each, sent
together; then {ALONE} videos of one chunk, one every {EVERY * 1000:.0f} ms. A task waits from the
commit that rings for it until the transaction that claims it; of a video's tasks at most 32 ring at
a time. Claims are counted by a trigger, so that a task that ran twice would be seen."""

# By the clock of the database alone.
NOTE_CLAIMS = """
    CREATE TABLE claimed (
        step bigint NOT NULL, at timestamptz NOT NULL, waited double precision NOT NULL
    );
    CREATE FUNCTION note_claim() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        INSERT INTO claimed
        SELECT NEW.id, clock_timestamp(), extract(epoch FROM clock_timestamp() - max(event.at))
          FROM procrastinate_events AS event
         WHERE event.job_id = NEW.job_id AND event.type IN ('deferred', 'deferred_for_retry');
        RETURN NULL;
    END $$;
    CREATE TRIGGER note_claim AFTER UPDATE ON step
        FOR EACH ROW WHEN (NEW.attempt > OLD.attempt) EXECUTE FUNCTION note_claim()
"""
OPEN = "SELECT count(*) FROM step WHERE state IN ('ready', 'running')"
DONE = "SELECT count(*) FROM videos WHERE status = 'concluído'"
CLAIMS = "SELECT step, extract(epoch FROM at)::float8, waited FROM claimed ORDER BY at"


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """What became of some videos.

    Attributes:
        tasks: How many steps there were.
        again: How many of them were claimed more than once.
        rate: Tasks a second, from the first claim to the last.
        waits: Seconds of each.
    """

    tasks: int
    again: int
    rate: float
    waits: Sequence[float]

    @property
    def row(self) -> tuple[str, ...]:
        """For the table: tasks, tasks claimed again, rate, median and 99th percentile of waits."""
        late = quantiles(self.waits, n=100)[98]
        return (
            *(str(self.tasks), str(self.again), f"{self.rate:.0f}"),
            *(f"{1000 * wait:.0f}" for wait in (median(self.waits), late)),
        )


def tasks(setup: Setup) -> Section:
    """Load the queue once in each way; thousands of tasks are runs enough."""
    with setup.directory() as directory:
        together = asyncio.run(_load(directory / "together", WORKERS, TASKS, pause=0))
        alone = asyncio.run(_load(directory / "alone", ALONE, 1, pause=EVERY))
    return Section(
        title="The queue alone",
        body=(
            HOW,
            Table(
                header=("", "tasks", "claimed again", "tasks/s", "wait p50 ms", "wait p99 ms"),
                rows=(
                    ("all at once", *together.row),
                    ("now and then", *alone.row),
                ),
            ),
            targets(
                [
                    Target(
                        claim="tasks that ran more than once",
                        measured=together.again + alone.again,
                        limit=0,
                    )
                ]
            ),
        ),
    )


async def _load(directory: Path, videos: int, chunks: int, *, pause: float) -> Load:
    async with embedded_postgres(directory) as url:
        await asyncio.to_thread(migrate, url)
        await _execute(url, NOTE_CLAIMS)
        with _workers(url, chunks, directory.with_suffix(".log")) as running:
            async with _sender(url) as sender:
                for _ in range(videos):
                    await sender.submit(a_new_video())
                    await asyncio.sleep(pause)
            await _until_done(url, videos, running)
        claims = await _execute(url, CLAIMS)
    steps = {step for step, _, _ in claims}
    # prepare, its chunks, finish, cleanup
    if len(steps) != videos * (chunks + 3):
        raise CommandFailed(f"{len(steps)} tasks ran, of {videos * (chunks + 3)}")
    return Load(
        tasks=len(steps),
        again=len(claims) - len(steps),
        rate=len(claims) / (claims[-1][1] - claims[0][1]),
        waits=[waited for _, _, waited in claims],
    )


@contextmanager
def _workers(url: str, chunks: int, log: Path) -> Iterator[Sequence["subprocess.Popen[bytes]"]]:
    argv = [sys.executable, "-m", "bench.idle_worker", url, str(chunks), str(SLOTS)]
    root = Path(__file__).parents[1]
    with ExitStack() as stack:
        words = stack.enter_context(log.open("wb"))
        started = [
            subprocess.Popen(argv, cwd=root, stdout=words, stderr=words) for _ in range(WORKERS)
        ]
        for worker in started:
            stack.callback(worker.wait)
            stack.callback(worker.terminate)
        yield started


@asynccontextmanager
async def _sender(url: str) -> AsyncIterator[PostgresVideos]:
    async with patient_pool(url) as pool:
        yield PostgresVideos(pool)


async def _until_done(url: str, videos: int, running: Sequence["subprocess.Popen[bytes]"]) -> None:
    started = time.monotonic()
    while await _execute(url, OPEN) != [(0,)] or await _execute(url, DONE) != [(videos,)]:
        if any(worker.poll() is not None for worker in running):
            raise CommandFailed("a worker ended")
        if time.monotonic() - started > 1800:
            raise CommandFailed("the queue does not come to an end")
        await asyncio.sleep(1)


async def _execute(url: str, statement: str) -> list[tuple[float, ...]]:
    async with await psycopg.AsyncConnection.connect(url, autocommit=True) as db:
        found = await db.execute(statement)
        return await found.fetchall() if found.description else []
