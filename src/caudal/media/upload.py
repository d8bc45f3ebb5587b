"""An upload: bytes on their way in, by as many requests as it takes."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from caudal.media.access import DEFAULT_TENANT
from caudal.media.plan import Options


@dataclass(frozen=True, slots=True, kw_only=True)
class NewUpload:
    """An upload that has no bytes yet.

    Attributes:
        id: 128 random bits: part of an address that nobody guesses.
        video: The id of the video that it is going to be.
        length: Bytes that the file will have; None: that is said later.
        filename: The sender's name for it, cleaned: display text only.
        options: What the sender chose.
        metadata: The header Upload-Metadata as it was sent.
        tenant: Whose it is.
        token: The upload token that began it.
    """

    id: UUID
    video: UUID
    length: int | None
    filename: str
    options: Options
    metadata: str = ""
    tenant: str = DEFAULT_TENANT
    token: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload(NewUpload):
    """One row.

    Attributes:
        offset: Bytes that are durable.
        writer: Number of the latest request that sends bytes. Earlier ones write no more.
        expires_at: When it goes, unless more bytes come.
        done: Whether it has become its video.
    """

    offset: int
    writer: int
    expires_at: datetime
    done: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Checksum:
    """What the bytes of one request have to be.

    Attributes:
        algorithm: Its name in hashlib.
    """

    algorithm: str
    digest: bytes
