"""Every transition of a step: claimed, given back, failed, finished, each in one transaction.

The step row is the truth, the job only a doorbell. Every write of an attempt tests id, attempt
and state; every transition locks the video before the step, so that none waits for another in
a circle, and counts in a statement of its own, so that it sees what the lock waited for.
"""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any, assert_never
from uuid import UUID

import psycopg
from psycopg.rows import kwargs_row
from psycopg.types.json import Jsonb

from caudal.adapters.database import Db, Pool, again
from caudal.adapters.failures import CRASHED, failure
from caudal.adapters.records import PICTURES, PLAN, SOURCE, WARNINGS
from caudal.adapters.steps import LOCK_VIDEO, SETTLE, Steps
from caudal.errors import Fenced, OutputInvalid
from caudal.media.plan import Plan
from caudal.media.segment import Segment
from caudal.media.steps import CLEANUP, FINISH, Kind, Phase, encode_steps, maker
from caudal.media.video import Failure, Status
from caudal.ports import Cleaned, Damaged, Encoded, Prepared, Published, Result, Spoiled

MAX_CRASHES = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A step that one attempt holds.

    Attributes:
        index: Number within video and kind: of the chunk, of the sound rendition.
        attempt: Fencing token; the first attempt is 1.
        crashes: Attempts before this one that ended without a word.
        error: Code of the last attempt's error, if it had time to say one.
    """

    id: int
    video: UUID
    phase: Phase
    kind: Kind
    index: int
    args: Mapping[str, Any]
    attempt: int
    crashes: int
    error: str | None


def _claim(*, phase: str, kind: str, **columns: Any) -> Claim:
    return Claim(phase=Phase(phase), kind=Kind(kind), **columns)


LOCK_VIDEO_OF = """
    SELECT status FROM videos
     WHERE id = (SELECT video_id FROM step WHERE id = %(step)s)
       FOR NO KEY UPDATE
"""

# Progress stays: what a user sees never falls.
CLAIM = """
    UPDATE step
       SET state = 'running', attempt = attempt + 1, beat_at = now(),
           crashes = crashes + (state = 'running')::int  -- the last attempt never said goodbye
     WHERE id = %(step)s AND job_id = %(job)s AND state IN ('ready', 'running')
    RETURNING id, video_id AS video, phase, kind, idx AS index, args, attempt, crashes,
              result ->> 'error' AS error
"""
STARTED = """
    UPDATE videos SET status = %(processing)s, started_at = now()
     WHERE id = %(video)s AND status = %(pending)s
"""

BEAT = """
    UPDATE step
       SET progress = greatest(progress, least(%(done)s::real, 1)), beat_at = now()
     WHERE id = %(id)s AND attempt = %(attempt)s AND state = 'running'
"""
GIVEN_BACK = """
    UPDATE step SET state = 'ready'
     WHERE id = %(id)s AND attempt = %(attempt)s AND state = 'running'
"""
STUMBLED = """
    UPDATE step SET result = %(result)s
     WHERE id = %(id)s AND attempt = %(attempt)s AND state = 'running'
"""
DONE = """
    UPDATE step
       SET state = 'done', progress = 1, cpu = cpu + %(cpu)s,
           -- an attempt that finds all done knows no more than the one before
           result = coalesce(%(result)s, CASE WHEN result ? 'warnings' THEN result END)
     WHERE id = %(id)s AND attempt = %(attempt)s AND state = 'running'
"""
FAILED = """
    UPDATE step SET state = 'failed', result = %(result)s
     WHERE id = %(id)s AND attempt = %(attempt)s AND state = 'running'
"""
LEFT = """
    SELECT EXISTS (SELECT FROM step
                    WHERE video_id = %(video)s AND phase = %(phase)s
                      AND state IN ('ready', 'running'))
"""
# At most twice: a store that loses again what was made again is beyond repair.
REPAIRED = """
    UPDATE videos SET repairs = repairs + 1
     WHERE id = %(video)s AND repairs < 2
    RETURNING plan
"""
FORGOTTEN = """
    DELETE FROM segment
     WHERE video_id = %(video)s AND rendition = %(rendition)s AND idx = %(segment)s
"""
REOPENED = """
    UPDATE step SET state = 'ready', job_id = NULL
     WHERE video_id = %(video)s AND kind = %(kind)s AND idx = %(index)s AND state = 'done'
