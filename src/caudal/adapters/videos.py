"""The rows of videos."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from copy import copy
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

import psycopg
from psycopg.rows import kwargs_row

from caudal.adapters import migrations
from caudal.adapters.accents import ACCENTED, CALLED, NAME, PLAIN
from caudal.adapters.credentials import use_token
from caudal.adapters.database import Db, Pool, connection
from caudal.adapters.occasions import keep_answer
from caudal.adapters.quotas import check_quota
from caudal.adapters.records import OPTIONS, PICTURES, PLAN, SOURCE, WARNINGS
from caudal.adapters.steps import SETTLE, Steps
from caudal.adapters.upload_rows import finish_upload
from caudal.errors import Conflict, DatabaseUnavailable, NotFound, Unsettled
from caudal.media.access import UNLIMITED, Caller, Kind, Quota, Scope
from caudal.media.steps import FINISH, PREPARE
from caudal.media.video import Failure, NewVideo, Status, Video
from caudal.ports import Cursor, News, Remember

# Tenants take turns: a video has the turn after its tenant's last one, and a tenant that comes, or
# comes back, begins with who is served now. Of one tenant that is the order of time.
INSERT = f"""
    INSERT INTO videos (id, tenant, filename, status, bytes, options, turn)
    VALUES (%(id)s, %(tenant)s, %(filename)s, %(status)s, %(bytes)s, %(options)s,
            1 + greatest(
                (SELECT coalesce(max(turn), 0) FROM videos WHERE tenant = %(tenant)s),
                (SELECT coalesce(
                     (SELECT min(turn) - 1 FROM videos
                       WHERE status IN ('{Status.PENDING}', '{Status.PROCESSING}')),
                     (SELECT max(turn) FROM videos), 0))))
    ON CONFLICT DO NOTHING
"""  # noqa: S608 - the words of the contract

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
            AND (other.turn, other.created_at, other.id)
                < (videos.turn, videos.created_at, videos.id))
    END
"""
COLUMNS = f"""
    id, filename, status, created_at, updated_at, bytes, options, source, plan, videos.url,
    pictures, error_code, error_message, error_retryable, {PROGRESS} AS progress, {ETA} AS eta,
    {POSITION} AS queue_position, publication.url AS early_url,
    coalesce(publication.duration, 0) AS early_duration,
    (SELECT coalesce(sum(cpu), 0) FROM step WHERE video_id = videos.id) AS cpu,
    (SELECT coalesce(jsonb_agg(warning), '[]')  -- what its steps have found out
       FROM step, jsonb_array_elements(result -> 'warnings') AS warning
      WHERE video_id = videos.id AND state = 'done') AS warnings
"""  # noqa: S608
FROM = "videos LEFT JOIN publication ON publication.video_id = videos.id"
# What is in view: of one tenant, or of all; one video alone, or all.
MINE = """
    (%(tenant)s::text IS NULL OR tenant = %(tenant)s)
    AND (%(only)s::uuid IS NULL OR id = %(only)s)
"""
GET = f"SELECT {COLUMNS} FROM {FROM} WHERE id = %(id)s AND {MINE}"  # noqa: S608 - stands above
LOCK = f"""
    SELECT status FROM videos WHERE id = %(id)s AND {MINE} FOR NO KEY UPDATE
"""  # noqa: S608 - LOCK_VIDEO, in view

# Newest first; a position is the last row seen, so that new rows never shift a page.
PAGE = f"""
    SELECT {COLUMNS} FROM {FROM}
     WHERE {MINE}
       AND (%(status)s::text IS NULL OR status = %(status)s)
       AND (%(id)s::uuid IS NULL
            OR (created_at, id) < (%(created_at)s::timestamptz, %(id)s::uuid))
       AND (%(search)s = '' OR strpos({NAME.format(CALLED)}, {NAME.format("%(search)s")}) > 0)
     ORDER BY created_at DESC, id DESC
     LIMIT %(limit)s
"""  # noqa: S608 - all of it stands above

MOST_NEWS = 500  # rows; who has missed more asks for all
NOW = "SELECT now()"
# Progress is no change of the row: what is open is always asked for. Of a long queue, its head.
NEWS = f"""
    SELECT {COLUMNS} FROM {FROM}
     WHERE {MINE} AND id IN (
         (SELECT id FROM videos
           WHERE {MINE} AND updated_at > %(since)s LIMIT %(most)s)
         UNION ALL
         (SELECT id FROM videos
           WHERE {MINE} AND status = %(processing)s LIMIT %(most)s)
         UNION ALL
         (SELECT id FROM videos
           WHERE {MINE} AND status = %(pending)s ORDER BY created_at, id LIMIT 100)
     )
     ORDER BY created_at, id
"""  # noqa: S608 - all of it stands above
GONE = """
    SELECT video_id FROM erasure
     WHERE (%(tenant)s::text IS NULL OR tenant = %(tenant)s)
       AND (%(only)s::uuid IS NULL OR video_id = %(only)s)
       -- What goes of an upload that was given up never was a video.
       AND NOT EXISTS (SELECT FROM upload
                        WHERE upload.video_id = erasure.video_id AND state = 'gone')
"""

