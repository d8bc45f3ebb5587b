"""The rows of segments: written behind the fence of a step."""

from uuid import UUID

from caudal.adapters.database import Pool, again
from caudal.adapters.queue import Claim
from caudal.adapters.records import SEGMENT
from caudal.errors import Fenced
from caudal.media.segment import Segment

RECORDED = """
    SELECT record FROM segment
     WHERE video_id = %(video)s
       AND (%(renditions)s::text[] = '{}' OR rendition = ANY(%(renditions)s))
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


async def recorded(pool: Pool, video: UUID) -> list[Segment]:
    """What is finished of a video, by rendition and index."""
    async with pool.connection() as db:
        found = await db.execute(RECORDED, {"video": video, "renditions": []})
        return [SEGMENT.load(record) for (record,) in await found.fetchall()]


class PostgresSegments:
    """`ports.Segments`: one video's, written on behalf of one attempt at one step."""

    def __init__(self, pool: Pool, held: Claim) -> None:
        self._pool = pool
        self._held = held

    @again
    async def recorded(self, *renditions: str) -> list[Segment]:
        """What is finished of these renditions, or of all, by rendition and index."""
        async with self._pool.connection() as db:
            found = await db.execute(
                RECORDED, {"video": self._held.video, "renditions": list(renditions)}
            )
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
