"""Everything decided before the first frame."""

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from caudal.media.encoders import Encoder
from caudal.media.ladder import DEFAULT_RUNGS, SMALLEST
from caudal.media.sidecar import Format, Sidecar


class Quality(StrEnum):
    """How much work is spent on a picture of the same look."""

    FAST = "fast"
    BALANCED = "balanced"
    BEST = "best"


class Gop(StrEnum):
    """How far keyframes are apart."""

    SHORT = "2s"
    SEGMENT = "segment"


class Encryption(StrEnum):
    """Whether segments are stored encrypted."""

    NONE = "none"
    AES_128 = "aes-128"


class Passthrough(StrEnum):
    """Whether a source that qualifies is copied."""

    AUTO = "auto"
    NEVER = "never"


class Reason(StrEnum):
    """Why the top rung is encoded. The words are API."""

    NOT_WANTED = "not_wanted"
    CODEC = "codec"
    PIXEL_FORMAT = "pixel_format"
    PROFILE = "profile"
    LEVEL = "level"
    INTERLACED = "interlaced"
    PARAMETER_SETS = "parameter_sets"
    ODD_SIZE = "odd_size"
    SAR = "sar"
    ROTATION = "rotation"
    COLOUR = "colour"
    TOO_LARGE = "too_large"
    FRAME_RATE = "frame_rate"
    BITRATE_AVERAGE = "bitrate_average"
    BITRATE_PEAK = "bitrate_peak"
    OPEN_GOP = "open_gop"
    IDR_DISTANCE = "idr_distance"
    TIMESTAMPS = "timestamps"
    LATE_START = "late_start"
    LENGTH = "length"
    DAMAGED = "damaged"


class Group(StrEnum):
    """The alternatives of sound that a variant is heard with."""

    AUDIO = "audio"
    LOW = "audio-low"
    SURROUND = "audio-surround"


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What the sender of a video may choose.

    Attributes:
        quality: Trade between CPU time and bits.
        rungs: Short sides in pixels of the versions wanted.
        passthrough: Whether a source that qualifies is copied instead of encoded.
        early: Whether it is to be played while it is made; costs a second decode of its
            beginning.
        thumbnails: Whether it gets a storyboard.
        preview: Whether it gets a few seconds that move by themselves.
        gop: Keyframes every two seconds, or at the start of each segment alone.
        audio_only: Whether only its sound is wanted.
        title: What it is called in place of the file's name, cleaned; empty when not chosen.
        loudness: LUFS that its sound is brought to; None: it stays as it is.
        subtitles: The files that came with it.
        encryption: Whether its picture and sound are stored encrypted, with a key of its own.
    """

    quality: Quality = Quality.BALANCED
    rungs: tuple[int, ...] = DEFAULT_RUNGS
    passthrough: Passthrough = Passthrough.AUTO
    early: bool = True
    thumbnails: bool = True
    preview: bool = False
    gop: Gop = Gop.SHORT
    audio_only: bool = False
    title: str = ""
    loudness: int | None = None
    subtitles: tuple[Sidecar, ...] = ()
    encryption: Encryption = Encryption.NONE


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendition:
    """One encoded version of the picture: a rung applied to a source.

    Attributes:
        name: Unique within a video and safe in a URL: "1080p".
        width, height: Coded size in pixels, both even.
        max_bitrate: Cap of the rate control, in bit/s.
        level: H.264 level times ten, the same in every chunk: 40 is 4.0.
        passthrough: Whether it is a copy of the source's picture.
        reasons: Why the highest rendition is not; empty for all others.
    """

    name: str
    width: int
    height: int
    max_bitrate: int
    level: int
    passthrough: bool = False
    reasons: tuple[Reason, ...] = ()

    @property
    def group(self) -> Group:
        """The sound it is heard with: the ladder's smallest rung with the smallest."""
        return Group.LOW if min(self.width, self.height) == SMALLEST else Group.AUDIO


