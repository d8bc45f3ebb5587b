"""Tidy: find what broken processes have left behind, and remove it."""

from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from uuid import UUID

from caudal.errors import NotFound
from caudal.media.keys import video_root
from caudal.media.retention import keeps_nothing, kept_keys
from caudal.media.segment import Segment
from caudal.media.video import Status, Video
from caudal.ports import Erasures, Store, Videos, Waiting
from caudal.upload_ports import Unfinished

CHECKS = ".check"
OVER = (Status.DONE, Status.FAILED, Status.CANCELLED)


class Kind(StrEnum):
    """What was left behind.

    A `stranger` is an object below the name of a video that the database does not know: it may
    be another installation's, or the database an old copy of itself.
    """

    OBJECT = "object"
    DRAFT = "draft"
    SOURCE = "source"
    STRANGER = "stranger"


@dataclass(frozen=True, slots=True, kw_only=True)
class Orphan:
    """One thing that nobody needs: an object's key, a draft's name, a source's video."""

    kind: Kind
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Premises:
    """Where to look.

    Attributes:
        recorded: The segment records of a video.
    """

    videos: Videos
    erasures: Erasures
    uploads: Unfinished
    recorded: Callable[[UUID], Awaitable[Sequence[Segment]]]
    store: Store
    sources: Waiting

    async def known(self, video: UUID) -> Video | None:
        """The row, if there is one."""
        try:
            return await self.videos.get(video)
        except NotFound:
            return None


async def find_orphans(premises: Premises, age: timedelta) -> list[Orphan]:
    """Everything that is older than `age` and that nobody needs."""
    # Before the rows are read: what is deleted meanwhile must not look like a stranger's.
    folders = await premises.store.folders()
    sources = await premises.sources.waiting()
    # An upload that ends meanwhile has its video's row by the time that is asked for.
    needed = await premises.erasures.pending() | await premises.uploads.unfinished()
    found = [Orphan(kind=Kind.DRAFT, name=name) for name in await premises.store.unfinished(age)]
    for video, idle in sources.items():
        if idle >= age and video not in needed:
            row = await premises.known(video)
            if row is None or row.status is Status.DONE or keeps_nothing(row):
                found.append(Orphan(kind=Kind.SOURCE, name=str(video)))
    for folder in folders:
        if folder == CHECKS:
            old = await premises.store.older(f"{CHECKS}/", age)
            found += [Orphan(kind=Kind.OBJECT, name=key) for key in old]
        elif (video_id := _video(folder)) is not None and video_id not in needed:
            found += await _of_video(premises, video_id, age)
    return found


async def remove(orphans: Sequence[Orphan], *, store: Store, sources: Waiting) -> None:
    """Remove what was found; what is gone already counts as removed."""
    if objects := list(_names(orphans, Kind.OBJECT, Kind.STRANGER)):
        await store.delete(objects)
    await store.discard(list(_names(orphans, Kind.DRAFT)))
    for video in _names(orphans, Kind.SOURCE):
        await sources.delete(UUID(video))


async def _of_video(premises: Premises, video: UUID, age: timedelta) -> list[Orphan]:
    old = await premises.store.older(video_root(video), age)
    if not old:
        return []
    row = await premises.known(video)
    if row is None:
        return [Orphan(kind=Kind.STRANGER, name=key) for key in old]
    if row.status not in OVER:
        return []
    kept = kept_keys(row, await premises.recorded(video))
    return [Orphan(kind=Kind.OBJECT, name=key) for key in old if key not in kept]


def _video(folder: str) -> UUID | None:
    try:
        return UUID(folder)
    except ValueError:
        return None  # not ours


def _names(orphans: Sequence[Orphan], *kinds: Kind) -> Iterator[str]:
    return (orphan.name for orphan in orphans if orphan.kind in kinds)
