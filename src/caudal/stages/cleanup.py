"""Clean up: what a finished video no longer needs goes."""

from caudal.media import keys, stills
from caudal.media.video import Status, Video
from caudal.ports import Cleaned, Segments, Sources, Store


async def clean_up(video: Video, *, sources: Sources, store: Store, segments: Segments) -> Cleaned:
    """Remove the source, and every object that neither a playlist nor a record names.

    A video that may still be retried keeps its source and its recorded segments; one whose file
    is at fault keeps nothing. Safe to run twice.
    """
    root = keys.video_root(video.id)
    recorded = [] if _hopeless(video) else await segments.recorded()
    kept = {segment.key for segment in recorded}
    if video.status is Status.DONE and video.plan is not None:
        kept -= {segment.key for segment in recorded if segment.rendition == stills.POSTER}
        kept |= {
            key(root, name)
            for key in (keys.index_key, keys.early_key, keys.i_frames_key)
            for name in video.plan.names
        }
        kept |= {keys.index_key(root, track.name) for track in video.plan.subtitles}
        kept |= {keys.master_key(root), keys.early_master_key(root)}
        kept |= {keys.poster_key(root), stills.thumbnails_key(root)}
    orphans = [key for key in await store.list(root) if key not in kept]
    if orphans:
        await store.delete(orphans)
    if video.status is Status.DONE or _hopeless(video):
        await sources.delete(video.id)
    return Cleaned()


def _hopeless(video: Video) -> bool:
    return video.failure is not None and not video.failure.retryable
