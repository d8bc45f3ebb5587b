"""Find where in a file its picture lies. Part of the probe's child.

What is read before the first frame is not reasoned but noted, while libav reads it.
"""

import io
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import Any

import av
from av.container import InputContainer

# Containers whose index lists every frame, and one whose index may list all keyframes.
_FULL_INDEX = "mov,mp4,m4a,3gp,3g2,mj2"
_CUES = "matroska,webm"

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
            time_base = container.streams[index].time_base
            shortest = max(_SHORTEST, container.size // _STRETCHES)
            if container.format.name == _FULL_INDEX:
                stretches = _stretches(_frames(container, index), shortest)
                always = file.spans()
            elif container.format.name == _CUES:
                container.seek(container.start_time or 0)
                always = file.spans()
                stretches = _cued(container, index, shortest)
            else:
                return None
        except (av.error.FFmpegError, StopIteration):
            return None
    if not stretches or time_base is None or len(always) > _READS:
        return None
    return {
        "always": always,
        "stretches": [
            {"begin": str(begin * time_base - origin), "span": [start, end]}
            for begin, start, end in stretches
        ],
    }


def _frames(container: InputContainer, index: int) -> list[Any]:
    """The picture's index, in the order of decoding; empty when it does not list every frame."""
    stream = container.streams[index]
    frames = list(stream.index_entries)
    # What is in fragments has no index at the start, or one of the first fragment.
    if not frames or not frames[0].is_keyframe or stream.frames < len(frames):
        return []
    container.seek(frames[-1].timestamp, stream=stream)
    last = next(container.demux(stream))
    return frames if last.pos in {frame.pos for frame in frames} else []


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


def _cued(container: InputContainer, index: int, shortest: int) -> list[list[int]]:
    """As `_stretches`; empty when the cues are not where the keyframes are, or too few."""
    stream = container.streams[index]
    starts: list[tuple[int, int]] = []
    for entry in stream.index_entries:
        if not starts or entry.pos - starts[-1][1] >= shortest:
            starts.append((entry.timestamp, entry.pos))
    if not starts or 2 * (container.size - starts[-1][1]) > container.size:
        return []
    stretches = [
        [time, start, end] for (time, start), (_, end) in pairwise([*starts, (0, container.size)])
    ]
    for time, start, end in stretches:
        container.seek(time, stream=stream)
        first = next(container.demux(stream))
        if first.pts != time or first.pos is None or not start <= first.pos < end:
            return []
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