"""
# Opened again when the last of the reopened steps is done.
UNFINISHED = "DELETE FROM step WHERE video_id = %(video)s AND kind = %(finish)s"

OLD_PLAN = "SELECT plan FROM videos WHERE id = %(video)s"
REPLANNED = "UPDATE videos SET plan = %(plan)s WHERE id = %(video)s"
UNCOPIED = "DELETE FROM segment WHERE video_id = %(video)s AND rendition = ANY(%(renditions)s)"
# Steps that have nothing left to do find that out.
REDONE = """
    UPDATE step
       SET state = 'ready', job_id = NULL,
           attempt = greatest(attempt, (SELECT max(attempt) FROM step AS other
                                         WHERE other.video_id = %(video)s AND kind = 'copy'))
     WHERE video_id = %(video)s AND phase = 'encode' AND kind IN ('first', 'encode', 'audio')
       AND state IN ('ready', 'done')
"""

PLANNED = "UPDATE videos SET source = %(source)s, plan = %(plan)s WHERE id = %(video)s"
PUBLISHED = """
    UPDATE videos SET status = %(status)s, url = %(url)s, pictures = %(pictures)s
     WHERE id = %(video)s
"""
VIDEO_FAILED = """
    UPDATE videos
       SET status = %(status)s, error_code = %(code)s, error_message = %(message)s,
           error_retryable = %(retryable)s
     WHERE id = %(video)s
