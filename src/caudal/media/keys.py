"""The key of every object of a video, and how it is delivered. Only generated names."""

from dataclasses import dataclass
from uuid import UUID

MASTER = "master.m3u8"
INDEX = "index.m3u8"
EARLY = "early.m3u8"
I_FRAMES = "iframes.m3u8"
MANIFEST = "manifest.json"
CONTENT_KEY = "content.key"
"""What encrypts a video's segments: an address beside them, and never an object of the store."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """HTTP headers an object is stored and served with."""

    content_type: str
    cache_control: str


_IMMUTABLE = "public, max-age=31536000, immutable"
_TYPES = {
    # A finished playlist may go when its video is deleted; a minute bounds that.
    "m3u8": Delivery(
        content_type="application/vnd.apple.mpegurl", cache_control="public, max-age=60"
    ),
    "ts": Delivery(content_type="video/mp2t", cache_control=_IMMUTABLE),
    "vtt": Delivery(content_type="text/vtt;charset=utf-8", cache_control=_IMMUTABLE),
    "jpg": Delivery(content_type="image/jpeg", cache_control=_IMMUTABLE),
    "webp": Delivery(content_type="image/webp", cache_control=_IMMUTABLE),
    # Of uploaded files, which nobody but workers is to have.
    "part": Delivery(content_type="application/octet-stream", cache_control="private, no-store"),
    "key": Delivery(content_type="application/octet-stream", cache_control="private, no-store"),
    "json": Delivery(content_type="application/json", cache_control="private, no-store"),
    "text": Delivery(content_type="text/plain;charset=utf-8", cache_control="private, no-store"),
}


# An early playlist grows: it is asked for again and again.
_GROWING = Delivery(content_type="application/vnd.apple.mpegurl", cache_control="no-cache")


def delivery(key: str) -> Delivery:
    """Type and caching of an object. Raises KeyError for a name that is not ours."""
    if key.rsplit("/", 1)[-1] == EARLY:
        return _GROWING
    return _TYPES[key.rsplit(".", 1)[-1]]


def video_root(video: UUID) -> str:
    """What all keys of a video begin with, with the slash. A lone conversion has the root ""."""
    return f"{video}/"


def master_key(root: str) -> str:
    """The multivariant playlist, which a player opens."""
    return f"{root}{MASTER}"


def index_key(root: str, rendition: str) -> str:
    """The VOD media playlist of a rendition."""
    return f"{root}{rendition}/{INDEX}"


def i_frames_key(root: str, rendition: str) -> str:
    """The playlist of a rendition's keyframes, for seeking by sight."""
    return f"{root}{rendition}/{I_FRAMES}"


def early_master_key(root: str) -> str:
    """The multivariant playlist of a video that is still being converted."""
    return f"{root}{EARLY}"


def early_key(root: str, rendition: str) -> str:
    """The early playlist of a rendition."""
    return f"{root}{rendition}/{EARLY}"


def poster_key(root: str) -> str:
    """The still that is shown before the video plays."""
    return f"{root}poster.jpg"


def webvtt_key(root: str, name: str) -> str:
    """A WebVTT file beside what belongs to it."""
    return f"{root}{name}/index.vtt"


def still_key(root: str, name: str, index: int, attempt: int, ending: str) -> str:
    """A still picture; attempts as in `segment_key`."""
    return f"{root}{name}/{index:05d}{_suffix(attempt)}.{ending}"


def subtitles_key(root: str, name: str, index: int, attempt: int) -> str:
    """A segment of subtitles; attempts as in `segment_key`."""
    return f"{root}{name}/{index:05d}{_suffix(attempt)}.vtt"


def segment_key(root: str, rendition: str, index: int, attempt: int) -> str:
    """A segment. The first attempt has the plain name; a later one never replaces its bytes."""
    return f"{root}{rendition}/{index:05d}{_suffix(attempt)}.ts"


def part_key(video: UUID, number: int, writer: int = 0) -> str:
    """A stretch of an uploaded file, in the source store.

    Writers of a resumable upload are numbered from 1; none replaces what another has stored.
    """
    return f"{video_root(video)}{number:06d}{f'-{writer}' if writer else ''}.part"


def sidecar_key(video: UUID, number: int) -> str:
    """A file of subtitles that was sent beside an uploaded file, in the source store."""
    return f"{video_root(video)}{sidecar_name(number)}"


def sidecar_name(number: int) -> str:
    """What a file of subtitles is called beside the file that it was sent with."""
    return f"subtitles-{number}.text"


def rest_key(video: UUID, writer: int) -> str:
    """What a writer had of a part when it ended."""
    return f"{video_root(video)}rest-{writer}.part"


def so_far_key(video: UUID, writer: int) -> str:
    """What says which parts were there when a writer ended."""
    return f"{video_root(video)}so-far-{writer}.json"


def manifest_key(video: UUID, writer: int = 0) -> str:
    """What says that all parts of an uploaded file are there; the last writer's is right."""
    return f"{video_root(video)}{f'manifest-{writer}.json' if writer else MANIFEST}"


def _suffix(attempt: int) -> str:
    return "" if attempt <= 1 else f"-{attempt}"
