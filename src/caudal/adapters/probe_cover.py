"""The cover of a file of sound: is there one, and does it decode. Part of the probe's child."""

from contextlib import suppress
from typing import Any

import av
from av.video.stream import VideoStream

# libav's word for what ID3 and FLAC call picture type 3.
_FRONT = "Cover (front)"


def is_cover(stream: VideoStream) -> bool:
    return bool(stream.disposition & av.stream.Disposition.attached_pic)


def cover(path: str, options: dict[str, str], codecs: str, max_pixels: int) -> dict[str, Any]:
    """`cover` and `cover_unreadable` of `Source`, as JSON values: of the front cover, or the first.

    Args:
        path: The file, which has been opened before.
        options: What it was opened with.
        codecs: What a cover may be.
        max_pixels: Nothing larger is decoded.
    """
    found = None
    with suppress(av.error.FFmpegError):
        found = _decoded(path, options, codecs, max_pixels)
    return {"cover": found, "cover_unreadable": found is None}


def _decoded(
    path: str, options: dict[str, str], codecs: str, max_pixels: int
) -> dict[str, int] | None:
    """What `CoverArt` holds; None, or an error, where the picture has any fault."""
    options = options | {"codec_whitelist": f"{options['codec_whitelist']},{codecs}"}
    bounds = {"max_pixels": str(max_pixels)}
    # While it opens a file, libav decodes a PNG to learn what its pixels are. The stubs are wrong.
    each: Any = [bounds] * int(options["max_streams"])
    with av.open(
        path, metadata_errors="replace", container_options=options, stream_options=each
    ) as container:
        covers = [stream for stream in container.streams.video if is_cover(stream)]
        art = next((s for s in covers if s.metadata.get("comment") == _FRONT), covers[0])
        context: Any = art.codec_context  # None where there is no decoder
        if context is None or context.name not in codecs.split(","):
            return None
        context.options = bounds | {"err_detect": "explode"}
        context.thread_count = 1
        for packet in container.demux(art):
            for frame in packet.decode():
                return {"index": art.index, "width": frame.width, "height": frame.height}
    return None
