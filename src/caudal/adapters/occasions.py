"""The rows of requests that are dealt with once."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import timedelta
from typing import Any

from caudal.adapters.database import Db, Pool, connection
from caudal.errors import DatabaseUnavailable, IdempotencyInFlight
from caudal.media.video import Video
from caudal.ports import Answered, Occasion, Remember

# One that shows no sign of life is taken over, one that was answered is forgotten after a day.
BEGUN = """
    INSERT INTO idempotency (caller, key, owner, seen_at)
    VALUES (%(caller)s, %(key)s, %(owner)s, now())
    ON CONFLICT (caller, key) DO UPDATE
       SET owner = excluded.owner, seen_at = now(), fingerprint = NULL, answer = NULL
     WHERE idempotency.seen_at < now()
           - CASE WHEN idempotency.answer IS NULL THEN %(silence)s ELSE interval '1 day' END
    RETURNING owner
"""
EARLIER = """
    SELECT fingerprint, answer FROM idempotency
     WHERE caller = %(caller)s AND key = %(key)s AND answer IS NOT NULL
"""
MINE = "caller = %(caller)s AND key = %(key)s AND owner = %(owner)s"
ALIVE = f"UPDATE idempotency SET seen_at = now() WHERE {MINE}"  # noqa: S608
GIVEN_UP = f"DELETE FROM idempotency WHERE {MINE} AND answer IS NULL"  # noqa: S608
ANSWERED = f"""
    UPDATE idempotency
       SET seen_at = now(), fingerprint = %(fingerprint)s, answer = %(answer)s
     WHERE {MINE}
"""  # noqa: S608
OUTDATED = "DELETE FROM idempotency WHERE seen_at < now() - interval '1 day'"

BEAT = 5.0  # seconds
SILENCE = timedelta(seconds=30)


class PostgresOccasions:
    """`ports.Occasions`."""

    def __init__(self, pool: Pool, *, beat: float = BEAT, silence: timedelta = SILENCE) -> None:
        self._pool = pool
        self._beat = beat
        self._silence = silence

    @asynccontextmanager
    async def begin(self, occasion: Occasion) -> AsyncIterator[Answered | None]:
        """The first answer; None: there is none, and nobody else begins while the block lasts.

        What has not been answered in the block may begin again. Raises `IdempotencyInFlight`.
        """
        which = _which(occasion)
        async with connection(self._pool) as db:
            begun = await db.execute(BEGUN, which | {"silence": self._silence})
            mine = await begun.fetchone() is not None
            row = None if mine else await (await db.execute(EARLIER, which)).fetchone()
        if not mine:
            if row is None:
                raise IdempotencyInFlight("The first request with this Idempotency-Key goes on.")
            yield Answered(fingerprint=row[0], answer=row[1])
            return
        alive = asyncio.create_task(self._stay_alive(which))
        try:
            yield None
        finally:
            alive.cancel()
            with suppress(DatabaseUnavailable):
                async with connection(self._pool) as db:
                    await db.execute(GIVEN_UP, which)

    async def forget(self) -> None:
        """Remove what was answered a day ago."""
        async with connection(self._pool) as db:
            await db.execute(OUTDATED)

    async def _stay_alive(self, which: dict[str, Any]) -> None:
        while True:
            await asyncio.sleep(self._beat)
            with suppress(DatabaseUnavailable):
                async with connection(self._pool) as db:
                    await db.execute(ALIVE, which)


async def keep_answer(db: Db, remember: Remember, video: Video) -> None:
    """Keep the answer in the caller's transaction. Raises `IdempotencyInFlight`: not ours."""
    kept = await db.execute(
        ANSWERED,
        _which(remember.occasion)
        | {"fingerprint": remember.fingerprint, "answer": remember.answer(video)},
    )
    if kept.rowcount == 0:
        raise IdempotencyInFlight("Another request with this Idempotency-Key has taken over.")


def _which(occasion: Occasion) -> dict[str, Any]:
    return {"caller": occasion.caller, "key": occasion.key, "owner": occasion.owner}
