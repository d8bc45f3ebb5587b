"""Finish: prove that everything is there, then make it visible, the multivariant playlist last."""

import asyncio

from caudal.media.early import early_playlists
from caudal.media.keys import master_key
from caudal.media.plan import Plan
from caudal.media.presentation import by_rendition, damaged, playlists, prove
from caudal.ports import Damaged, Published, Segments, Store


async def finish(
    root: str, plan: Plan, *, store: Store, segments: Segments, early: bool
) -> Published | Damaged:
    """Publish a video whose segments are all recorded.

    Safe to run twice: the same records make the same playlists. No playlist is written when the
    records are not what was planned, which raises `OutputInvalid`, or when the store has lost
    segments, which are the result then: they have to be made again.

    Args:
        root: What the video's keys begin with.
        plan: What was decided.
        store: Where the objects are.
        segments: The records.
        early: Whether somebody may be watching already: early playlists get their end.
    """
    renditions = by_rendition(await segments.recorded())
    prove(plan, renditions)
    if lost := damaged(renditions, await store.list(root)):
        return Damaged(segments=tuple(lost))
    *media, master = playlists(root, plan, renditions)
    if early:
        # Also where a refresh was missed on the way.
        media += early_playlists(root, plan, renditions, {}).files
    async with asyncio.TaskGroup() as puts:
        for key, text in media:
            puts.create_task(store.put(key, text.encode()))
    await store.put(master[0], master[1].encode())
    return Published(url=store.url(master_key(root)))
