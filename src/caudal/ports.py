"""What stages and the web need of the world, as small Protocols described by guarantees."""

from collections.abc import Awaitable, Callable, Mapping, Sequence, Set
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Protocol
from uuid import UUID

from caudal.media.access import Caller, NewCredential
from caudal.media.events import Event
from caudal.media.plan import Plan
from caudal.media.reading import Span
from caudal.media.segment import Segment
from caudal.media.source import Source
from caudal.media.video import NewVideo, Pictures, Status, Video
from caudal.media.warnings import SourceWarning


class Store(Protocol):
    """Where finished objects live and players fetch them.

    Every call raises `StorageUnavailable` when the store does not answer after its own retries.
    """

    async def put(self, key: str, data: bytes) -> None:
        """Store an object whole, durably, with the headers of `keys.delivery`; replaces."""

    async def get(self, key: str) -> bytes:
        """The object's bytes. Raises `NotFound`."""

    async def size(self, key: str) -> int | None:
        """Bytes of the object, None when there is none."""

    async def list(self, prefix: str) -> dict[str, int]:
        """Keys that begin with `prefix`, and the bytes of each object."""

    async def older(self, prefix: str, age: timedelta) -> Sequence[str]:
        """Keys that begin with `prefix`, of objects that were stored so long ago."""

    async def folders(self) -> Sequence[str]:
        """The first parts of all keys that have more than one."""

    async def delete(self, keys: Sequence[str]) -> None:
        """Remove objects; those that do not exist count as removed."""

    async def unfinished(self, age: timedelta) -> Sequence[str]:
        """What puts that were cut short so long ago have left; `discard` removes it."""

    async def discard(self, names: Sequence[str]) -> None:
        """Remove what `unfinished` has named."""

    def url(self, key: str) -> str:
        """Where a player finds the object."""

    async def check(self) -> None:
        """Write, read and delete one object."""


class Waiting(Protocol):
    """Uploaded files that wait for their worker: one immutable file a video."""

    async def delete(self, video: UUID) -> None:
        """Remove the file; one that does not exist counts as removed."""

    async def waiting(self) -> Mapping[UUID, timedelta]:
        """The videos that have bytes here, whole or not, and the age of the newest of them."""


class Sources(Waiting, Protocol):
    """Uploaded files, for who reads them."""

    def file(
        self, video: UUID, needed: Sequence[Span] | None = None, /
    ) -> AbstractAsyncContextManager[Path]:
        """A local path of the video's file, good while the block lasts. Raises `SourceMissing`.

        Outside of the `needed` spans the file may read as zeros; None: all of it is needed.
        """

    async def sidecar(self, video: UUID, number: int) -> bytes:
        """A file of subtitles that was sent with it. Raises `SourceMissing`."""


class IncomingFile(Protocol):
    """A file on its way in, under a temporary name on the disk where it will stay."""

    async def write(self, block: bytes | bytearray) -> None:
        """Append a block, which must not change afterwards. A failure may surface one call later.

        Raises `InsufficientStorage` when the disk is full.
        """

    async def add_sidecar(self, number: int, data: bytes) -> None:
        """Store a file of subtitles beside it; it lasts when `keep` has returned."""

    async def keep(self) -> None:
        """Give the file its final name; when this returns, it survives a power cut."""


class Uploads(Protocol):
    """Where the bytes of new videos go."""

    async def free(self) -> int:
        """Bytes that can still be written."""

    async def size(self) -> int | None:
        """Bytes of the disk they are on; None where there is none."""

    def incoming(self, video: UUID) -> AbstractAsyncContextManager[IncomingFile]:
        """Make room for a video's file. Nothing is left of it when the block raises.

        Unless it raises `Unsettled`: the video may be there, and need its file.
        """


class Segments(Protocol):
    """The record of one video's finished segments, written by one attempt at one step."""

    async def recorded(self, *renditions: str) -> list[Segment]:
        """What is finished of these renditions, or of all, by rendition and index."""

    async def record(self, segment: Segment) -> None:
        """Add a stored segment. Raises `Fenced` when the step is no longer this attempt's."""


class Turn(Protocol):
    """The right to write a video's early playlists, held by one at a time.

    Attributes:
        published: Per rendition how many segments its early playlist names.
    """

    published: Mapping[str, int]

    async def segments(self, known: Mapping[str, int]) -> list[Segment]:
        """Recorded segments of these renditions, from the known number on."""

    async def hold(self) -> None:
        """Make sure that the turn lasts. Raises `DatabaseUnavailable` when it is over."""

    async def save(self, published: Mapping[str, int], url: str | None, duration: float) -> None:
        """Record what the playlists name now, and what can be played of it."""


class Publication(Protocol):
    """The state of one video's early playlists."""

    def turn(self) -> AbstractAsyncContextManager[Turn | None]:
        """Take the turn; None when somebody has it, or the video is no longer being made."""

    async def withdraw(self) -> None:
        """Nothing is published any more; waits for whoever is writing."""


class RunFfmpeg(Protocol):
    """Run ffmpeg to its end in a sandboxed child: it reads `source` and writes below `directory`.

    It never outlives the call, and is stopped while an event is being dealt with for long. Makes
    way for all that is urgent, if it is not. Returns the seconds of CPU time it took. Raises
    `ToolFailed`, with the last words of its stderr.
    """

    async def __call__(
        self,
        argv: Sequence[str],
        *,
        source: Path,
        directory: Path,
        on_event: Callable[[Event], Awaitable[None]],
        urgent: bool,
    ) -> float: ...


