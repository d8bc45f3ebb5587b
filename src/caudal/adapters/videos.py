"""The rows of videos and their segments."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import psycopg
from psycopg.rows import kwargs_row

from caudal.adapters import migrations
from caudal.adapters.database import Db, Pool, again, connection
from caudal.adapters.queue import Claim
from caudal.adapters.records import OPTIONS, PLAN, SEGMENT, SOURCE
from caudal.adapters.steps import Steps
from caudal.errors import DatabaseUnavailable, Fenced, NotFound
from caudal.media.segment import Segment
from caudal.media.steps import FINISH, PREPARE
from caudal.media.video import Failure, NewVideo, Status, Video
from caudal.ports import Cursor

INSERT = """
    INSERT INTO videos (id, filename, status, bytes, options)
    VALUES (%(id)s, %(filename)s, %(status)s, %(bytes)s, %(options)s)
"""

# The weight of what is to come counts from the start, so that no new step makes progress fall:
# nothing counts before the plan is known, and the last step is counted before it is opened.
PROGRESS = """
    CASE WHEN status = %(done)s THEN 1
         WHEN status = %(pending)s OR plan IS NULL THEN 0
         ELSE (SELECT least(1, sum(weight::float8 * progress)
                      / (%(finish)s + sum(weight::float8) FILTER (WHERE kind <> 'finish')))
                 FROM step WHERE video_id = videos.id)
    END
"""
COLUMNS = f"""
    id, filename, status, created_at, updated_at, bytes, options, source, plan, url,
    error_code, error_message, error_retryable, {PROGRESS} AS progress
"""
GET = f"SELECT {COLUMNS} FROM videos WHERE id = %(id)s"  # noqa: S608 - all of it stands above

# Newest first; a position is the last row seen, so that new rows never shift a page.
PAGE = f"""
    SELECT {COLUMNS} FROM videos
     WHERE (%(status)s::text IS NULL OR status = %(status)s)
       AND (%(id)s::uuid IS NULL
            OR (created_at, id) < (%(created_at)s::timestamptz, %(id)s::uuid))
     ORDER BY created_at DESC, id DESC
     LIMIT %(limit)s
"""  # noqa: S608 - all of it stands above
WORDS: dict[str, Any] = {
    "done": Status.DONE,
    "pending": Status.PENDING,
    "finish": FINISH.weight,
}

RECORDED = """
    SELECT record FROM segment
     WHERE video_id = %(video)s AND (%(rendition)s::text IS NULL OR rendition = %(rendition)s)
     ORDER BY rendition, idx
"""

# One statement tests the fence and writes. The lock makes a transition of the step wait for
# the commit, so that no segment appears after its attempt was over.
RECORD = """
    WITH mine AS (
        SELECT FROM step
         WHERE id = %(step)s AND attempt = %(attempt)s AND state = 'running' FOR SHARE
    ), added AS (
        INSERT INTO segment (video_id, rendition, idx, key, bytes, record)
        SELECT %(video)s, %(rendition)s, %(index)s, %(key)s, %(bytes)s, %(record)s FROM mine
        ON CONFLICT DO NOTHING
    )
    SELECT count(*) FROM mine
"""


def _video(
    *,
    options: Any,
    status: str,
    source: Any,
    plan: Any,
    error_code: str | None,
    error_message: str,
    error_retryable: bool,
    **columns: Any,
) -> Video:
    failure = None
    if error_code is not None:
        failure = Failure(code=error_code, message=error_message, retryable=error_retryable)
    return Video(
        status=Status(status),
        options=OPTIONS.load(options),
        source=source and SOURCE.load(source),
        plan=plan and PLAN.load(plan),
        failure=failure,
        **columns,
    )


class PostgresVideos:
    """`ports.Videos`. The pool decides how long a missing database is waited for."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool
        self._steps = Steps()
        self._schema = migrations.head()

    async def submit(self, new: NewVideo) -> Video:
        """Write the row (`pendente`) and ring for its first step, or neither."""
        async with connection(self._pool) as db:
            await db.execute(
                INSERT,
                {
                    "id": new.id,
                    "filename": new.filename,
                    "status": Status.PENDING,
                    "bytes": new.bytes,
                    "options": OPTIONS.dump(new.options),
                },
            )
            await self._steps.open(db, new.id, [PREPARE])
            # Read before the commit: what is committed must not look like a failure.
            (video,) = await _select(db, GET, {"id": new.id})
        return video

    async def get(self, video: UUID) -> Video:
        """The row. Raises `NotFound`."""
        async with connection(self._pool) as db:
            found = await _select(db, GET, {"id": video})
        if not found:
            raise NotFound("there is no such video")
        return found[0]

    async def page(
        self, *, status: Status | None, limit: int, after: Cursor | None
    ) -> Sequence[Video]:
        """Up to `limit` rows older than `after`, newest first."""
        position = {
            "id": after.id if after else None,
            "created_at": after.created_at if after else None,
        }
        async with connection(self._pool) as db:
            return await _select(db, PAGE, {"status": status, "limit": limit, **position})

    async def check(self) -> None:
        """Answer when the database is there and its schema is this code's."""
        async with connection(self._pool) as db:
            try:
                found = await db.execute(migrations.REVISION)
            except psycopg.errors.UndefinedTable:
                raise DatabaseUnavailable("the database has no schema yet") from None
            row = await found.fetchone()
        if row != (self._schema,):
            raise DatabaseUnavailable(f"the database's schema is not {self._schema}")


async def _select(db: Db, query: str, parameters: dict[str, Any]) -> list[Video]:
    async with db.cursor(row_factory=kwargs_row(_video)) as cursor:
        await cursor.execute(query, WORDS | parameters)
        return await cursor.fetchall()


class PostgresSegments:
    """`ports.Segments`: one video's, written on behalf of one attempt at one step."""

    def __init__(self, pool: Pool, held: Claim) -> None:
        self._pool = pool
        self._held = held

    @again
    async def recorded(self, rendition: str | None = None) -> list[Segment]:
        """What is finished, by rendition and index."""
        async with self._pool.connection() as db:
            found = await db.execute(RECORDED, {"video": self._held.video, "rendition": rendition})
            return [SEGMENT.load(record) for (record,) in await found.fetchall()]

    @again
    async def record(self, segment: Segment) -> None:
        """Add a stored segment; one that is recorded already is left as it is.

        Raises `Fenced` when the step is no longer this attempt's.
        """
        async with self._pool.connection() as db:
            mine = await db.execute(
                RECORD,
                {
                    "step": self._held.id,
                    "attempt": self._held.attempt,
                    "video": self._held.video,
                    "rendition": segment.rendition,
                    "index": segment.index,
                    "key": segment.key,
                    "bytes": segment.bytes,
                    "record": SEGMENT.dump(segment),
                },
            )
            if await mine.fetchone() != (1,):
                raise Fenced(f"step {self._held.id} is no longer attempt {self._held.attempt}'s")