"""


class Queue:
    """The life of steps. With a patient pool no transition is lost to an outage."""

    def __init__(self, pool: Pool, *, window: int = 32, settle: timedelta = SETTLE) -> None:
        self.pool = pool
        self.steps = Steps(window=window, settle=settle)

    @again
    async def claim(self, step: int, job: int) -> Claim | None:
        """Take the step for a new attempt, committed before any work begins.

        None: there is nothing to do, because it is over or has another bell now.
        """
        async with (
            self.pool.connection() as db,
            db.cursor(row_factory=kwargs_row(_claim)) as cursor,
        ):
            await db.execute(LOCK_VIDEO_OF, {"step": step})
            await cursor.execute(CLAIM, {"step": step, "job": job})
            held = await cursor.fetchone()
            if held is None:
                return None
            await db.execute(
                STARTED,
                {
                    "video": held.video,
                    "pending": Status.PENDING,
                    "processing": Status.PROCESSING,
                },
            )
            if held.crashes >= MAX_CRASHES:
                await self._fail(db, held, failure(held.error or CRASHED))
                return None
            return held

    async def beat(self, held: Claim, done: float) -> None:
        """Record progress and show that the attempt lives. Raises `Fenced`.

        Says nothing when the database is away: the work goes on, the next beat asks again.
        """
        with suppress(psycopg.OperationalError):
            async with self.pool.connection() as db:
                mine = await db.execute(BEAT, {**_fence(held), "done": done})
            if mine.rowcount == 0:
                raise Fenced(f"step {held.id} is no longer attempt {held.attempt}'s")

    @again
    async def give_back(self, held: Claim) -> bool:
        """Put the step back as it was; nothing is counted. False: it is no longer ours."""
        async with self.pool.connection() as db:
            return (await db.execute(GIVEN_BACK, _fence(held))).rowcount == 1

    @again
    async def stumble(self, held: Claim, code: str, log: str = "") -> bool:
        """Note why the attempt failed, and its tool's last words; the next claim counts it.

        False: it is no longer ours.
        """
        async with self.pool.connection() as db:
            noted = await db.execute(STUMBLED, {**_fence(held), "result": _told(held, code, log)})
            return noted.rowcount == 1

    @again
    async def fail(self, held: Claim, why: Failure, log: str = "") -> None:
        """End the step, and its video with it: trying again cannot help."""
        async with self.pool.connection() as db:
            await db.execute(LOCK_VIDEO, {"video": held.video})
            await self._fail(db, held, why, log)

    @again
    async def finish(self, held: Claim, result: Result) -> None:
        """Record the result and open what comes next; nothing when the step is not ours."""
        async with self.pool.connection() as db:
            await db.execute(LOCK_VIDEO, {"video": held.video})
            made = result if isinstance(result, Encoded) else Encoded()
            found = {"warnings": WARNINGS.dump(made.warnings).obj} if made.warnings else None
            done = await db.execute(
                DONE, {**_fence(held), "cpu": made.cpu, "result": found and Jsonb(found)}
            )
            if done.rowcount:
                await self._go_on(db, held, result)

    async def _go_on(self, db: Db, held: Claim, result: Result) -> None:
        match result:
            case Prepared(source=source, plan=plan):
                await db.execute(
                    PLANNED,
                    {
                        "video": held.video,
                        "source": SOURCE.dump(source),
                        "plan": PLAN.dump(plan),
                    },
                )
                await self.steps.open(db, held.video, encode_steps(plan))
            case Encoded():
                left = await db.execute(LEFT, {"video": held.video, "phase": held.phase})
                if await left.fetchone() == (True,):
                    await self.steps.ring(db, held.video)
                else:
                    await self.steps.open(db, held.video, [FINISH])
            case Published(url=url, pictures=pictures):
                await db.execute(
                    PUBLISHED,
                    {
                        "video": held.video,
                        "status": Status.DONE,
                        "url": url,
                        "pictures": PICTURES.dump(pictures),
                    },
                )
                await self.steps.open(db, held.video, [CLEANUP])
            case Damaged(segments=segments):
                await self._repair(db, held, segments)
            case Spoiled(plan=plan):
                await self._encode_instead(db, held.video, plan)
            case Cleaned():
                pass
            case _:
                assert_never(result)

    async def _repair(self, db: Db, held: Claim, segments: Sequence[Segment]) -> None:
        """Have lost segments made again, then finish again; a store that goes on losing, fails."""
        row = await (await db.execute(REPAIRED, {"video": held.video})).fetchone()
        plan = PLAN.load(row[0]) if row else None
        if plan is None:
            await self._fail_video(db, held.video, failure(OutputInvalid.code))
            return
        for segment in segments:
            kind, index = maker(plan, segment.rendition, segment.index)
            which = {"video": held.video, "kind": kind, "index": index}
            await db.execute(
                FORGOTTEN,
                {**which, "rendition": segment.rendition, "segment": segment.index},
            )
            await db.execute(REOPENED, which)
        await db.execute(UNFINISHED, {"video": held.video, "finish": FINISH.kind})
        await self.steps.ring(db, held.video)

    async def _encode_instead(self, db: Db, video: UUID, plan: Plan) -> None:
        """Have encoded what was copied before, behind attempts whose objects stay as they are."""
        (row,) = await (await db.execute(OLD_PLAN, {"video": video})).fetchall()
        before = PLAN.load(row[0])
        changed = [name for name in before.copies if name not in plan.copies]
        await db.execute(UNCOPIED, {"video": video, "renditions": changed})
        await db.execute(REPLANNED, {"video": video, "plan": PLAN.dump(plan)})
        # What is new weighs nothing, so that progress does not fall.
        steps = [replace(step, weight=0) for step in encode_steps(plan)]
        await self.steps.open(db, video, steps)
        await db.execute(REDONE, {"video": video})
        await db.execute(UNFINISHED, {"video": video, "finish": FINISH.kind})
        await self.steps.ring(db, video)

    async def _fail(self, db: Db, held: Claim, why: Failure, log: str = "") -> None:
        told = _told(held, why.code, log)
        failed = await db.execute(FAILED, {**_fence(held), "result": told})
        if failed.rowcount == 0 or held.phase is Phase.TAIL:
            return  # a video that is finished stays so, whatever its tail does
        await self._fail_video(db, held.video, why)

    async def _fail_video(self, db: Db, video: UUID, why: Failure) -> None:
        await db.execute(
            VIDEO_FAILED,
            {
                "video": video,
                "status": Status.FAILED,
                "code": why.code,
                "message": why.message,
                "retryable": why.retryable,
            },
        )
        await self.steps.wind_up(db, video)


def _told(held: Claim, code: str, log: str) -> Jsonb:
    """What went wrong, of which attempt: the same thing twice is two events."""
    # PostgreSQL takes no NUL.
    return Jsonb({"error": code, "attempt": held.attempt, "log": log.replace("\0", "")})


def _fence(held: Claim) -> dict[str, int]:
    return {"id": held.id, "attempt": held.attempt}