class Probe(Protocol):
    """Measure a file in a sandboxed child. Raises `BadSource`."""

    async def __call__(self, path: Path) -> Source: ...


@dataclass(slots=True)
class Progress:
    """A stage writes how far it is, from 0 to 1; the worker reads it."""

    done: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """Result of the prepare stage."""

    source: Source
    plan: Plan


@dataclass(frozen=True, slots=True, kw_only=True)
class Encoded:
    """Result of an encode or audio stage; its segments are recorded one by one.

    Attributes:
        cpu: Seconds of CPU time that ffmpeg took.
        warnings: What it found out about the source.
    """

    cpu: float = 0.0
    warnings: tuple[SourceWarning, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """Result of the finish stage: the multivariant playlist can be played at `url`."""

    url: str
    pictures: Pictures = field(default_factory=Pictures)


@dataclass(frozen=True, slots=True, kw_only=True)
class Damaged:
    """Result of the finish stage: these segments are not in the store, and are made again."""

    segments: tuple[Segment, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cleaned:
    """Result of the cleanup stage."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoiled:
    """Result of the finish stage: what was copied is damaged, and is encoded by this plan."""

    plan: Plan


Result = Prepared | Encoded | Published | Damaged | Spoiled | Cleaned


@dataclass(frozen=True, slots=True, kw_only=True)
class Cursor:
    """Position in the list of videos, which is ordered newest first."""

    created_at: datetime
    id: UUID


class Erasures(Protocol):
    """Deleted videos whose objects and files are yet to be removed."""

    async def pending(self) -> Set[UUID]:
        """All of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Occasion:
    """A request that is dealt with once, however often it comes.

    Attributes:
        caller: Who sends it; keys of different callers have nothing to do with each other.
        key: Its Idempotency-Key.
        owner: Generated for each time it comes.
    """

    caller: str
    key: str
    owner: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """What a request was answered when it came first.

    Attributes:
        fingerprint: Of what it sent.
    """

    fingerprint: bytes
    answer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Remember:
    """How the answer to an occasion is kept, with the video that it made."""

    occasion: Occasion
    fingerprint: bytes
    answer: Callable[[Video], str]


class Occasions(Protocol):
    """Requests with an Idempotency-Key, kept for a day after they were answered."""

    def begin(self, occasion: Occasion) -> AbstractAsyncContextManager[Answered | None]:
        """The first answer; None: there is none, and nobody else begins while the block lasts.

        What has not been answered in the block may begin again. Raises `IdempotencyInFlight`.
        """


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """What has become of the videos since a moment.

    Attributes:
        now: The moment of this answer, on the clock of whoever answers.
        videos: Those that have changed, or may at any time, as they are now.
        deleted: Those that are gone, at least since ten minutes ago.
        whole: Whether that is all; else ask for every video anew.
    """

    now: datetime
    videos: Sequence[Video]
    deleted: Sequence[UUID]
    whole: bool


class Credentials(Protocol):
    """Keys and upload tokens. Every call raises `DatabaseUnavailable` when PostgreSQL is away."""

    async def caller(self, digest: bytes) -> Caller | None:
        """Whose secret this is; None when it is unknown, expired or revoked, at this moment."""

    async def add(self, new: NewCredential) -> datetime | None:
        """Make it good from now on; says until when."""


class Videos(Protocol):
    """The rows of the videos. Every call raises `DatabaseUnavailable` when PostgreSQL is away.

    What is outside of the view does not exist: `NotFound`, and on no page.
    """

    def of(self, caller: Caller) -> "Videos":
        """The same rows, of which only the caller's are in view."""

    async def submit(self, new: NewVideo, remember: Remember | None = None) -> Video:
        """Write the row (`pendente`) and ring for its first step, in one transaction.

        And keep the answer in it, where a request is to be answered once.

        Raises `Unsettled` when nobody knows whether that has happened, `Forbidden` when its
        upload token is used up, `QuotaExceeded`, and `IdempotencyInFlight` or `UploadTakenOver`
        when somebody else has taken it over.
        """

    async def check_quota(self, tenant: str, size: int) -> None:
        """Whether the tenant may send a video of so many bytes. Raises `QuotaExceeded`.

        `submit` asks again: others may have sent something meanwhile.
        """

    async def get(self, video: UUID) -> Video:
        """The row. Raises `NotFound`."""

    async def page(
        self, *, status: Status | None, limit: int, after: Cursor | None, search: str = ""
    ) -> Sequence[Video]:
        """Up to `limit` rows older than `after`, newest first.

        Only those whose name contains `search`, whatever the case and the accents of either.
        """

    async def news(self, since: datetime | None) -> News:
        """What has become of the videos since a moment; None: since now."""

    async def cancel(self, video: UUID) -> Video:
        """End an unfinished video. Raises `NotFound`, `Conflict`."""

    async def retry(self, video: UUID) -> Video:
        """Go on with a failed or cancelled video. Raises `NotFound`, `Conflict`."""

    async def delete(self, video: UUID) -> None:
        """Forget a video at once; what is left of it is removed soon. Raises `NotFound`."""

    async def check(self) -> None:
        """Answer when the database is there and its schema is no older than this code's."""


class Listen(Protocol):
    """Ring when a video may have come, gone, or changed its status; never returns."""

    async def __call__(self, ring: Callable[[], None], /) -> None: ...
