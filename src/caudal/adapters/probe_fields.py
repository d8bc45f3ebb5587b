"""Whether a picture that does not say so consists of fields. Part of the probe's child."""

from contextlib import suppress
from fractions import Fraction

import av
from av.container import InputContainer
from av.filter import Graph
from av.video.stream import VideoStream

from caudal.adapters.probe_scan import seek

# Codecs of cameras and recorders that may hold fields; the others say so, or never do.
_CODECS = frozenset({"h264", "mpeg2video", "mpeg4", "mjpeg", "dvvideo", "dnxhd", "prores", "vc1"})

# Lines of the formats that have fields, and the rate up to which a picture may have them.
_FIELDED = frozenset({480, 486, 512, 576, 608, 1080, 1088})
_HIGHEST_RATE = Fraction(31)

# Where it is looked at, as parts of its length, and how many frames.
_PLACES = (Fraction(1, 10), Fraction(1, 2), Fraction(4, 5))
_FRAMES = 30

# Frames that must be seen as fields, and how many times as often as anything else.
_FEWEST = 10
_CLEARLY = 4


def combed(container: InputContainer, video: VideoStream, end: Fraction) -> bool:
    """Whether lines of its frames are of two times, in formats that may have that.

    `end` is in seconds from the container's start.
    """
    rate = video.average_rate or Fraction(25)
    if (
        video.codec_context.name not in _CODECS
        or video.codec_context.height not in _FIELDED
        or rate > _HIGHEST_RATE
    ):
        return False
    graph = Graph()
    source = graph.add_buffer(template=video)
    detector = graph.add("idet")
    sink = graph.add("buffersink")
    source.link_to(detector)
    detector.link_to(sink)
    graph.configure()
    counted: dict[str, str] = {}
    for place in _PLACES:
        with suppress(av.error.FFmpegError):
            seek(container, int(end * place * av.time_base))
            video.codec_context.flush_buffers()
            for number, frame in enumerate(container.decode(video)):
                graph.push(frame)
                with suppress(av.error.BlockingIOError):
                    counted = dict(graph.pull().metadata)
                if number >= _FRAMES:
                    break
    tff, bff, whole = (
        float(counted.get(f"lavfi.idet.multiple.{kind}", 0))
        for kind in ("tff", "bff", "progressive")
    )
    # Sharp drawings look like fields now and then, but of either order or for a while.
    return max(tff, bff) > max(_FEWEST, _CLEARLY * (min(tff, bff) + whole))
