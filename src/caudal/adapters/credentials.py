"""The rows of keys and upload tokens."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from psycopg.rows import kwargs_row

from caudal.adapters.database import Db, Pool, connection
from caudal.errors import Forbidden, NotFound
from caudal.media.access import Caller, Key, Kind, NewCredential, Scope

# Asked for every request: what is revoked is worthless at once.
CALLER = """
    SELECT tenant, scopes, id, kind, video_id AS video, max_bytes
      FROM credential AS mine
     WHERE digest = %(digest)s AND revoked_at IS NULL
       AND (expires_at IS NULL OR expires_at > now())
       AND (parent IS NULL OR EXISTS (
           SELECT FROM credential
            WHERE id = mine.parent AND revoked_at IS NULL
              AND (expires_at IS NULL OR expires_at > now())))
"""
# Once a minute at most, and never waiting for who does the same.
USED = """
    UPDATE credential SET last_used_at = now()
     WHERE id = (SELECT id FROM credential
                  WHERE id = %(id)s
                    AND (last_used_at IS NULL OR last_used_at < now() - interval '1 min')
                    FOR UPDATE SKIP LOCKED)
"""
ADD = """
    INSERT INTO credential (id, kind, tenant, name, digest, scopes, expires_at, parent, max_bytes)
    VALUES (%(id)s, %(kind)s, %(tenant)s, %(name)s, %(digest)s, %(scopes)s,
            now() + %(lifetime)s, %(parent)s, %(max_bytes)s)
    RETURNING expires_at
"""
KEYS = """
    SELECT id, tenant, name, scopes, created_at, expires_at, revoked_at, last_used_at
      FROM credential WHERE kind = 'key' ORDER BY created_at, id
"""
REVOKED = """
    UPDATE credential SET revoked_at = coalesce(revoked_at, now())
     WHERE id = %(id)s AND kind = 'key'
"""
# A commit that is tried again finds its own video in it.
USED_UP = """
    UPDATE credential SET video_id = %(video)s
     WHERE id = %(token)s AND coalesce(video_id, %(video)s) = %(video)s
"""
OUTDATED = """
    DELETE FROM credential
     WHERE kind = 'upload' AND expires_at < now() - interval '1 day'
"""


def _caller(*, scopes: Sequence[str], kind: str, **columns: Any) -> Caller:
    return Caller(scopes=frozenset(map(Scope, scopes)), kind=Kind(kind), **columns)


def _key(*, scopes: Sequence[str], **columns: Any) -> Key:
    return Key(scopes=frozenset(map(Scope, scopes)), **columns)


class PostgresCredentials:
    """`ports.Credentials`, and what an operator does with keys."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    async def caller(self, digest: bytes) -> Caller | None:
        """Whose secret this is; None when it is unknown, expired or revoked, at this moment."""
        async with connection(self._pool) as db:
            async with db.cursor(row_factory=kwargs_row(_caller)) as cursor:
                await cursor.execute(CALLER, {"digest": digest})
                found = await cursor.fetchone()
            if found is not None:
                await db.execute(USED, {"id": found.id})
        return found

    async def add(self, new: NewCredential) -> datetime | None:
        """Make it good from now on; says until when."""
        async with connection(self._pool) as db:
            added = await db.execute(
                ADD,
                {
                    "id": new.id,
                    "kind": new.kind,
                    "tenant": new.tenant,
                    "name": new.name,
                    "digest": new.digest,
                    "scopes": sorted(new.scopes),
                    "lifetime": new.lifetime,
                    "parent": new.parent,
                    "max_bytes": new.max_bytes,
                },
            )
            row = await added.fetchone()
        return row[0] if row else None

    async def keys(self) -> list[Key]:
        """All keys, the oldest first, those that are worthless too."""
        async with (
            connection(self._pool) as db,
            db.cursor(row_factory=kwargs_row(_key)) as cursor,
        ):
            await cursor.execute(KEYS)
            return await cursor.fetchall()

    async def revoke(self, key: UUID) -> None:
        """Make a key worthless at once, and the tokens it asked for. Raises `NotFound`."""
        async with connection(self._pool) as db:
            revoked = await db.execute(REVOKED, {"id": key})
        if revoked.rowcount == 0:
            raise NotFound("there is no such key")

    async def forget(self) -> None:
        """Remove upload tokens that are long worthless."""
        async with connection(self._pool) as db:
            await db.execute(OUTDATED)


async def use_token(db: Db, token: UUID, video: UUID) -> None:
    """An upload token has sent its video, in the caller's transaction. Raises `Forbidden`."""
    used = await db.execute(USED_UP, {"video": video, "token": token})
    if used.rowcount == 0:
        raise Forbidden("This upload token has been used.")
