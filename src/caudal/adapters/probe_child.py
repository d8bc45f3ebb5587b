"""The probe itself: measures one file and prints what it found as JSON. Runs in the sandbox.

usage: python -m caudal.adapters.probe_child FILE FORMATS CODECS COVERS MAX_STREAMS MAX_PIXELS

A file that cannot be read is an answer, not a failure: {"refused": …, "message": …}, exit 0.
"""

import json
import struct
import sys
from collections.abc import Iterator
from contextlib import suppress
from fractions import Fraction
from typing import Any

import av
from av.audio.stream import AudioStream
from av.container import InputContainer
from av.subtitles.stream import SubtitleStream
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from caudal.adapters.probe_bitstream import bitstream
from caudal.adapters.probe_cover import cover, is_cover
from caudal.adapters.probe_damage import decodable_until
from caudal.adapters.probe_fields import combed
from caudal.adapters.probe_layout import layout
from caudal.adapters.probe_scan import Scan, promised, scan

# Decoders of subtitles that are text; libav has two for some.
TEXT = frozenset({"ass", "ssa", "subrip", "srt", "mov_text", "webvtt"})

# libavcodec's AVFieldOrder; all others are two fields, in one order or another.
_UNKNOWN_ORDER, _PROGRESSIVE = 0, 1

# ITU-T H.273's numbers, by ffmpeg's names; what is not here is treated as untagged.
_PRIMARIES = {
    1: "bt709",
    5: "bt470bg",
    6: "smpte170m",
    9: "bt2020",
    11: "smpte431",
    12: "smpte432",
}
_TRANSFERS = {
    1: "bt709",
    6: "smpte170m",
    13: "iec61966-2-1",
    14: "bt2020-10",
    15: "bt2020-12",
    16: "smpte2084",
    18: "arib-std-b67",
}
_MATRICES = {1: "bt709", 5: "bt470bg", 6: "smpte170m", 9: "bt2020nc", 10: "bt2020c"}
_FULL_RANGE = 2  # libavutil's AVCOL_RANGE_JPEG


