"""The rows of resumable uploads."""

from collections.abc import Set
from copy import copy
from datetime import timedelta
from typing import Any
from uuid import UUID

from psycopg.rows import dict_row, kwargs_row

from caudal.adapters.database import Db, Pool, connection
from caudal.adapters.quotas import check_quota
from caudal.adapters.records import OPTIONS
from caudal.errors import Conflict, NotFound, OffsetMismatch, UploadGone, UploadTakenOver
from caudal.media.access import UNLIMITED, Caller, Kind, Quota, Scope
from caudal.media.upload import NewUpload, Upload

COLUMNS = """
    id, video_id AS video, length, filename, options, metadata, tenant, token,
    received AS "offset", writer, expires_at, state = 'done' AS done
"""
# What is in view: of one tenant, or of all; of one upload token, or all.
MINE = """
    (%(tenant)s::text IS NULL OR tenant = %(tenant)s)
    AND (%(token)s::uuid IS NULL OR token = %(token)s)
"""
CREATE = f"""
    INSERT INTO upload (id, video_id, tenant, token, filename, options, metadata, length,
                        expires_at)
    VALUES (%(id)s, %(video)s, %(tenant)s, %(token)s, %(filename)s, %(options)s, %(metadata)s,
            %(length)s, now() + %(expiry)s)
    RETURNING {COLUMNS}
"""  # noqa: S608 - stands above
GET = f"""
    SELECT {COLUMNS}, state = 'gone' OR state = 'open' AND expires_at <= now() AS gone
      FROM upload WHERE id = %(id)s AND {MINE}
"""  # noqa: S608 - stands above
# Whoever writes has just taken the upload: all that come later find another number.
TAKEN = f"""
    UPDATE upload
       SET writer = writer + 1, length = coalesce(length, %(length)s),
           expires_at = now() + %(expiry)s
     WHERE id = %(id)s AND state = 'open' AND expires_at > now() AND received = %(offset)s
    RETURNING {COLUMNS}
"""  # noqa: S608 - stands above
RECORDED = """
    UPDATE upload SET received = %(offset)s, expires_at = now() + %(expiry)s
     WHERE id = %(id)s AND writer = %(writer)s AND state = 'open'
"""
# A commit that is tried again finds its own video in it.
FINISHED = """
    UPDATE upload SET state = 'done', received = length
     WHERE id = %(id)s AND writer = %(writer)s AND state <> 'gone'
"""
# Its bytes are removed as those of a deleted video are: twice, by any worker.
GONE = """
    WITH gone AS (UPDATE upload SET state = 'gone' WHERE state = 'open' AND {which}
                  RETURNING video_id, tenant)
    INSERT INTO erasure (video_id, due_at, tenant) SELECT video_id, now(), tenant FROM gone
"""
ABORTED = GONE.format(which="id = %(id)s")
REPLACED = GONE.format(which="token = %(token)s")
EXPIRED = GONE.format(which="expires_at <= now()")
UNFINISHED = "SELECT video_id FROM upload WHERE state = 'open'"
OUTDATED = "DELETE FROM upload WHERE state <> 'open' AND expires_at < now() - interval '7 days'"

EXPIRY = timedelta(hours=24)


def _upload(*, options: Any, **columns: Any) -> Upload:
    return Upload(options=OPTIONS.load(options), **columns)


