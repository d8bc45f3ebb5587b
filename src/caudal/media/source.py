"""What the probe measured of an uploaded file."""

import re
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from caudal.media.reading import Layout

LANGUAGE = r"^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$"
_LANGUAGE = re.compile(LANGUAGE)
_TITLE_LENGTH = 80

# ffmpeg's names of things: they reach command lines.
_NAME = re.compile(r"[a-z0-9_.-]{1,40}")

NEARLY_SQUARE = Fraction(1, 200)

# Pixels longer than this are a mistake of the file's maker: no format has them.
LONGEST_PIXEL = 4


def _require(true: bool, what: str) -> None:
    if not true:
        raise ValueError(f"not {what}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Bitstream:
    """What a copy of the picture would consist of. Frames are numbered as they are shown.

    Attributes:
        profile: "High", "Main", "Constrained Baseline"…
        level: Times ten: 41 is 4.1.
        parameter_sets: Whether there is one set only, in the headers and nowhere else.
        steady: Whether each frame is one frame's time after the one before.
        closed: Whether every keyframe is an IDR picture.
        idr: Numbers of the IDR pictures; the first is 0.
        idr_bytes: Bytes from each IDR picture up to the next.
        frames: How many there are.
    """

    profile: str
    level: int
    parameter_sets: bool
    steady: bool
    closed: bool
    idr: tuple[int, ...]
    idr_bytes: tuple[int, ...]
    frames: int

    def __post_init__(self) -> None:
        """Refuse what contradicts itself: the grid of a copy is made of it."""
        ends = (*self.idr, self.frames)
        _require(len(self.idr) == len(self.idr_bytes), "as many sizes as IDR pictures")
        _require(self.frames >= 0 and all(a < b for a, b in pairwise(ends)), "a sequence")


@dataclass(frozen=True, slots=True, kw_only=True)
class Colour:
    """What the numbers of a picture mean, in ffmpeg's names of ITU-T H.273; "unknown" is one.

    Attributes:
        primaries: "bt709", "bt2020"…
        transfer: The curve: "bt709", "smpte2084"…
        matrix: How luma and chroma are made of red, green and blue; "gbr" when they are not.
        full_range: Whether black is 0, not 16.
    """

    primaries: str = "unknown"
    transfer: str = "unknown"
    matrix: str = "unknown"
    full_range: bool = False

    def __post_init__(self) -> None:
        """Refuse what is no name: filters are made of them."""
        for name in (self.primaries, self.transfer, self.matrix):
            _require(_NAME.fullmatch(name) is not None, "a colour's name")


@dataclass(frozen=True, slots=True, kw_only=True)
class VideoTrack:
    """The picture of a source.

    Attributes:
        index: Stream number in the container.
        codec: ffmpeg's name of the decoder: "h264".
        width, height: Coded size in pixels, before rotation and with its own pixel shape.
        sample_aspect_ratio: Width of a pixel over its height.
        rotation: Degrees clockwise the picture must be turned for display: 0, 90, 180, 270.
        mirrored: Whether it must be turned over as well.
        frame_rate: Average frames per second, exact: 30000/1001.
        nominal_rate: The container's lowest rate that fits all timestamps; differs from
            `frame_rate` when the rate varies.
        start: Seconds from the start of the container to the first frame.
        duration: Seconds from the first frame to the end of the last.
        pixel_format: ffmpeg's name: "yuv420p".
        field_order: "progressive", "interlaced" or "unknown".
        keyframes: When they are shown, in seconds from the start of the container; empty when
            the container has an index of its own.
        bitstream: None when the codec is not H.264, which alone is ever copied.
        colour: As the file's tags have it.
    """

    index: int
    codec: str
    width: int
    height: int
    sample_aspect_ratio: Fraction
    rotation: int
    frame_rate: Fraction
    nominal_rate: Fraction
    start: Fraction
    duration: Fraction
    pixel_format: str
    field_order: str
    keyframes: tuple[Fraction, ...]
    bitstream: Bitstream | None
    mirrored: bool = False
    colour: Colour = Colour()

    def __post_init__(self) -> None:
        """Refuse what no picture has."""
        _require(self.index >= 0, "a stream")
        _require(self.width > 0 and self.height > 0, "a size")
        _require(self.sample_aspect_ratio > 0, "a shape of pixels")
        _require(self.rotation in (0, 90, 180, 270), "a rotation by right angles")
        _require(self.frame_rate > 0 and self.nominal_rate > 0, "a frame rate")
        _require(self.start >= 0 and self.duration >= 0, "a time")

    @property
    def square(self) -> bool:
        """Whether pixels are as wide as high; tools that scale leave 1280:1281 and its like."""
        ratio = self.sample_aspect_ratio
        sane = Fraction(1, LONGEST_PIXEL) <= ratio <= LONGEST_PIXEL
        return not sane or abs(ratio - 1) <= NEARLY_SQUARE

    @property
    def display_size(self) -> tuple[Fraction, Fraction]:
        """Width and height as seen: square pixels, upright."""
        wide = Fraction(self.width) if self.square else self.width * self.sample_aspect_ratio
        if self.rotation in (90, 270):
            return Fraction(self.height), wide
        return wide, Fraction(self.height)


@dataclass(frozen=True, slots=True, kw_only=True)
class AudioTrack:
    """One sound track of a source.

    Attributes:
        index: Stream number in the container.
        order: Number among the sound tracks, from 0.
        codec: ffmpeg's name of the decoder: "aac".
        profile: "LC", "HE-AAC"…; empty when unknown.
        bitrate: bit/s; 0 when the container does not say.
        sample_rate: Hz.
        channels: 1, 2, 6…
        start: Seconds from the start of the container to the first sample.
        duration: Seconds of sound; 0 when the container does not say.
        language: BCP 47 or ISO 639 code, "und" when unknown.
        title: Display text of the file's maker, cleaned; empty when there is none.
        default: Whether players should choose it.
    """

    index: int
    order: int
    codec: str
    profile: str
    bitrate: int
    sample_rate: int
    channels: int
    start: Fraction
    duration: Fraction
    language: str
    title: str
    default: bool

    def __post_init__(self) -> None:
        """Clean what the file's maker wrote: it reaches playlists. Refuse what no sound has."""
        _require(self.index >= 0, "a stream")
        _require(self.start >= 0 and self.duration >= 0, "a time")
        object.__setattr__(self, "language", cleaned_language(self.language))
        object.__setattr__(self, "title", cleaned_title(self.title))


@dataclass(frozen=True, slots=True, kw_only=True)
class SubtitleTrack:
    """One track of subtitles of a source.

    Attributes:
        index: Stream number in the container.
        codec: ffmpeg's name of the decoder: "subrip"; empty when unknown.
        text: Whether it consists of text that can be converted; else of pictures.
        language, title: As of sound.
        default: Whether players should show it.
        forced: Whether it is of what everybody needs translated.
    """

    index: int
    codec: str
    text: bool
    language: str
    title: str
    default: bool
    forced: bool

    def __post_init__(self) -> None:
        """Clean what the file's maker wrote: it reaches playlists."""
        _require(self.index >= 0, "a stream")
        object.__setattr__(self, "language", cleaned_language(self.language))
        object.__setattr__(self, "title", cleaned_title(self.title))


@dataclass(frozen=True, slots=True, kw_only=True)
class CoverArt:
    """The picture that came with sound: one that decodes.

    Attributes:
        index: Stream number in the container.
        width, height: Pixels. All programs that show pictures take them for square.
    """

    index: int
    width: int
    height: int

    def __post_init__(self) -> None:
        """Refuse what no picture has."""
        _require(self.index >= 0, "a stream")
        _require(self.width > 0 and self.height > 0, "a size")


def cleaned_language(written: str) -> str:
    """A language's code, or "und" for what is none: it reaches playlists."""
    return written if _LANGUAGE.fullmatch(written) and len(written) <= 35 else "und"


def cleaned_title(written: str) -> str:
    """Only what can be shown of a track's title, and not too much of it."""
    return "".join(letter for letter in written if letter.isprintable()).strip()[:_TITLE_LENGTH]


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """An uploaded file as measured.

    Attributes:
        container: The demuxer that read it: "mov", "matroska".
        bytes: Size of the file.
        start: The container's first timestamp in seconds; all track starts count from it.
        duration: Seconds from the start of the container to the end of its last track.
        video: The picture; cover art does not count. None: sound only.
        audio: The sound tracks in the file's order.
        subtitles: The tracks of subtitles, those that cannot be converted too.
        clock_jumps: Whether timestamps start again or leap on the way, as in recordings put one
            behind the other. Times are those after repair; the file must be read from its start.
        layout: Where its picture lies; None when nothing but the whole file will do.
        missing: Seconds that the header promises and the file does not have.
        undecodable: Seconds at the end of a track that cannot be decoded; not in its duration.
        skipped: Sound tracks that cannot be converted.
        gaps: Seconds without a frame in a picture whose frames come regularly elsewhere; as far
            as the probe reads all of it.
        cover: Cover art of a file without a picture; None: it has none that can be shown.
        cover_unreadable: Whether it has one that cannot be decoded, or is too large.
    """

    container: str
    bytes: int
    start: Fraction
    duration: Fraction
    video: VideoTrack | None
    audio: tuple[AudioTrack, ...]
    subtitles: tuple[SubtitleTrack, ...] = ()
    clock_jumps: bool = False
    layout: Layout | None = None
    missing: Fraction = Fraction(0)
    undecodable: Fraction = Fraction(0)
    skipped: int = 0
    gaps: Fraction = Fraction(0)
    cover: CoverArt | None = None
    cover_unreadable: bool = False

    def __post_init__(self) -> None:
        """Refuse what contradicts itself."""
        _require(_NAME.fullmatch(self.container) is not None, "a container's name")
        orders = [track.order for track in self.audio]
        _require(orders == list(range(len(orders))), "sound tracks in order")
