"""Finish: prove that everything is there, then make it visible, the multivariant playlist last."""

import asyncio
from collections.abc import Iterable

from caudal.media import stills, subtitles
from caudal.media.early import early_playlists
from caudal.media.keys import master_key, poster_key
from caudal.media.plan import Plan
from caudal.media.planning import without_copies
from caudal.media.presentation import by_rendition, damaged, playlists, prove
from caudal.media.segment import Segment
from caudal.media.video import Pictures
from caudal.media.warnings import SourceWarning
from caudal.ports import Damaged, Published, Segments, Spoiled, Store


async def finish(
    root: str,
    plan: Plan,
    *,
    store: Store,
    segments: Segments,
    early: bool,
    warnings: Iterable[SourceWarning] = (),
) -> Published | Damaged | Spoiled:
    """Publish a video whose segments are all recorded.

    Safe to run twice: the same records make the same playlists. No playlist is written when the
    records are not what was planned, which raises `OutputInvalid`, or when the store has lost
    segments, which are the result then: they have to be made again. A copy of what turned out to
    be damaged is not published either.

    Args:
        root: What the video's keys begin with.
        plan: What was decided.
        store: Where the objects are.
        segments: The records.
        early: Whether somebody may be watching already: early playlists get their end.
        warnings: What was found out about the source on the way.
    """
    if (encoded := without_copies(plan, warnings)) is not None:
        return Spoiled(plan=encoded)
    renditions = by_rendition(recorded := await segments.recorded())
    pictures = [segment for name in stills.NAMES for segment in renditions.pop(name, ())]
    words = {track.name: renditions.pop(track.name, []) for track in plan.subtitles}
    prove(plan, renditions)
    stills.prove(plan, pictures)
    subtitles.prove(plan, [segment for track in words.values() for segment in track])
    if lost := damaged(recorded, await store.list(root)):
        return Damaged(segments=tuple(lost))
    *media, master = playlists(root, plan, renditions, words)
    if early:
        # Also where a refresh was missed on the way.
        media += early_playlists(root, plan, renditions, {}).files
    shown = await _show(root, plan, pictures, store)
    async with asyncio.TaskGroup() as puts:
        for key, text in media:
            puts.create_task(store.put(key, text.encode()))
    await store.put(master[0], master[1].encode())
    return Published(url=store.url(master_key(root)), pictures=shown)


async def _show(root: str, plan: Plan, pictures: list[Segment], store: Store) -> Pictures:
    """Choose the poster, and write the file that tells what the sheets of the storyboard show."""
    poster = thumbnails = None
    if (best := stills.best_poster(pictures)) is not None:
        await store.put(poster_key(root), await store.get(best.key))
        poster = store.url(poster_key(root))
    if (text := stills.thumbnails(root, plan, pictures)) is not None:
        await store.put(stills.thumbnails_key(root), text.encode())
        thumbnails = store.url(stills.thumbnails_key(root))
    previews = (store.url(still.key) for still in pictures if still.rendition == stills.PREVIEW)
    return Pictures(poster=poster, thumbnails=thumbnails, preview=next(previews, None))