class Refused(Exception):
    """The file is not accepted; `code` is one of caudal's stable codes."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


def main(arguments: list[str]) -> None:
    path, formats, codecs, covers, max_streams, max_pixels = arguments
    av.logging.set_level(None)
    try:
        most = {"max_streams": int(max_streams), "max_pixels": int(max_pixels)}
        answer = measure(path, formats, codecs, covers, **most)
    except Refused as refused:
        answer = {"refused": refused.code, "message": str(refused)}
    json.dump(answer, sys.stdout)
    sys.stdout.write("\n")


def measure(
    path: str, formats: str, codecs: str, covers: str, *, max_streams: int, max_pixels: int
) -> dict[str, Any]:
    """What `Source` holds, as JSON values. Raises `Refused`."""
    options = _options(formats, codecs, max_streams)
    container = _open(path, options)
    if len(container.streams) > max_streams:
        raise Refused("too_many_streams", "")
    allowed = set(codecs.split(","))
    pictures = [s for s in container.streams.video if not is_cover(s)]
    sounds = [s for s in container.streams.audio if _codec(s) in allowed]
    if not pictures and not container.streams.audio:
        raise Refused("unsupported_format", "The file has neither picture nor sound.")
    video = pictures[0] if pictures else None
    if video is not None:
        _check_picture(video, allowed, max_pixels)
    # Only a decoded frame tells rotation and interlacing for sure, and that there is a picture.
    frame = _first_frame(container, video, max_pixels) if video is not None else None
    if video is None and sounds and next(_decoded(container, sounds[0]), None) is None:
        raise Refused("corrupt_input", "No sound of the file can be decoded.")
    start = _origin(container)
    stream, gaps = bitstream(container, video) if video is not None else (None, Fraction(0))
    tracks = ([video] if video else []) + sounds
    found = scan(container, tracks, start)
    end = max(found.ends.values(), default=Fraction(0))
    decodable = {
        track.index: decodable_until(container, track, found.ends[track.index])
        for track in tracks
        if track.index in found.ends
    }
    undecodable = max((found.ends[track] - decodable[track] for track in decodable), default=0)
    found.ends = decodable
    order = _field_order(int(video.codec_context.field_order), frame) if video and frame else ""
    if video and order == "unknown" and combed(container, video, end):
        order = "interlaced"
    return {
        "container": container.format.name.split(",")[0],
        "bytes": container.size,
        "start": str(start),
        "duration": str(end),
        "missing": str(max(Fraction(0), promised(container, tracks) - end)),
        "undecodable": str(undecodable),
        "skipped": len(container.streams.audio) - len(sounds),
        "clock_jumps": found.jumps,
        "gaps": str(Fraction(0) if found.jumps else gaps),
        "video": _video(video, frame, start, found) | {"bitstream": stream, "field_order": order}
        if video and frame
        else None,
        "audio": [_audio(s, order, start, found.ends) for order, s in enumerate(sounds)],
        "subtitles": [_subtitles(s) for s in container.streams.subtitles],
        "layout": layout(path, options, video.index, start) if video else None,
        # There is no picture: all that there is of the kind are covers.
        **(
            cover(path, options, covers, max_pixels)
            if not video and container.streams.video
            else {}
        ),
    }


def _options(formats: str, codecs: str, max_streams: int) -> dict[str, str]:
    return {
        "protocol_whitelist": "file",
        "format_whitelist": formats,
        "codec_whitelist": codecs,
        "max_streams": str(max_streams + 1),
        "probesize": "10M",
        "analyzeduration": "10M",
    }


def _open(path: str, options: dict[str, str]) -> InputContainer:
    try:
        return av.open(path, metadata_errors="replace", container_options=options)
    except (av.error.FFmpegError, ValueError) as error:
        if _looks_like_video(path):
            raise Refused("corrupt_input", "The video file is damaged or incomplete.") from error
        raise Refused("unsupported_format", "The file is not a video that can be read.") from error


def _looks_like_video(path: str) -> bool:
    """Whether the first bytes are those of a video container: then its rest is what is broken."""
    with open(path, "rb") as file:  # noqa: PTH123  (the child stays small: no pathlib)
        head = file.read(16)
    return (
        head[4:8] in (b"ftyp", b"moov", b"mdat", b"wide", b"free", b"skip")
        or head[:4] in (b"\x1aE\xdf\xa3", b"OggS", b"\x00\x00\x01\xba", b"0&\xb2u")
        or head[:3] == b"FLV"
        or (head[:4] == b"RIFF" and head[8:12] == b"AVI ")
    )


def _codec(stream: VideoStream | AudioStream | SubtitleStream) -> str:
    """The decoder's name; empty when there is none for the stream."""
    # libav leaves the context out when it has no decoder; the stubs do not know that.
    context: Any = stream.codec_context
    return "" if context is None else str(context.name)


def _check_picture(video: VideoStream, allowed: set[str], max_pixels: int) -> None:
    if _codec(video) not in allowed:
        raise Refused("unsupported_format", "The picture's codec is not supported.")
    if video.codec_context.width < 1 or video.codec_context.height < 1:
        raise Refused("corrupt_input", "The video's picture has no size.")
    if video.codec_context.width * video.codec_context.height > max_pixels:
        raise Refused("too_many_pixels", "")


def _first_frame(container: InputContainer, video: VideoStream, max_pixels: int) -> VideoFrame:
    # Options of the container do not reach the decoder.
    video.codec_context.options = {"max_pixels": str(max_pixels)}
    video.codec_context.thread_count = 1
    frame: VideoFrame | None = next(_decoded(container, video), None)
    if frame is None:
        raise Refused("corrupt_input", "No picture of the video can be decoded.")
    return frame


def _decoded(container: InputContainer, stream: Any) -> Iterator[Any]:
    """Frames of a track, in spite of packets that cannot be decoded."""
    try:
        for packet in container.demux(stream):
            with suppress(av.error.FFmpegError):
                yield from packet.decode()
    except av.error.FFmpegError:
        pass  # what was read until here is what the file has


