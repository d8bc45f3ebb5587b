"""The rows of steps: opened, and rung for, always inside the caller's transaction."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import groupby
from uuid import UUID

import psycopg
from procrastinate import App, PsycopgConnector
from procrastinate.exceptions import ConnectorException

from caudal.adapters.database import Db
from caudal.media.steps import CLEANUP, Step

# By the clock that says when a job is due.
DUE = "SELECT now() + %(wait)s"

TASK = "step"  # Procrastinate's name of the one task there is
AT_ONCE = timedelta(0)

# After a failure or a cancellation other steps of the video may run until their next beat:
# cleaning up waits for them.
SETTLE = timedelta(seconds=6)

# Every transition locks the video before its steps, so that none waits for another in a circle.
# NO KEY: rows that refer to the video can be inserted meanwhile.
LOCK_VIDEO = "SELECT status FROM videos WHERE id = %(video)s FOR NO KEY UPDATE"

# Among steps of one urgency tenants take turns. 2^26 turns fit between two urgencies.
OPEN = """
    INSERT INTO step (video_id, phase, kind, idx, lane, priority, weight)
    SELECT %(video)s, %(phase)s, %(kind)s, %(index)s, %(lane)s,
           %(priority)s * 67108864 - least(turn, 67108863), %(weight)s
      FROM videos WHERE id = %(video)s
    ON CONFLICT DO NOTHING
"""

# At most `window` open steps of a video have a job: among equals the queue serves who came
# first, so a long film would own the lane for hours.
WAITING = """
    SELECT id, lane, priority FROM step
     WHERE video_id = %(video)s AND state IN ('ready', 'running') AND job_id IS NULL
     ORDER BY priority DESC, id
     LIMIT greatest(0, %(window)s - (SELECT count(*) FROM step WHERE video_id = %(video)s
                                        AND state IN ('ready', 'running') AND job_id IS NOT NULL))
"""
RUNG = "UPDATE step SET job_id = %(job)s WHERE id = %(step)s"

CANCELLED = """
    UPDATE step SET state = 'cancelled'
     WHERE video_id = %(video)s AND state IN ('ready', 'running') AND phase <> 'tail'
"""
# What is done stays done; what broke off starts with a clean sheet. Attempts go on counting.
REOPENED = """
    UPDATE step SET state = 'ready', job_id = NULL, crashes = 0, result = NULL
     WHERE video_id = %(video)s AND state IN ('failed', 'cancelled') AND phase <> 'tail'
"""
UNTAILED = "DELETE FROM step WHERE video_id = %(video)s AND phase = 'tail' RETURNING state"


class Steps:
    """What a video still needs, and the bells that say so.

    Callers hold the lock on the video, or have just inserted it.
    """

    def __init__(self, *, window: int = 32, settle: timedelta = SETTLE) -> None:
        self._window = window
        self._settle = settle
        # Never opened: it writes jobs on the caller's connection only.
        self._app = App(connector=PsycopgConnector())

    async def open(
        self, db: Db, video: UUID, steps: Sequence[Step], *, wait: timedelta = AT_ONCE
    ) -> None:
        """Store steps and ring for those in the window; steps that exist are left alone."""
        rows = [
            {
                "video": video,
                "phase": step.phase,
                "kind": step.kind,
                "index": step.index,
                "lane": step.lane,
                "priority": step.priority,
                "weight": step.weight,
            }
            for step in steps
        ]
        async with db.cursor() as cursor:
            await cursor.executemany(OPEN, rows)
        await self.ring(db, video, wait=wait)

    async def ring(self, db: Db, video: UUID, *, wait: timedelta = AT_ONCE) -> None:
        """Give a job to the steps that come next, to be taken after `wait`."""
        found = await db.execute(WAITING, {"video": video, "window": self._window})
        waiting = await found.fetchall()
        due = await _due(db, wait) if wait else None
        for (lane, priority), group in groupby(waiting, key=lambda row: (row[1], row[2])):
            steps = [step for step, _, _ in group]
            bell = self._app.configure_task(
                TASK,
                connection=db,
                queue=lane,
                priority=priority,
                schedule_at=due,
            )
            try:
                jobs = await bell.batch_defer_async(*({"step": step} for step in steps))
            except ConnectorException as error:
                if isinstance(error.__cause__, psycopg.OperationalError):
                    raise error.__cause__ from None  # what `again` knows
                raise
            async with db.cursor() as cursor:
                await cursor.executemany(
                    RUNG,
                    [{"step": step, "job": job} for step, job in zip(steps, jobs, strict=True)],
                )

    async def wind_up(self, db: Db, video: UUID) -> None:
        """Cancel what is open, and clean up when those that run have noticed it."""
        cancelled = await db.execute(CANCELLED, {"video": video})
        wait = self._settle if cancelled.rowcount else AT_ONCE
        await self.open(db, video, [CLEANUP], wait=wait)

    async def reopen(self, db: Db, video: UUID) -> None:
        """Go on with what failed or was cancelled.

        Cleaning up that has not ended is called off, and given time to notice it.
        """
        await db.execute(REOPENED, {"video": video})
        tail = await (await db.execute(UNTAILED, {"video": video})).fetchone()
        wait = self._settle if tail == ("running",) else AT_ONCE
        await self.ring(db, video, wait=wait)


async def _due(db: Db, wait: timedelta) -> datetime:
    row = await (await db.execute(DUE, {"wait": wait})).fetchone()
    assert row is not None  # noqa: S101 - it is a SELECT without FROM
    due: datetime = row[0]
    return due
