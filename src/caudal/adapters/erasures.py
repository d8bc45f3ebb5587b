"""What is left of deleted videos, and is to be removed."""

from collections.abc import Set
from datetime import timedelta
from uuid import UUID

from caudal.adapters.database import Pool

# Who takes one has this long; somebody else tries then.
TAKE = """
    UPDATE erasure SET due_at = now() + interval '5 min'
     WHERE video_id = (SELECT video_id FROM erasure WHERE due_at <= now()
                        ORDER BY due_at LIMIT 1 FOR UPDATE SKIP LOCKED)
    RETURNING video_id
"""
OVER = "DELETE FROM erasure WHERE video_id = %(video)s AND passes > 0"
AGAIN = """
    UPDATE erasure SET due_at = now() + %(later)s, passes = passes + 1
     WHERE video_id = %(video)s
"""
PENDING = "SELECT video_id FROM erasure"
UNPUBLISHED = "DELETE FROM publication WHERE video_id = %(video)s"

# A worker that was frozen while it stored something has woken up by then.
LATER = timedelta(minutes=10)


class PostgresErasures:
    """Deleted videos that are due."""

    def __init__(self, pool: Pool, *, later: timedelta = LATER) -> None:
        self._pool = pool
        self._later = later

    async def pending(self) -> Set[UUID]:
        """All that are not forgotten yet."""
        async with self._pool.connection() as db:
            found = await db.execute(PENDING)
            return {video for (video,) in await found.fetchall()}

    async def take(self) -> UUID | None:
        """One that is due now, for five minutes; None when there is none."""
        async with self._pool.connection() as db:
            row = await (await db.execute(TAKE)).fetchone()
        return row[0] if row else None

    async def done(self, video: UUID) -> None:
        """It is removed: once more later, then it is forgotten."""
        async with self._pool.connection() as db:
            await db.execute(UNPUBLISHED, {"video": video})
            await db.execute(OVER, {"video": video})
            await db.execute(AGAIN, {"video": video, "later": self._later})
