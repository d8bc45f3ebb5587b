"""A finished segment's record: what is recorded is stored, and is never encoded again.

Stills are recorded in the same way; they have no duration, keyframes or counters.
"""

from dataclasses import dataclass
from fractions import Fraction

from caudal.media.bitrate import Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Keyframe:
    """An IDR picture inside a segment, decodable from this byte range alone (RFC 8216 4.3.3.6).

    Attributes:
        frame: Frames from the start of the segment.
        offset, size: Bytes: from the tables before the picture to the end of its last packet.
    """

    frame: int
    offset: int
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """One HLS media segment, final and stored.

    Attributes:
        rendition: Name of what it belongs to: "720p", "audio-0", "storyboard".
        index: Number within that, from 0.
        key: Where it is in the output store.
        bytes: Size of the object.
        sha256: Checksum of the object, in hex.
        duration: Seconds, exact; what EXTINF says.
        codec: RFC 6381 string read from the stream's own headers: "avc1.640028"; "jpeg", "webp".
        keyframes: The IDR pictures; empty for sound.
        counters: Per PID the last continuity counter, where the next segment goes on.
    """

    rendition: str
    index: int
    key: str
    bytes: int
    sha256: str
    duration: Fraction
    codec: str
    keyframes: tuple[Keyframe, ...]
    counters: dict[int, int]

    @property
    def span(self) -> Span:
        """What bit rates are counted from."""
        return Span(self.bytes, self.duration)
