"""Clean up: what a video that is over no longer needs goes."""

from caudal.media import keys
from caudal.media.retention import keeps_nothing, kept_keys
from caudal.media.video import Status, Video
from caudal.ports import Cleaned, Publication, Segments, Sources, Store


async def clean_up(
    video: Video,
    *,
    sources: Sources,
    store: Store,
    segments: Segments,
    publication: Publication,
) -> Cleaned:
    """Remove the source, and every object that neither a playlist nor a record names.

    A video that may still be retried keeps its source and its recorded segments; one whose file
    is at fault keeps nothing. Safe to run twice.
    """
    if video.status is not Status.DONE:
        # First: whoever goes on after a retry must not believe in playlists that are gone.
        await publication.withdraw()
    kept = kept_keys(video, await segments.recorded())
    orphans = [key for key in await store.list(keys.video_root(video.id)) if key not in kept]
    if orphans:
        await store.delete(orphans)
    if video.status is Status.DONE or keeps_nothing(video):
        await sources.delete(video.id)
    return Cleaned()
