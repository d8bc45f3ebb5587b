"""The rows of videos."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import psycopg
from psycopg.rows import kwargs_row

from caudal.adapters import migrations
from caudal.adapters.database import Db, Pool, connection
from caudal.adapters.records import OPTIONS, PICTURES, PLAN, SOURCE
from caudal.adapters.steps import Steps
from caudal.errors import DatabaseUnavailable, NotFound
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
# Seconds until the end at the speed since the first step was claimed; too early to say: none.
ETA = f"""
    CASE WHEN status = %(processing)s THEN
        (SELECT CASE WHEN done BETWEEN 0.02 AND 0.9999
                     THEN extract(epoch FROM now() - started_at) * (1 - done) / done END
           FROM (SELECT {PROGRESS} AS done) AS so_far)
    END
"""  # noqa: S608
# How many videos will be taken up before this one.
POSITION = """
    CASE WHEN status = %(pending)s THEN
        (SELECT count(*) FROM videos AS other
          WHERE other.status = %(pending)s
            AND (other.created_at, other.id) < (videos.created_at, videos.id))
    END
"""
COLUMNS = f"""
    id, filename, status, created_at, updated_at, bytes, options, source, plan, videos.url,
    pictures, error_code, error_message, error_retryable, {PROGRESS} AS progress, {ETA} AS eta,
    {POSITION} AS queue_position, publication.url AS early_url,
    coalesce(publication.duration, 0) AS early_duration,
    (SELECT coalesce(sum(cpu), 0) FROM step WHERE video_id = videos.id) AS cpu
"""  # noqa: S608
FROM = "videos LEFT JOIN publication ON publication.video_id = videos.id"
GET = f"SELECT {COLUMNS} FROM {FROM} WHERE id = %(id)s"  # noqa: S608 - all of it stands above

# Newest first; a position is the last row seen, so that new rows never shift a page.
PAGE = f"""
    SELECT {COLUMNS} FROM {FROM}
     WHERE (%(status)s::text IS NULL OR status = %(status)s)
       AND (%(id)s::uuid IS NULL
            OR (created_at, id) < (%(created_at)s::timestamptz, %(id)s::uuid))
     ORDER BY created_at DESC, id DESC
     LIMIT %(limit)s
"""  # noqa: S608 - all of it stands above
WORDS: dict[str, Any] = {
    "done": Status.DONE,
    "pending": Status.PENDING,
    "processing": Status.PROCESSING,
    "finish": FINISH.weight,
}


def _video(
    *,
    options: Any,
    status: str,
    source: Any,
    plan: Any,
    pictures: Any,
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
        pictures=PICTURES.load(pictures),
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