def _origin(container: InputContainer) -> Fraction:
    """The first timestamp of the container, in seconds."""
    return Fraction(container.start_time or 0, av.time_base)


def _start(stream: VideoStream | AudioStream, origin: Fraction) -> Fraction:
    if stream.start_time is None or stream.time_base is None:
        return Fraction(0)
    return max(Fraction(0), stream.start_time * stream.time_base - origin)


def _video(stream: VideoStream, frame: VideoFrame, origin: Fraction, found: Scan) -> dict[str, Any]:
    context = stream.codec_context
    average = stream.average_rate or stream.guessed_rate or stream.base_rate or Fraction(25)
    start = _start(stream, origin)
    end = found.ends.get(stream.index, start)
    return {
        "index": stream.index,
        "codec": _codec(stream),
        "width": context.width,
        "height": context.height,
        "sample_aspect_ratio": str(stream.sample_aspect_ratio or Fraction(1)),
        # libav counts against the clock.
        "rotation": round(-frame.rotation / 90) * 90 % 360,
        "frame_rate": str(average),
        "nominal_rate": str(stream.base_rate or average),
        "start": str(start),
        "duration": str(max(Fraction(0), end - start)),
        "pixel_format": frame.format.name,
        "mirrored": _mirrored(frame),
        "colour": _colour(frame),
        "keyframes": [str(keyframe) for keyframe in found.keyframes],
    }


def _mirrored(frame: VideoFrame) -> bool:
    """Whether the display matrix, of nine numbers in rows, turns the picture over."""
    matrix: Any = frame.side_data.get("DISPLAYMATRIX")  # the stubs take it for text
    if matrix is None:
        return False
    a, b, _, c, d, *_ = struct.unpack("=9i", bytes(matrix))
    return bool(a * d < b * c)


def _colour(frame: VideoFrame) -> dict[str, Any]:
    return {
        "primaries": _PRIMARIES.get(int(frame.color_primaries), "unknown"),
        "transfer": _TRANSFERS.get(int(frame.color_trc), "unknown"),
        "matrix": "gbr" if frame.format.is_rgb else _MATRICES.get(int(frame.colorspace), "unknown"),
        "full_range": frame.format.is_rgb or int(frame.color_range) == _FULL_RANGE,
    }


def _field_order(declared: int, frame: VideoFrame) -> str:
    if frame.interlaced_frame or declared not in (_UNKNOWN_ORDER, _PROGRESSIVE):
        return "interlaced"
    return "progressive" if declared == _PROGRESSIVE else "unknown"


def _audio(
    stream: AudioStream, order: int, origin: Fraction, ends: dict[int, Fraction]
) -> dict[str, Any]:
    start = _start(stream, origin)
    return {
        "index": stream.index,
        "order": order,
        "codec": _codec(stream),
        "profile": str(stream.codec_context.profile or ""),
        "bitrate": int(stream.codec_context.bit_rate or 0),
        "sample_rate": stream.codec_context.sample_rate,
        "channels": stream.codec_context.channels,
        "start": str(start),
        "duration": str(max(Fraction(0), ends.get(stream.index, start) - start)),
        "language": str(stream.metadata.get("language", "")),
        "title": str(stream.metadata.get("title", "")),
        "default": bool(stream.disposition & av.stream.Disposition.default),
    }


def _subtitles(stream: SubtitleStream) -> dict[str, Any]:
    return {
        "index": stream.index,
        "codec": _codec(stream),
        "text": _codec(stream) in TEXT,
        "language": str(stream.metadata.get("language", "")),
        "title": str(stream.metadata.get("title", "")),
        "default": bool(stream.disposition & av.stream.Disposition.default),
        "forced": bool(stream.disposition & av.stream.Disposition.forced),
    }


if __name__ == "__main__":
    main(sys.argv[1:])
