"""Erase: what is left of a deleted video goes."""

from uuid import UUID

from caudal.media.keys import video_root
from caudal.ports import Store, Waiting


async def erase(video: UUID, *, sources: Waiting, store: Store) -> None:
    """Remove a video's objects and its source. Safe to run twice."""
    if found := await store.list(video_root(video)):
        await store.delete(list(found))
    await sources.delete(video)
