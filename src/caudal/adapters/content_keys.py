"""What videos are encrypted with: a key each, which goes with its row."""

import secrets
from uuid import UUID

from caudal.adapters.database import Pool, again, connection
from caudal.errors import Fenced
from caudal.media.encryption import KEY_BYTES

# Whoever comes first makes it. Of a video that is deleted there is none.
MADE = """
    INSERT INTO content_key (video_id, key)
    SELECT id, %(key)s FROM videos WHERE id = %(video)s
    ON CONFLICT DO NOTHING
"""
FOUND = "SELECT key FROM content_key WHERE video_id = %(video)s"


class PostgresContentKeys:
    """Workers make the keys, the API gives them to players."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    async def find(self, video: UUID) -> bytes | None:
        """The key of a video; None: it is not encrypted, not yet, or gone.

        Raises `DatabaseUnavailable`.
        """
        async with connection(self._pool) as db:
            row = await (await db.execute(FOUND, {"video": video})).fetchone()
        return None if row is None else bytes(row[0])

    @again
    async def make(self, video: UUID) -> bytes:
        """The key of a video, made when there is none. Raises `Fenced` when it was deleted."""
        async with self._pool.connection() as db:
            new = secrets.token_bytes(KEY_BYTES)
            await db.execute(MADE, {"video": video, "key": new})
            row = await (await db.execute(FOUND, {"video": video})).fetchone()
        if row is None:
            raise Fenced(f"video {video} is gone")
        return bytes(row[0])
