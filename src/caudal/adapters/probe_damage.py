"""How much of a track can be decoded. Part of the probe's child."""

from contextlib import suppress
from fractions import Fraction
from typing import TypeAlias

import av
from av.audio.stream import AudioStream
from av.container import InputContainer
from av.video.stream import VideoStream

from caudal.adapters.probe_scan import seek

Track: TypeAlias = VideoStream | AudioStream

# Containers in which any place is found by the index.
_SEEKABLE = frozenset({"mov,mp4,m4a,3gp,3g2,mj2", "matroska,webm"})

# Packets until one must be decoded.
_PATIENCE = 250

# Seconds.
_PRECISION = Fraction(1)


def decodable_until(container: InputContainer, track: Track, end: Fraction) -> Fraction:
    """Where what can be decoded ends, in seconds from the container's start.

    `end` is where its packets end. Found to a second; a hole before the end is not looked for.
    """
    if container.format.name not in _SEEKABLE or _decodes(container, track, end - _PRECISION):
        return end
    good, bad = Fraction(0), end
    while bad - good > _PRECISION:
        middle = (good + bad) / 2
        if _decodes(container, track, middle):
            good = middle
        else:
            bad = middle
    return good


def _decodes(container: InputContainer, track: Track, time: Fraction) -> bool:
    """Whether a frame comes of the packets from the keyframe before this time on."""
    seek(container, int(time * av.time_base))
    track.codec_context.flush_buffers()
    with suppress(av.error.FFmpegError):
        for number, packet in enumerate(container.demux(track)):
            with suppress(av.error.FFmpegError):
                if packet.decode():
                    return True
            if number > _PATIENCE or packet.pts is None:
                break
    return False
