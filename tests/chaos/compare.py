"""Whether two conversions of one film show the same."""

import io
import re
from collections.abc import Mapping

import av
import numpy as np
import numpy.typing as npt

Output = Mapping[str, bytes]
Frame = npt.NDArray[np.int16]

# What follows from the sizes of segments.
SIZES = re.compile(rb"BANDWIDTH=\d+|BYTERANGE:\d+@\d+|BITRATE:\d+")

ALIKE = 6.0  # mean difference of two encodings of one frame, of 255


def differences(output: Output, expected: Output) -> list[str]:
    """Names of what is missing, too much, or shows something else.

    An encoder that goes on behind a recorded segment knows nothing of the frames before, and
    spends its bits a little differently: then the pictures are compared, one by one.
    """
    return sorted(output.keys() ^ expected.keys()) + sorted(
        name
        for name in output.keys() & expected.keys()
        if output[name] != expected[name] and not _alike(name, output[name], expected[name])
    )


def _alike(name: str, one: bytes, other: bytes) -> bool:
    if name.endswith(".m3u8"):
        return SIZES.sub(b"", one) == SIZES.sub(b"", other)
    return name.endswith(".ts") and _same_pictures(_pictures(one), _pictures(other))


def _same_pictures(found: dict[int, Frame], expected: dict[int, Frame]) -> bool:
    """Every frame is where it was, and like that one more than like its neighbours."""
    if found.keys() != expected.keys() or not found:
        return False
    frames = list(expected.values())
    for number, frame in enumerate(found.values()):
        near = {
            n: _difference(frame, frames[n])
            for n in range(number - 1, number + 2)
            if 0 <= n < len(frames)
        }
        if min(near, key=lambda n: near[n]) != number or near[number] > ALIKE:
            return False
    return True


def _pictures(segment: bytes) -> dict[int, Frame]:
    """Grey frames by their times; none of a sound."""
    with av.open(io.BytesIO(segment), "r", format="mpegts") as container:
        if not container.streams.video:
            return {}
        return {
            frame.pts or 0: frame.to_ndarray(format="gray").astype(np.int16)
            for frame in container.decode(video=0)
        }


def _difference(one: Frame, other: Frame) -> float:
    return float(np.abs(one - other).mean())
