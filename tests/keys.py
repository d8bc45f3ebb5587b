"""Keys for tests, made as `caudal keys create` makes them."""

import secrets
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from caudal.adapters.credentials import PostgresCredentials
from caudal.media.access import (
    SECRET_BYTES,
    Kind,
    NewCredential,
    Scope,
    digest,
    secret_text,
)
from tests.serving import new_id

READ_AND_WRITE = (Scope.READ, Scope.WRITE)


@dataclass(frozen=True, slots=True)
class Held:
    """A key and its id."""

    id: UUID
    secret: str

    @property
    def header(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.secret}"}


async def a_key(
    credentials: PostgresCredentials,
    *scopes: Scope,
    tenant: str = "default",
    lifetime: timedelta | None = None,
) -> Held:
    """A key with these scopes, or those that a key usually has."""
    secret = secret_text(Kind.KEY, secrets.token_bytes(SECRET_BYTES))
    key = NewCredential(
        id=new_id(),
        kind=Kind.KEY,
        tenant=tenant,
        name="of a test",
        digest=digest(secret),
        scopes=frozenset(scopes or READ_AND_WRITE),
        lifetime=lifetime,
    )
    await credentials.add(key)
    return Held(key.id, secret)
