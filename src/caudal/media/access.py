"""Who may do what: scopes, callers, and the keys that prove who somebody is."""

import re
from base64 import b32encode
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import sha256
from uuid import UUID
from zlib import crc32

DEFAULT_TENANT = "default"
TENANT = re.compile(r"[a-z0-9][a-z0-9-]{0,62}")

SECRET_BYTES = 20  # of randomness in a key or token: 160 bits
_SECRET = re.compile(r"caudal_(?:key|upload)_[a-z2-7]{32}[0-9a-f]{8}")


class Scope(StrEnum):
    """What a key is good for."""

    READ = "videos:read"
    WRITE = "videos:write"
    ADMIN = "videos:admin"
    """Both, with the videos of every tenant."""


class Kind(StrEnum):
    """A key belongs to a program; an upload token to a browser, for one video."""

    KEY = "key"
    UPLOAD = "upload"


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """Who asks, and what is theirs.

    Attributes:
        tenant: Whose the videos are that they send.
        scopes: What they may do.
        id: Of their key or token; None when nobody is asked who they are.
        kind: An upload token may send one video, and deal with that one alone.
        video: The one that an upload token has sent.
        max_bytes: Size of the largest file that it may send.
    """

    tenant: str
    scopes: frozenset[Scope]
    id: UUID | None = None
    kind: Kind = Kind.KEY
    video: UUID | None = None
    max_bytes: int | None = None

    def may(self, scope: Scope) -> bool:
        """Whether they have the scope, by itself or by another one."""
        return scope in self.scopes or Scope.ADMIN in self.scopes


ANYBODY = Caller(tenant=DEFAULT_TENANT, scopes=frozenset({Scope.ADMIN}))
"""Who asks where nobody is asked who they are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Quota:
    """What a tenant may have at a time; None: any number.

    Attributes:
        videos: In any status.
        bytes: Of their uploaded files.
        minutes: That they last, as far as they have been measured.
    """

    videos: int | None = None
    bytes: int | None = None
    minutes: int | None = None

    def excess(self, *, videos: int, size: int, minutes: float) -> str | None:
        """What would be too much, as a sentence; None: nothing."""
        if self.videos is not None and videos > self.videos:
            return f"There is no room for more than {self.videos} videos."
        if self.bytes is not None and size > self.bytes:
            return f"There is no room for more than {self.bytes} bytes."
        if self.minutes is not None and minutes >= self.minutes:
            return f"There is no room for more than {self.minutes} minutes."
        return None


UNLIMITED = Quota()


@dataclass(frozen=True, slots=True, kw_only=True)
class NewCredential:
    """A key or an upload token to be, without its secret.

    Attributes:
        name: What its owner calls it: display text only.
        digest: Of the secret, which is nowhere kept.
        lifetime: How long it is good from now on; None: until it is revoked.
        parent: The key that asked for the token; without it, it is worth nothing.
    """

    id: UUID
    kind: Kind
    tenant: str
    name: str
    digest: bytes
    scopes: frozenset[Scope]
    lifetime: timedelta | None
    parent: UUID | None = None
    max_bytes: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """A key as its operator sees it.

    Attributes:
        last_used_at: To the minute; None: never.
    """

    id: UUID
    tenant: str
    name: str
    scopes: frozenset[Scope]
    created_at: datetime
    expires_at: datetime | None
    revoked_at: datetime | None
    last_used_at: datetime | None


def secret_text(kind: Kind, random: bytes) -> str:
    """The text of a key: a prefix that scanners find, the randomness, and its checksum."""
    body = b32encode(random).decode().lower()
    return f"caudal_{kind}_{body}{crc32(body.encode()):08x}"


def is_secret(text: str) -> bool:
    """Whether a text can be a key: what is mistyped or made up never reaches the database."""
    return bool(_SECRET.fullmatch(text)) and crc32(text[-40:-8].encode()) == int(text[-8:], 16)


def digest(secret: str) -> bytes:
    """What is kept of a key. It needs no salt: there is nothing to guess in 160 random bits."""
    return sha256(secret.encode()).digest()
