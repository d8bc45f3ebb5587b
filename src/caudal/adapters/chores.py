"""Whose turn it is to do what one worker of all does, once in a while."""

from datetime import timedelta

from caudal.adapters.database import Pool

TURN = """
    INSERT INTO chore (name, done_at) VALUES (%(name)s, now())
    ON CONFLICT (name) DO UPDATE SET done_at = now() WHERE chore.done_at < now() - %(every)s
    RETURNING name
"""


async def take_turn(pool: Pool, name: str, *, every: timedelta) -> bool:
    """Whether the chore is due; if so it is the caller's, and nobody else's for that long."""
    async with pool.connection() as db:
        turn = await db.execute(TURN, {"name": name, "every": every})
        return await turn.fetchone() is not None