CANCELLED = """
    UPDATE videos SET status = %(cancelled)s
     WHERE id = %(id)s AND status IN (%(pending)s, %(processing)s)
"""
RETRIED = """
    UPDATE videos
       SET status = %(pending)s, repairs = 0,
           error_code = NULL, error_message = NULL, error_retryable = NULL
     WHERE id = %(id)s AND (status = %(cancelled)s OR (status = %(failed)s AND error_retryable))
"""
# The steps first: a record of a segment holds its step and then asks for the video.
STEPS_DELETED = "DELETE FROM step WHERE video_id = %(id)s"
DELETED = "DELETE FROM videos WHERE id = %(id)s"
ERASED_LATER = """
    INSERT INTO erasure (video_id, due_at, tenant)
    SELECT id, now() + %(settle)s, tenant FROM videos WHERE id = %(id)s
"""

NO_VIDEO = UUID(int=0)
EVERYTHING: dict[str, Any] = {"tenant": None, "only": None}
CHANNEL = "caudal_videos"
"""Notified when a video comes, goes or changes its status."""

COMMITS = 3  # tries; the pool's patience bounds each

WORDS: dict[str, Any] = {
    "done": Status.DONE,
    "pending": Status.PENDING,
    "processing": Status.PROCESSING,
    "failed": Status.FAILED,
    "cancelled": Status.CANCELLED,
    "finish": FINISH.weight,
}


def _video(
    *,
    options: Any,
    status: str,
    source: Any,
    plan: Any,
    pictures: Any,
    warnings: Any,
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
        warnings=WARNINGS.load(warnings),
        failure=failure,
        **columns,
    )


