"""Look at what became of an odd file, and name every difference from what was expected."""

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av
import m3u8
import numpy as np
import numpy.typing as npt

from caudal.conversion import Meter, convert
from caudal.errors import BadSource
from caudal.media.plan import Options, Quality
from caudal.media.warnings import SourceWarning
from caudal.settings import Settings
from caudal.tools import open_tools
from tests.corpus import RGB, Expected
from tests.hls import Presentation, Rendition, decoded_sound, read_presentation

OPTIONS = Options(quality=Quality.FAST, rungs=(360,))

AAC_FRAME = 1024 / 48_000  # seconds
ROUNDING = 0.001

# H.273's numbers of primaries, transfer and matrix that SDR has.
TAGS = {(1, 1, 1), (5, 6, 5), (6, 6, 6)}

# Red's and blue's share of luma, by H.273's numbers of the matrix.
LUMA = {1: (0.2126, 0.0722), 5: (0.299, 0.114), 6: (0.299, 0.114)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """The decoded picture of a rendition.

    Attributes:
        tags: H.273's numbers of primaries, transfer and matrix, and libav's of the range.
        corners: Red, green and blue of each corner at 0.2 s, clockwise from the top left.
        flashes: When the corner that is grey then is white, in seconds.
    """

    tags: tuple[int, int, int, int]
    corners: list[tuple[float, ...]]
    flashes: list[float]


async def convert_odd(film: Path, into: Path, expected: Expected) -> list[str]:
    """Convert a file and say what is not as expected."""
    try:
        tools = await open_tools(Settings())
        prepared = await tools.measure(film, OPTIONS)
        told: list[SourceWarning] = []
        master = await convert(
            film, into, OPTIONS, tools=tools, slots=2, meter=Meter(), warn=told.append
        )
    except BadSource as refused:
        return [] if refused.code == expected.error else [f"refused: {refused} [{refused.code}]"]
    if expected.error is not None:
        return [f"made although {expected.error} was expected"]
    plan = prepared.plan
    lacking = {w.code.value: float(w.seconds or 0) for w in told}
    top = plan.renditions[0] if plan.renditions else None
    found = list(differences(master, expected, copied=top is not None and top.passthrough))
    if set(lacking) != set(expected.warnings) or any(
        abs(lacking[code] - seconds) > 0.5 for code, seconds in expected.warnings.items()
    ):
        found.append(f"warnings: {lacking}")
    if top and expected.copied not in {None, top.passthrough}:
        found.append(f"copied: {top.passthrough} {[str(r) for r in top.reasons]}")
    if top and not expected.reasons <= set(top.reasons):
        found.append(f"reasons: {[str(r) for r in top.reasons]}")
    return found


def differences(master: Path, expected: Expected, *, copied: bool) -> Iterator[str]:
    """What of a presentation is not as expected; a copy may lack tags like its source."""
    hls = read_presentation(master)
    frame = float(1 / expected.rate)
    for rendition in (*hls.pictures, *hls.sounds):
        length = sum(rendition.durations)
        if abs(length - expected.duration) > max(frame, 0.03) + AAC_FRAME:
            yield f"{rendition.playlist.parent.name} lasts {length:.3f} s"
    flashes = list(expected.flashes)
    if expected.size is not None:
        yield from _of_picture(hls, expected)
    else:
        if hls.pictures:
            yield f"{len(hls.pictures)} pictures"
        yield from _of_cover(master.with_name("poster.jpg"), expected)
    if expected.size is not None and expected.corners is not None:
        shown = seen(hls.pictures[0], expected.rate, expected.corners.index("grey"))
        if not copied and (shown.tags[:3] not in TAGS or shown.tags[3] == 2):
            yield f"tags {shown.tags}"
        wanted = np.array([RGB[name] for name in expected.corners])
        if np.abs(np.array(shown.corners) - wanted).max() > expected.colour:
            yield f"corners {np.rint(shown.corners).astype(int).tolist()}"
        flashes = shown.flashes
        if not _same(flashes, expected.flashes, frame):
            yield f"flashes at {flashes}"
    sounds = [
        sound for sound in hls.sounds if re.fullmatch(r"audio-\d+", sound.playlist.parent.name)
    ]
    if len(sounds) != expected.sounds:
        yield f"{len(sounds)} sounds"
    for sound in sounds:
        beeps = heard_beeps(sound)
        if expected.in_sync and not _same(beeps, flashes, max(frame, 0.025)):
            yield f"{sound.playlist.parent.name} beeps at {[round(b, 3) for b in beeps]}"


def _of_picture(hls: Presentation, expected: Expected) -> Iterator[str]:
    top = hls.pictures[0]
    if top.size() != expected.size:
        yield f"size {top.size()}"
    rate = m3u8.loads(hls.master.read_text()).playlists[0].stream_info.frame_rate
    if abs(rate - float(expected.rate)) > 0.001:
        yield f"rate {rate}"
    frames, packets = top.decoded_frames(), len(top.packets())
    if frames != packets:
        yield f"{frames} frames of {packets} packets"


def _of_cover(poster: Path, expected: Expected) -> Iterator[str]:
    if not poster.exists():
        if expected.poster is not None:
            yield "no poster"
        return
    with av.open(str(poster)) as container:
        pixels = next(container.decode(video=0)).to_ndarray(format="rgb24").astype(float)
    if (pixels.shape[1], pixels.shape[0]) != expected.poster:
        yield f"a poster of {pixels.shape[1]}×{pixels.shape[0]}"
    if np.abs(pixels - RGB[expected.poster_colour]).max() > expected.colour:
        yield f"a poster of {np.rint(pixels.mean(axis=(0, 1))).tolist()}"


def _same(found: list[float], wanted: tuple[float, ...] | list[float], tolerance: float) -> bool:
    return len(found) == len(wanted) and all(
        abs(a - b) <= tolerance + ROUNDING for a, b in zip(found, wanted, strict=True)
    )


def seen(rendition: Rendition, rate: Fraction, grey: int) -> Shown:
    """Decode a picture whose corner of this number is grey."""
    with av.open(io.BytesIO(rendition.bytes), "r", format="mpegts") as container:
        frames = list(container.decode(video=0))
    context = frames[0]
    tags = (
        int(context.color_primaries),
        int(context.color_trc),
        int(context.colorspace),
        int(context.color_range),
    )
    corners = _corners(frames[min(len(frames) - 1, int(rate / 5))], tags)
    bright = [sum(_corners(frame, tags)[grey]) / 3 > 160 for frame in frames]
    starts = [n for n, on in enumerate(bright) if on and not (n and bright[n - 1])]
    return Shown(tags=tags, corners=corners, flashes=[float(n / rate) for n in starts])


def _corners(frame: av.VideoFrame, tags: tuple[int, int, int, int]) -> list[tuple[float, ...]]:
    planes = [_plane(frame, number) for number in range(3)]
    found = []
    for y, x in ((1, 1), (1, 3), (3, 3), (3, 1)):
        values = [
            plane[
                plane.shape[0] * y // 4 - 1 : plane.shape[0] * y // 4 + 1,
                plane.shape[1] * x // 4 - 1 : plane.shape[1] * x // 4 + 1,
            ].mean()
            for plane in planes
        ]
        found.append(_rgb(*values, matrix=tags[2], full=tags[3] == 2))
    return found


def _plane(frame: av.VideoFrame, number: int) -> npt.NDArray[np.float64]:
    plane = frame.planes[number]
    data = np.frombuffer(bytes(plane), np.uint8).reshape(plane.height, plane.line_size)
    return np.asarray(data[:, : plane.width], np.float64)


def _rgb(y: float, u: float, v: float, *, matrix: int, full: bool) -> tuple[float, ...]:
    """As a player shows it: by the tags."""
    red, blue = LUMA.get(matrix, LUMA[6])
    luma = y if full else (y - 16) * 255 / 219
    cb, cr = ((c - 128) * (1 if full else 255 / 224) for c in (u, v))
    r = luma + 2 * (1 - red) * cr
    b = luma + 2 * (1 - blue) * cb
    g = (luma - red * r - blue * b) / (1 - red - blue)
    return tuple(min(255.0, max(0.0, c)) for c in (r, g, b))


def heard_beeps(sound: Rendition) -> list[float]:
    """When each beep begins, in seconds."""
    with av.open(io.BytesIO(sound.bytes), "r", format="mpegts") as container:
        rate = container.streams.audio[0].rate
    loud = np.flatnonzero(np.abs(decoded_sound(sound)) > 0.05) / rate
    return [float(t) for n, t in enumerate(loud) if n == 0 or t - loud[n - 1] > 0.5]
