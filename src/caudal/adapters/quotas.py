"""What a tenant has, and what it may have."""

from caudal.adapters.database import Db
from caudal.errors import QuotaExceeded
from caudal.media.access import UNLIMITED, Quota

# One after the other, where there is a quota: together they could be too many.
ONE_OF_A_TENANT = "SELECT pg_advisory_xact_lock(hashtextextended('quota ' || %(tenant)s, 0))"
# An unfinished upload has its place already.
UNFINISHED = "tenant = %(tenant)s AND state = 'open' AND expires_at > now()"
USAGE = f"""
    SELECT count(*) + (SELECT count(*) FROM upload WHERE {UNFINISHED}),
           (coalesce(sum(bytes), 0)
            + (SELECT coalesce(sum(coalesce(length, received)), 0) FROM upload WHERE {UNFINISHED})
           )::bigint,
           coalesce(sum(split_part(source ->> 'duration', '/', 1)::float8
                        / coalesce(nullif(split_part(source ->> 'duration', '/', 2), ''), '1')
                          ::float8), 0) / 60
      FROM videos WHERE tenant = %(tenant)s
"""  # noqa: S608 - stands above


async def check_quota(db: Db, quota: Quota, tenant: str, *, videos: int, size: int) -> None:
    """Whether the tenant may have so much more than it has. Raises `QuotaExceeded`.

    Whoever asks for the same tenant waits until the caller's transaction is over.
    """
    if quota == UNLIMITED:
        return
    await db.execute(ONE_OF_A_TENANT, {"tenant": tenant})
    row = await (await db.execute(USAGE, {"tenant": tenant})).fetchone()
    has, sent, minutes = row or (0, 0, 0.0)
    excess = quota.excess(videos=has + videos, size=sent + size, minutes=minutes)
    if excess:
        raise QuotaExceeded(excess)
