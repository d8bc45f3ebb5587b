"""What of a video stays when it is over."""

from collections.abc import Sequence

from caudal.media import keys, stills
from caudal.media.segment import Segment
from caudal.media.video import Status, Video


def keeps_nothing(video: Video) -> bool:
    """Whether the video's own file is at fault: trying again cannot help."""
    return video.failure is not None and not video.failure.retryable


def kept_keys(video: Video, segments: Sequence[Segment]) -> set[str]:
    """Keys of the objects that are still needed of a video that is over.

    Of a finished one: whatever a playlist names, the playlists, the pictures that are shown. Of
    one that may be retried: its recorded segments.
    """
    if keeps_nothing(video):
        return set()
    kept = {segment.key for segment in segments}
    if video.status is Status.DONE and video.plan is not None:
        root = keys.video_root(video.id)
        kept -= {segment.key for segment in segments if segment.rendition == stills.POSTER}
        kept |= {
            key(root, name)
            for key in (keys.index_key, keys.early_key, keys.i_frames_key)
            for name in video.plan.names
        }
        kept |= {keys.index_key(root, track.name) for track in video.plan.subtitles}
        kept |= {keys.master_key(root), keys.early_master_key(root)}
        kept |= {keys.poster_key(root), stills.thumbnails_key(root)}
    return kept