class PostgresVideos:
    """`ports.Videos`. The pool decides how long a missing database is waited for.

    All videos are in view; `of` gives those of one caller. `link` makes URLs what callers get.
    """

    def __init__(
        self,
        pool: Pool,
        *,
        quota: Quota = UNLIMITED,
        link: Callable[[UUID, str], str] | None = None,
    ) -> None:
        self._pool = pool
        self._quota = quota
        self._link = link
        self._steps = Steps()
        self._schema = migrations.head()
        self._view = EVERYTHING

    def of(self, caller: Caller) -> "PostgresVideos":
        """The same rows, of which only the caller's are in view."""
        theirs = copy(self)
        theirs._view = {  # noqa: SLF001 - a copy of itself
            "tenant": None if Scope.ADMIN in caller.scopes else caller.tenant,
            "only": (caller.video or NO_VIDEO) if caller.kind is Kind.UPLOAD else None,
        }
        return theirs

    async def submit(self, new: NewVideo, remember: Remember | None = None) -> Video:
        """Write the row (`pendente`) and ring for its first step, or neither.

        A commit whose answer is lost is tried again: a second one waits for the first, and finds
        what it did. Raises `Unsettled` when no answer comes at all.
        """
        unsettled = False
        for _ in range(COMMITS):
            try:
                return await self._submit(new, remember)
            except Unsettled:
                unsettled = True
            except DatabaseUnavailable:
                if not unsettled:
                    raise
        raise Unsettled("the database does not say whether the video is there")

    async def _submit(self, new: NewVideo, remember: Remember | None) -> Video:
        committing = False
        try:
            async with connection(self._pool) as db:
                video = await self._insert(db, new)
                if remember is not None:
                    await keep_answer(db, remember, video)
                committing = True
        # Not even a cancellation is obeyed here: somebody has to know what became of the row.
        except (DatabaseUnavailable, asyncio.CancelledError) as error:
            if committing:
                raise Unsettled("the answer to a commit was lost") from error
            raise
        return video

    async def check_quota(self, tenant: str, size: int) -> None:
        """Whether the tenant may send a video of so many bytes. Raises `QuotaExceeded`."""
        async with connection(self._pool) as db:
            await check_quota(db, self._quota, tenant, videos=1, size=size)

    async def _insert(self, db: Db, new: NewVideo) -> Video:
        inserted = await db.execute(
            INSERT,
            {
                "id": new.id,
                "tenant": new.tenant,
                "filename": new.filename,
                "status": Status.PENDING,
                "bytes": new.bytes,
                "options": OPTIONS.dump(new.options),
            },
        )
        if new.upload is not None:
            await finish_upload(db, new.upload)
        if inserted.rowcount:
            await self._steps.open(db, new.id, [PREPARE])
            await check_quota(db, self._quota, new.tenant, videos=0, size=0)
        if new.token is not None:
            await use_token(db, new.token, new.id)
        # Read before the commit: what is committed must not look like a failure.
        (video,) = await self._select(db, GET, EVERYTHING | {"id": new.id})
        return video

    async def get(self, video: UUID) -> Video:
        """The row. Raises `NotFound`."""
        async with connection(self._pool) as db:
            found = await self._select(db, GET, self._view | {"id": video})
        if not found:
            raise NotFound("there is no such video")
        return found[0]

    async def page(
        self, *, status: Status | None, limit: int, after: Cursor | None, search: str = ""
    ) -> Sequence[Video]:
        """Up to `limit` rows older than `after`, newest first, whose names contain `search`."""
        position = {
            "id": after.id if after else None,
            "created_at": after.created_at if after else None,
        }
        async with connection(self._pool) as db:
            return await self._select(
                db,
                PAGE,
                {
                    **self._view,
                    "status": status,
                    "limit": limit,
                    # PostgreSQL takes no NUL; no name has what cannot be printed.
                    "search": "".join(letter for letter in search if letter.isprintable()),
                    "accented": ACCENTED,
                    "plain": PLAIN,
                    **position,
                },
            )

    async def news(self, since: datetime | None) -> News:
        """What is open, and what has changed since the moment; None: since now."""
        async with connection(self._pool) as db:
            ((now,),) = await (await db.execute(NOW)).fetchall()
            asked = {**self._view, "since": since or now, "most": MOST_NEWS}
            videos = await self._select(db, NEWS, asked)
            gone = await (await db.execute(GONE, self._view)).fetchall()
        return News(
            now=now,
            videos=videos,
            deleted=[video for (video,) in gone],
            whole=len(videos) < MOST_NEWS,
        )

    async def cancel(self, video: UUID) -> Video:
        """End an unfinished video; its running steps see it at their next beat.

        One that is cancelled already stays so. Raises `NotFound`, and `Conflict` when the video
        is finished.
        """
        async with self._locked(video) as (db, before):
            if before is not Status.CANCELLED:
                cancelled = await db.execute(CANCELLED, WORDS | {"id": video})
                if cancelled.rowcount == 0:
                    raise Conflict(f"A video that is “{before}” cannot be cancelled.")
                await self._steps.wind_up(db, video)
            (row,) = await self._select(db, GET, EVERYTHING | {"id": video})
        return row

    async def retry(self, video: UUID) -> Video:
        """Go on with a failed or cancelled video from what is done of it.

        Raises `NotFound`, and `Conflict` when there is nothing to try again: the video is neither,
        or its own file is at fault.
        """
        async with self._locked(video) as (db, before):
            retried = await db.execute(RETRIED, WORDS | {"id": video})
            if retried.rowcount == 0:
                raise Conflict(
                    "Its file cannot be converted, however often it is tried."
                    if before is Status.FAILED
                    else f"A video that is “{before}” cannot be tried again."
                )
            await self._steps.reopen(db, video)
            (row,) = await self._select(db, GET, EVERYTHING | {"id": video})
        return row

    async def delete(self, video: UUID) -> None:
        """Forget a video at once, whatever it is doing; its objects and its file are removed soon.

        Raises `NotFound`.
        """
        async with self._locked(video) as (db, _):
            await db.execute(STEPS_DELETED, {"id": video})
            await db.execute(ERASED_LATER, {"id": video, "settle": SETTLE})
            await db.execute(DELETED, {"id": video})

    async def check(self) -> None:
        """Answer when the database is there and its schema is this code's."""
        async with connection(self._pool) as db:
            try:
                found = await db.execute(migrations.REVISION)
            except psycopg.errors.UndefinedTable:
                raise DatabaseUnavailable("the database has no schema yet") from None
            row = await found.fetchone()
        # A newer one keeps what this code needs, so that old and new processes run side by side.
        if row is None or row[0] < self._schema:
            raise DatabaseUnavailable(f"the database's schema is older than {self._schema}")

    @asynccontextmanager
    async def _locked(self, video: UUID) -> AsyncIterator[tuple[Db, Status]]:
        """A transaction that holds the video, and the status that it has."""
        async with connection(self._pool) as db:
            row = await (await db.execute(LOCK, self._view | {"id": video})).fetchone()
            if row is None:
                raise NotFound("there is no such video")
            yield db, Status(row[0])

    async def _select(self, db: Db, query: str, parameters: dict[str, Any]) -> list[Video]:
        async with db.cursor(row_factory=kwargs_row(_video)) as cursor:
            await cursor.execute(query, WORDS | parameters)
            rows = await cursor.fetchall()
        link = self._link
        return rows if link is None else [row.linked(partial(link, row.id)) for row in rows]
