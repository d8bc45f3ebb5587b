"""What resumable uploads need of the world; the rest is in `ports`."""

from collections.abc import Set
from contextlib import AbstractAsyncContextManager
from typing import Protocol
from uuid import UUID

from caudal.media.access import Caller
from caudal.media.upload import NewUpload, Upload
from caudal.ports import Uploads


class GrowingFile(Protocol):
    """A file on its way in by several requests.

    Each call may raise `UploadTakenOver`: a later request has it, or it is removed.
    """

    async def write(self, block: bytes | bytearray) -> None:
        """Append a block, which must not change afterwards. A failure may surface one call later.

        Raises `InsufficientStorage` when the disk is full.
        """

    async def keep(self) -> None:
        """Give the file its final name; when this returns, it survives a power cut."""

    async def flush(self, *, rest: bool) -> int:
        """How many bytes of the file survive a power cut from now on.

        Without the `rest` those that cost little may do.
        """


class ResumableUploads(Uploads, Protocol):
    """Where the bytes of new videos go, at once or by and by."""

    async def begin(self, video: UUID) -> None:
        """Make room for a video's file, durably."""

    def resume(
        self, video: UUID, *, writer: int, offset: int
    ) -> AbstractAsyncContextManager[GrowingFile]:
        """Go on behind the first `offset` bytes; what follows them is dropped.

        From now on no writer with a lower number changes the file, whichever process it is in.
        Raises `UploadTakenOver` to those.
        """

    async def delete(self, video: UUID) -> None:
        """Remove the file; one that does not exist counts as removed."""


class Unfinished(Protocol):
    """Uploads that may still become videos."""

    async def unfinished(self) -> Set[UUID]:
        """The videos that they are going to be."""


class UploadRows(Protocol):
    """The rows of resumable uploads. Every call may raise `DatabaseUnavailable`.

    What is outside of the view does not exist: `NotFound`. What is over raises `UploadGone`.
    """

    def of(self, caller: Caller) -> "UploadRows":
        """The same rows, of which only the caller's are in view."""

    async def create(self, new: NewUpload) -> Upload:
        """Write the row. An upload token has one at a time: an earlier one is gone.

        Raises `QuotaExceeded`.
        """

    async def get(self, upload: UUID) -> Upload:
        """The row."""

    async def take(self, upload: UUID, *, offset: int, length: int | None) -> Upload:
        """Become the only writer, if so many bytes are there, and say how many there will be.

        Raises `OffsetMismatch`, `QuotaExceeded`, and `UploadTakenOver` when it has become its
        video meanwhile.
        """

    async def record(self, upload: Upload, offset: int) -> None:
        """So many bytes are durable. Raises `UploadTakenOver`."""

    async def abort(self, upload: UUID) -> Upload:
        """End it; its bytes are removed soon. Raises `Conflict` when it has become its video."""