class PostgresUploadRows:
    """`ports.UploadRows`, and what housekeeping does with them.

    All uploads are in view; `of` gives those of one caller.
    """

    def __init__(self, pool: Pool, *, quota: Quota = UNLIMITED, expiry: timedelta = EXPIRY) -> None:
        self._pool = pool
        self._quota = quota
        self._expiry = expiry
        self._view: dict[str, Any] = {"tenant": None, "token": None}

    def of(self, caller: Caller) -> "PostgresUploadRows":
        """The same rows, of which only the caller's are in view."""
        theirs = copy(self)
        theirs._view = {  # noqa: SLF001 - a copy of itself
            "tenant": None if Scope.ADMIN in caller.scopes else caller.tenant,
            "token": caller.id if caller.kind is Kind.UPLOAD else None,
        }
        return theirs

    async def create(self, new: NewUpload) -> Upload:
        """Write the row. Raises `QuotaExceeded`."""
        async with connection(self._pool) as db:
            if new.token is not None:
                await db.execute(REPLACED, {"token": new.token})
            async with db.cursor(row_factory=kwargs_row(_upload)) as cursor:
                await cursor.execute(
                    CREATE,
                    {
                        "id": new.id,
                        "video": new.video,
                        "tenant": new.tenant,
                        "token": new.token,
                        "filename": new.filename,
                        "options": OPTIONS.dump(new.options),
                        "metadata": new.metadata,
                        "length": new.length,
                        "expiry": self._expiry,
                    },
                )
                (created,) = await cursor.fetchall()
            await check_quota(db, self._quota, new.tenant, videos=0, size=0)
        return created

    async def get(self, upload: UUID) -> Upload:
        """The row. Raises `NotFound`, and `UploadGone`."""
        async with connection(self._pool) as db:
            return await self._get(db, upload)

    async def take(self, upload: UUID, *, offset: int, length: int | None) -> Upload:
        """Become the only writer, if so many bytes are there, and say how many there will be.

        Raises `OffsetMismatch`, `QuotaExceeded`, and `UploadTakenOver` when it has become its
        video meanwhile.
        """
        async with connection(self._pool) as db:
            before = await self._get(db, upload)
            async with db.cursor(row_factory=kwargs_row(_upload)) as cursor:
                await cursor.execute(
                    TAKEN,
                    {"id": upload, "offset": offset, "length": length, "expiry": self._expiry},
                )
                taken = await cursor.fetchone()
            if taken is None:
                now = await self._get(db, upload)
                if now.done:
                    raise UploadTakenOver("Another request has sent the rest.")
                raise OffsetMismatch(now.offset)
            if before.length is None and length is not None:
                await check_quota(db, self._quota, taken.tenant, videos=0, size=0)
        return taken

    async def record(self, upload: Upload, offset: int) -> None:
        """So many bytes are durable. Raises `UploadTakenOver`, and `UploadGone`."""
        which = {"id": upload.id, "writer": upload.writer}
        async with connection(self._pool) as db:
            recorded = await db.execute(
                RECORDED, which | {"offset": offset, "expiry": self._expiry}
            )
            if recorded.rowcount == 0:
                await self._get(db, upload.id)
                raise UploadTakenOver("A later request goes on with this upload.")

    async def abort(self, upload: UUID) -> Upload:
        """End it; its bytes are removed soon. Raises `Conflict` when it has become its video."""
        async with connection(self._pool) as db:
            aborted = await self._get(db, upload)
            ended = await db.execute(ABORTED, {"id": upload})
            if ended.rowcount == 0:
                await self._get(db, upload)
                raise Conflict("All bytes are there: it is a video now.")
        return aborted

    async def expire(self) -> None:
        """End what nobody has gone on with; its bytes are removed soon."""
        async with connection(self._pool) as db:
            await db.execute(EXPIRED)

    async def unfinished(self) -> Set[UUID]:
        """The videos that uploads are going to be."""
        async with connection(self._pool) as db:
            found = await db.execute(UNFINISHED)
            return {video for (video,) in await found.fetchall()}

    async def forget(self) -> None:
        """Remove rows of what was over a week ago."""
        async with connection(self._pool) as db:
            await db.execute(OUTDATED)

    async def _get(self, db: Db, upload: UUID) -> Upload:
        async with db.cursor(row_factory=dict_row) as cursor:
            await cursor.execute(GET, self._view | {"id": upload})
            row = await cursor.fetchone()
        if row is None:
            raise NotFound("there is no such upload")
        if row.pop("gone"):
            raise UploadGone("The upload was aborted, or nobody went on with it in time.")
        return _upload(**row)


async def finish_upload(db: Db, upload: Upload) -> None:
    """It becomes its video, in the caller's transaction.

    Raises `UploadTakenOver` when the upload has a later writer, or is gone.
    """
    finished = await db.execute(FINISHED, {"id": upload.id, "writer": upload.writer})
    if finished.rowcount == 0:
        raise UploadTakenOver("A later request goes on with this upload.")
