"""The rows that say what of a video is published while it is being made."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from uuid import UUID

from psycopg.types.json import Jsonb

from caudal.adapters.database import Db, Pool, again, connection
from caudal.adapters.records import SEGMENT
from caudal.media.segment import Segment
from caudal.media.video import Status

RECORDED_FROM = """
    SELECT record
      FROM segment
      JOIN unnest(%(renditions)s::text[], %(counts)s::int[]) AS known (rendition, count)
     USING (rendition)
     WHERE video_id = %(video)s AND idx >= count
     ORDER BY rendition, idx
"""


# One writer at a time; the others do not wait, their segments are seen by the next turn. A lock
# of a process that froze ends with its transaction, after `idle_in_transaction_session_timeout`.
ENROLLED = """
    INSERT INTO publication (video_id)
    SELECT id FROM videos WHERE id = %(video)s AND status = %(processing)s
    ON CONFLICT DO NOTHING
"""
TURN = """
    SELECT published FROM publication
     WHERE video_id = %(video)s
       AND EXISTS (SELECT FROM videos WHERE id = %(video)s AND status = %(processing)s)
       FOR UPDATE SKIP LOCKED
"""
HELD = "SELECT"
WITHDRAWN = """
    UPDATE publication SET published = '{}', url = NULL, duration = 0 WHERE video_id = %(video)s
"""
SAVED = """
    UPDATE publication
       SET published = %(published)s, url = coalesce(%(url)s, url),
           duration = greatest(duration, %(duration)s)
     WHERE video_id = %(video)s
"""


class PostgresPublication:
    """`ports.Publication` of one video."""

    def __init__(self, pool: Pool, video: UUID) -> None:
        self._pool = pool
        self._video = video

    @asynccontextmanager
    async def turn(self) -> AsyncIterator["PostgresTurn | None"]:
        """Take the turn; None when somebody has it, or the video is no longer being made."""
        async with connection(self._pool) as db:
            which = {"video": self._video, "processing": Status.PROCESSING}
            await db.execute(ENROLLED, which)
            await db.commit()
            found = await db.execute(TURN, which)
            row = await found.fetchone()
            yield PostgresTurn(db, self._video, row[0]) if row else None

    @again
    async def withdraw(self) -> None:
        """Nothing is published any more; waits for whoever is writing."""
        async with self._pool.connection() as db:
            await db.execute(WITHDRAWN, {"video": self._video})


class PostgresTurn:
    """`ports.Turn`: lasts as long as its transaction."""

    def __init__(self, db: Db, video: UUID, published: Mapping[str, int]) -> None:
        self.published = published
        self._db = db
        self._video = video

    async def segments(self, known: Mapping[str, int]) -> list[Segment]:
        """Recorded segments of these renditions, from the known number on."""
        found = await self._db.execute(
            RECORDED_FROM,
            {
                "video": self._video,
                "renditions": list(known),
                "counts": list(known.values()),
            },
        )
        return [SEGMENT.load(record) for (record,) in await found.fetchall()]

    async def hold(self) -> None:
        """Make sure that the turn lasts. Raises `DatabaseUnavailable` when it is over."""
        await self._db.execute(HELD)

    async def save(self, published: Mapping[str, int], url: str | None, duration: float) -> None:
        """Record what the playlists name now, and what can be played of it."""
        await self._db.execute(
            SAVED,
            {
                "video": self._video,
                "published": Jsonb(dict(published)),
                "url": url,
                "duration": duration,
            },
        )