@dataclass(frozen=True, slots=True, kw_only=True)
class AudioRendition:
    """One encoded sound track, a group of its own.

    Attributes:
        name: Unique within a video and safe in a URL: "audio-0".
        track: Number among the source's sound tracks, from 0.
        channels: 2 as AAC, or 6 of 5.1 as E-AC-3: browsers that cannot play it stay with stereo.
        bitrate: bit/s.
        language: As in the source, "und" when unknown.
        title: Display text, cleaned; empty when there is none.
        default: Whether players start with it; exactly one has it.
        sample_rate: Hz.
        passthrough: Whether it is a copy of the source's sound.
        group: Which variants it is heard with.
        loudness: LUFS that it is brought to; None: it stays as it is.
    """

    name: str
    track: int
    channels: int
    bitrate: int
    language: str
    title: str
    default: bool
    sample_rate: int
    passthrough: bool
    group: Group
    loudness: int | None = None

    @property
    def surround(self) -> bool:
        """Whether it is E-AC-3."""
        return self.group is Group.SURROUND

    @property
    def frame(self) -> Fraction:
        """Seconds of one frame of its codec."""
        return Fraction(1536 if self.surround else 1024, self.sample_rate)

    @property
    def priming(self) -> int:
        """Samples that its encoder puts before the first."""
        return 256 if self.surround else 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Subtitles:
    """One track of subtitles as WebVTT, a segment a chunk.

    Attributes:
        name: Unique within a video and safe in a URL: "subtitles-0".
        index: Stream number in the container; of a sidecar its number among those sent.
        language: As in the source, "und" when unknown.
        title: Display text, cleaned; empty when there is none.
        default: Whether players show it; at most one has it.
        forced: Whether it is of what everybody needs translated.
        sidecar: How the file is written that came beside the video; None: it is in the source.
    """

    name: str
    index: int
    language: str
    title: str
    default: bool
    forced: bool
    sidecar: Format | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Poster:
    """The still that is shown before a video plays.

    Attributes:
        width, height: Pixels.
        frames: Numbers of the frames that it is chosen from.
        cover: Stream number of the cover art that it is made of where there are none.
    """

    width: int
    height: int
    frames: tuple[int, ...]
    cover: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Storyboard:
    """Small pictures for the seek bar, in one sheet a chunk.

    Attributes:
        width, height: Of one picture, in pixels.
        step: Frames from one to the next, on a grid that begins with the video.
        columns: Pictures in a row of a sheet.
    """

    width: int
    height: int
    step: int
    columns: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """A few seconds of a video as an animated picture.

    Attributes:
        width, height: Pixels.
        first: Number of the frame that it begins with.
        step: Frames from one that is shown to the next.
        count: How many are shown.
    """

    width: int
    height: int
    first: int
    step: int
    count: int


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
        early: Whether its beginning is made ahead of the rest.
        frame_rate: Frames per second of the output, exact.
        gop: Longest distance between keyframes of an encoded rendition, in frames.
        boundaries: Frame numbers where segments begin, and one past the last frame:
            (0, 144, 288, 300) is three segments. Every rendition has a keyframe at each.
        renditions: Versions of the picture, highest first.
        chunks: Cover all segments in order, without gap or overlap.
        audio: Sound renditions; empty for a silent video.
        encoder: What makes the picture: one for all chunks, whoever encodes them.
        poster: None when there is nothing to choose from.
        storyboard: None when none is wanted.
        preview: None when none is wanted.
        subtitles: Those that are text.
        encrypted: Whether the segments of picture and sound are.
    """

    quality: Quality
    early: bool
    frame_rate: Fraction
    gop: int
    boundaries: tuple[int, ...]
    renditions: tuple[Rendition, ...]
    chunks: tuple[Chunk, ...]
    audio: tuple[AudioRendition, ...]
    encoder: Encoder = Encoder.X264
    poster: Poster | None = None
    storyboard: Storyboard | None = None
    preview: Preview | None = None
    subtitles: tuple[Subtitles, ...] = ()
    encrypted: bool = False

    @property
    def frames(self) -> int:
        """Frames in every rendition."""
        return self.boundaries[-1]

    @property
    def segments(self) -> int:
        """Segments in every rendition."""
        return len(self.boundaries) - 1

    @property
    def cover(self) -> Poster | None:
        """The poster, when it is made of cover art."""
        return self.poster if self.poster and self.poster.cover is not None else None

    @property
    def copied(self) -> Rendition | None:
        """The rendition that is a copy of the source's picture."""
        return next((r for r in self.renditions if r.passthrough), None)

    @property
    def copies(self) -> tuple[str, ...]:
        """Names of what is a copy, sound too."""
        return tuple(made.name for made in self.renditions if made.passthrough) + tuple(
            made.name for made in self.audio if made.passthrough
        )

    @property
    def encoded(self) -> tuple[Rendition, ...]:
        """The renditions that are encoded, highest first."""
        return tuple(r for r in self.renditions if not r.passthrough)

    def sounds_of(self, rendition: Rendition) -> tuple[AudioRendition, ...]:
        """The sound that a rendition of the picture can be heard with."""
        return tuple(audio for audio in self.audio if audio.group is rendition.group)

    def groups_of(self, rendition: Rendition) -> tuple[Group, ...]:
        """The groups of sound that a rendition of the picture has a variant with."""
        there = {audio.group for audio in self.audio}
        wanted = {Group.AUDIO: (Group.AUDIO, Group.SURROUND)}.get(
            rendition.group, (rendition.group,)
        )
        return tuple(group for group in wanted if group in there)

    def sounds_in(self, group: Group) -> tuple[AudioRendition, ...]:
        """The sound of a group, every track once: what has no surround sound is there in stereo.

        All groups have the same members (RFC 8216 4.3.4.1.1).
        """
        of_group = {audio.track: audio for audio in self.audio if audio.group is group}
        if group is not Group.SURROUND:
            return tuple(of_group.values())
        return tuple(
            of_group.get(audio.track, audio) for audio in self.audio if audio.group is Group.AUDIO
        )

    @property
    def names(self) -> tuple[str, ...]:
        """Names of everything that is made of segments, picture first."""
        return (*(r.name for r in self.renditions), *(a.name for a in self.audio))

    @property
    def duration(self) -> Fraction:
        """Seconds that every rendition lasts."""
        return self.frames / self.frame_rate
