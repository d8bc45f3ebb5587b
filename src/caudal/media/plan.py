"""Everything decided before the first frame."""

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from caudal.media.ladder import DEFAULT_RUNGS


class Quality(StrEnum):
    """How much work is spent on a picture of the same look."""

    FAST = "fast"
    BALANCED = "balanced"
    BEST = "best"


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What the sender of a video may choose.

    Attributes:
        quality: Trade between CPU time and bits.
        rungs: Short sides in pixels of the versions wanted.
    """

    quality: Quality = Quality.BALANCED
    rungs: tuple[int, ...] = DEFAULT_RUNGS


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendition:
    """One encoded version of the picture: a rung applied to a source.

    Attributes:
        name: Unique within a video and safe in a URL: "1080p".
        width, height: Coded size in pixels, both even.
        max_bitrate: Cap of the rate control, in bit/s.
        level: H.264 level times ten, the same in every chunk: 40 is 4.0.
    """

    name: str
    width: int
    height: int
    max_bitrate: int
    level: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AudioRendition:
    """One encoded sound track, a group of its own.

    Attributes:
        name: Unique within a video and safe in a URL: "audio-0".
        track: Number among the source's sound tracks, from 0.
        channels: Always 2 for now.
        bitrate: bit/s.
        language: As in the source, "und" when unknown.
        title: Display text, cleaned; empty when there is none.
        default: Whether players start with it; exactly one has it.
    """

    name: str
    track: int
    channels: int
    bitrate: int
    language: str
    title: str
    default: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Chunk:
    """The stretch one worker encodes on every rung, from one decode: whole segments.

    Attributes:
        index: Number of the chunk, from 0.
        first_segment, end_segment: Half-open range of segment numbers.
    """

    index: int
    first_segment: int
    end_segment: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """How a source becomes HLS; the same plan always makes the same bytes.

    Attributes:
        quality: Chosen trade between CPU time and bits.
        frame_rate: Frames per second of the output, exact.
        gop: Distance between keyframes, in frames; all rungs share them.
        boundaries: Frame numbers where segments begin, and one past the last frame:
            (0, 144, 288, 300) is three segments.
        renditions: Versions of the picture, highest first.
        chunks: Cover all segments in order, without gap or overlap.
        audio: Sound renditions; empty for a silent video.
    """

    quality: Quality
    frame_rate: Fraction
    gop: int
    boundaries: tuple[int, ...]
    renditions: tuple[Rendition, ...]
    chunks: tuple[Chunk, ...]
    audio: tuple[AudioRendition, ...]

    @property
    def frames(self) -> int:
        """Frames in every rendition."""
        return self.boundaries[-1]

    @property
    def segments(self) -> int:
        """Segments in every rendition."""
        return len(self.boundaries) - 1

    @property
    def names(self) -> tuple[str, ...]:
        """Names of everything that is made of segments, picture first."""
        return (*(r.name for r in self.renditions), *(a.name for a in self.audio))

    @property
    def duration(self) -> Fraction:
        """Seconds that every rendition lasts."""
        return self.frames / self.frame_rate
