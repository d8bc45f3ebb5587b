"""Ports as values: what a test puts in, it can look at."""

from collections.abc import AsyncIterator, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

from caudal.errors import Conflict, DatabaseUnavailable, NotFound, StorageUnavailable
from caudal.media.access import Caller
from caudal.media.journal import History, Operations, Window
from caudal.media.upload import NewUpload, Upload
from caudal.media.video import NewVideo, Pictures, Status, Video
from caudal.ports import Answered, Cursor, News, Occasion, Remember
from caudal.upload_ports import GrowingFile

EPOCH = datetime(2026, 11, 24, 2, 13, tzinfo=UTC)


class FileInMemory:
    """A file on its way in, as the bytes it got; `kept` tells whether it has its final name."""

    def __init__(self) -> None:
        self.data = bytearray()
        self.sidecars: dict[int, bytes] = {}
        self.kept = False

    async def write(self, block: bytes | bytearray) -> None:
        self.data += block

    async def add_sidecar(self, number: int, data: bytes) -> None:
        self.sidecars[number] = data

    async def keep(self) -> None:
        self.kept = True


class UploadsInMemory:
    """Files in a dictionary, on a disk with `room` bytes."""

    def __init__(self, room: int = 1 << 40) -> None:
        self.room = room
        self.files: dict[UUID, FileInMemory] = {}

    async def free(self) -> int:
        return self.room - sum(len(file.data) for file in self.files.values())

    async def size(self) -> int:
        return self.room

    @asynccontextmanager
    async def incoming(self, video: UUID) -> AsyncIterator[FileInMemory]:
        file = self.files[video] = FileInMemory()
        try:
            yield file
        except BaseException:
            del self.files[video]
            raise

    async def begin(self, video: UUID) -> None:
        raise StorageUnavailable

    def resume(
        self, video: UUID, *, writer: int, offset: int
    ) -> AbstractAsyncContextManager[GrowingFile]:
        raise StorageUnavailable

    async def delete(self, video: UUID) -> None:
        self.files.pop(video, None)


class OccasionsInMemory:
    """Every request is the first: that it is not is a question for the database."""

    @asynccontextmanager
    async def begin(self, occasion: Occasion) -> AsyncIterator[Answered | None]:
        yield None


class JournalInMemory:
    """What a test says that happened.

    Attributes:
        histories: Of the videos, by id.
        now: What goes on.
    """

    def __init__(self) -> None:
        self.histories: dict[UUID, History] = {}
        self.now = Operations(
            now=EPOCH,
            waiting=0,
            processing=0,
            oldest=None,
            workers=1,
            lanes=(),
            stored=0,
            parts=(),
            failures=(),
        )

    async def of(self, video: UUID) -> History:
        return self.histories.get(video, History(periods=(), attempts=(), segments={}))

    async def operations(self, window: Window) -> Operations:
        return self.now


class NoUploadRows:
    """No resumable upload: they are a question for the database."""

    def of(self, caller: Caller) -> "NoUploadRows":
        return self

    async def create(self, new: NewUpload) -> Upload:
        raise DatabaseUnavailable

    async def get(self, upload: UUID) -> Upload:
        raise NotFound

    async def take(self, upload: UUID, *, offset: int, length: int | None) -> Upload:
        raise NotFound

    async def record(self, upload: Upload, offset: int) -> None:
        raise NotFound

    async def abort(self, upload: UUID) -> Upload:
        raise NotFound


class VideosInMemory:
    """The rows of the videos in a dictionary; each row is a second younger than the one before.

    Attributes:
        rows: By id.
        away: When set, every call raises it.
        missed: Whether there are more news than are told.
    """

    def __init__(self) -> None:
        self.rows: dict[UUID, Video] = {}
        self.away: Exception | None = None
        self.missed = False
        self._ever: set[UUID] = set()

    def of(self, caller: Caller) -> "VideosInMemory":
        """All are in view: whose videos are whose is a question for the database."""
        return self

    async def submit(self, new: NewVideo, remember: Remember | None = None) -> Video:
        self._answer()
        now = EPOCH + timedelta(seconds=len(self.rows))
        video = Video(
            id=new.id,
            filename=new.filename,
            status=Status.PENDING,
            created_at=now,
            updated_at=now,
            bytes=new.bytes,
            options=new.options,
            progress=0.0,
            eta=None,
            queue_position=None,
            early_url=None,
            early_duration=0.0,
            cpu=0.0,
            source=None,
            plan=None,
            url=None,
            pictures=Pictures(),
            failure=None,
        )
        self.rows[new.id] = video
        return video

    async def check_quota(self, tenant: str, size: int) -> None:
        """There is none here."""

    async def get(self, video: UUID) -> Video:
        self._answer()
        if video not in self.rows:
            raise NotFound("There is no such video.")
        return self.rows[video]

    async def page(
        self, *, status: Status | None, limit: int, after: Cursor | None, search: str = ""
    ) -> Sequence[Video]:
        self._answer()
        newest_first = sorted(
            self.rows.values(), key=lambda row: (row.created_at, row.id), reverse=True
        )
        return [
            row
            for row in newest_first
            if (status is None or row.status is status)
            and search.casefold() in f"{row.options.title} {row.filename}".casefold()
            and (after is None or (row.created_at, row.id) < (after.created_at, after.id))
        ][:limit]

    async def news(self, since: datetime | None) -> News:
        """Every row, whoever asks since when."""
        self._answer()
        self._ever |= self.rows.keys()
        rows = [] if since is None else list(self.rows.values())
        gone = sorted(self._ever - self.rows.keys())
        return News(now=datetime.now(UTC), videos=rows, deleted=gone, whole=not self.missed)

    async def cancel(self, video: UUID) -> Video:
        return await self._turn(video, Status.CANCELLED)

    async def retry(self, video: UUID) -> Video:
        return await self._turn(video, Status.PENDING)

    async def delete(self, video: UUID) -> None:
        await self.get(video)
        del self.rows[video]

    async def check(self) -> None:
        self._answer()

    def change(self, video: UUID, **changes: object) -> None:
        """Give a row other values, as a worker would."""
        self.rows[video] = replace(self.rows[video], **changes)  # type: ignore[arg-type]

    async def _turn(self, video: UUID, status: Status) -> Video:
        """The edge, if the row has one to there; the database's own rules are tested there."""
        if (await self.get(video)).status is Status.DONE:
            raise Conflict("Not in this status.")
        self.change(video, status=status)
        return self.rows[video]

    def _answer(self) -> None:
        if self.away is not None:
            raise self.away
