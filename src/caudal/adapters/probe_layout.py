"""Find where in a file its picture lies. Part of the probe's child.

What is read before the first frame is not reasoned but noted, while libav reads it.
"""

import io
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
from av.container import InputContainer

# Containers whose index lists every frame. In others a byte that is missing may not be missed.
_FULL_INDEX = "mov,mp4,m4a,3gp,3g2,mj2"

# Takes no run of zeros for a picture: a packet begins with the length of its first unit.
_CODEC = "h264"

# At most, so that the row of a long film stays small.
_STRETCHES = 1000
_READS = 1000

_SHORTEST = 1 << 20  # bytes


def layout(path: str, options: dict[str, str], index: int, origin: Fraction) -> Any:
    """What `Layout` holds, as JSON values; None when a part of the file may not do.

    Args:
        options: What the file is opened with.
        index: Stream number of the picture.
        origin: The container's first timestamp, in seconds.
    """
    with _Noting(path) as file:
        try:
            # libav takes any object that reads and seeks.
            container = av.open(file, "r", metadata_errors="replace", container_options=options)
        except av.error.FFmpegError:
            return None
        frames = _frames(container, index)
        always, size = file.spans(), container.size
    time_base = container.streams[index].time_base
    if not frames or time_base is None or len(always) > _READS:
        return None
    return {
        "always": always,
        "stretches": [
            {"begin": str(begin * time_base - origin), "span": [start, end]}
            for begin, start, end in _stretches(frames, max(_SHORTEST, size // _STRETCHES))
        ],
    }


def _frames(container: InputContainer, index: int) -> list[Any]:
    """The picture's index, in the order of decoding; empty when it does not list every frame."""
    stream = container.streams[index]
    context: Any = stream.codec_context
    if container.format.name != _FULL_INDEX or context is None or context.name != _CODEC:
        return []
    frames = list(stream.index_entries)
    if not frames or not frames[0].is_keyframe:
        return []
    try:
        # An index that is read piece by piece grows with each seek.
        container.seek(frames[-1].timestamp, stream=stream)
        last = next(container.demux(stream))
    except (av.error.FFmpegError, StopIteration):
        return []
    grown = len(stream.index_entries) != len(frames)
    return [] if grown or last.pos not in {frame.pos for frame in frames} else frames


def _stretches(frames: list[Any], shortest: int) -> list[list[int]]:
    """When each stretch begins, in units of the track, and its first and last byte."""
    stretches: list[list[int]] = []
    for frame in frames:
        if not stretches or (frame.is_keyframe and stretches[-1][2] - stretches[-1][1] >= shortest):
            stretches.append([frame.timestamp, frame.pos, frame.pos + frame.size])
        stretch = stretches[-1]
        stretch[1] = min(stretch[1], frame.pos)
        stretch[2] = max(stretch[2], frame.pos + frame.size)
    return stretches


class _Noting(io.FileIO):
    """A file that notes which of its bytes are read."""

    def __init__(self, path: str) -> None:
        super().__init__(Path(path))
        self._reads: list[tuple[int, int]] = []

    def read(self, size: int | None = -1, /) -> bytes:
        start = self.tell()
        data = super().read(-1 if size is None else size) or b""
        self._reads.append((start, start + len(data)))
        return data

    def spans(self) -> list[list[int]]:
        """What was read, without overlap."""
        spans: list[list[int]] = []
        for start, end in sorted(self._reads):
            if spans and start <= spans[-1][1]:
                spans[-1][1] = max(end, spans[-1][1])
            else:
                spans.append([start, end])
        return spans
