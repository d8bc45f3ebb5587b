"""HLS playlists: values in, text out (RFC 8216)."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

# RFC 8216 section 7: 3 allows fractions in EXTINF; 4 EXT-X-BYTERANGE, EXT-X-I-FRAMES-ONLY and
# EXT-X-MEDIA.
MEDIA_VERSION = 3
I_FRAMES_VERSION = 4
MULTIVARIANT_VERSION = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One segment of a media playlist.

    Attributes:
        uri: Relative to the playlist.
        duration: Seconds, exact.
        byte_range: Size and offset in bytes, when it is only a part of the object.
    """

    uri: str
    duration: Fraction
    byte_range: tuple[int, int] | None = None

    def lines(self) -> Iterator[str]:
        yield f"#EXTINF:{_seconds(self.duration)},"
        if self.byte_range is not None:
            size, offset = self.byte_range
            yield f"#EXT-X-BYTERANGE:{size}@{offset}"
        yield self.uri


@dataclass(frozen=True, slots=True, kw_only=True)
class Variant:
    """EXT-X-STREAM-INF: what a player may choose. Bit rates are measured, in bit/s.

    Attributes:
        bandwidth: Largest sum of peaks of any combination that can be played, sound included.
        average_bandwidth: The same of the averages.
        width, height, frame_rate: None when there is no picture.
        group: The group of sounds it is heard with; None: there is no other sound than its own.
        subtitles: The group of subtitles it may be read with; None: there are none.
    """

    uri: str
    bandwidth: int
    average_bandwidth: int
    codecs: tuple[str, ...]
    width: int | None
    height: int | None
    frame_rate: Fraction | None
    group: str | None
    subtitles: str | None = None

    def lines(self) -> Iterator[str]:
        attributes = [
            f"BANDWIDTH={self.bandwidth}",
            f"AVERAGE-BANDWIDTH={self.average_bandwidth}",
            f"CODECS={quoted(','.join(self.codecs))}",
        ]
        if self.frame_rate is not None:
            attributes += [
                f"RESOLUTION={self.width}x{self.height}",
                f"FRAME-RATE={float(self.frame_rate):.3f}",
                "CLOSED-CAPTIONS=NONE",
            ]
        if self.group is not None:
            attributes.append(f"AUDIO={quoted(self.group)}")
        if self.subtitles is not None:
            attributes.append(f"SUBTITLES={quoted(self.subtitles)}")
        yield "#EXT-X-STREAM-INF:" + ",".join(attributes)
        yield self.uri


@dataclass(frozen=True, slots=True, kw_only=True)
class Keyframes:
    """EXT-X-I-FRAME-STREAM-INF: the keyframes of a variant alone, for seeking by sight."""

    uri: str
    bandwidth: int
    average_bandwidth: int
    codec: str
    width: int
    height: int

    def line(self) -> str:
        return "#EXT-X-I-FRAME-STREAM-INF:" + ",".join(
            (
                f"BANDWIDTH={self.bandwidth}",
                f"AVERAGE-BANDWIDTH={self.average_bandwidth}",
                f"CODECS={quoted(self.codec)}",
                f"RESOLUTION={self.width}x{self.height}",
                f"URI={quoted(self.uri)}",
            )
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Sound:
    """EXT-X-MEDIA of type AUDIO: one alternative of a group."""

    uri: str
    group: str
    name: str
    language: str
    channels: int
    default: bool

    def lines(self) -> Iterator[str]:
        yield "#EXT-X-MEDIA:" + ",".join(
            (
                "TYPE=AUDIO",
                f"GROUP-ID={quoted(self.group)}",
                f"NAME={quoted(self.name)}",
                f"LANGUAGE={quoted(self.language)}",
                f"DEFAULT={'YES' if self.default else 'NO'}",
                "AUTOSELECT=YES",
                f"CHANNELS={quoted(str(self.channels))}",
                f"URI={quoted(self.uri)}",
            )
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """EXT-X-MEDIA of type SUBTITLES: one alternative of a group."""

    uri: str
    group: str
    name: str
    language: str
    default: bool
    forced: bool

    def lines(self) -> Iterator[str]:
        yield "#EXT-X-MEDIA:" + ",".join(
            (
                "TYPE=SUBTITLES",
                f"GROUP-ID={quoted(self.group)}",
                f"NAME={quoted(self.name)}",
                f"LANGUAGE={quoted(self.language)}",
                f"DEFAULT={'YES' if self.default else 'NO'}",
                "AUTOSELECT=YES",
                f"FORCED={'YES' if self.forced else 'NO'}",
                f"URI={quoted(self.uri)}",
            )
        )


def quoted(text: str) -> str:
    """A quoted-string. It has no escape: what it cannot hold is replaced (RFC 8216 4.2)."""
    safe = "".join(letter if letter.isprintable() else " " for letter in text)
    return '"' + safe.replace('"', "'") + '"'


def target_duration(durations: Iterable[Fraction]) -> int:
    """EXT-X-TARGETDURATION: no EXTINF, rounded to the nearest second, exceeds it."""
    return max(1, *(_nearest(duration) for duration in durations))


def vod_playlist(entries: Sequence[Entry], target: int, *, key: str | None = None) -> str:
    """A finished media playlist; it never changes. `key`: where that of its segments is."""
    head = ["#EXT-X-PLAYLIST-TYPE:VOD", *_encryption(key)]
    return _media_playlist(entries, target, head, ended=True)


def event_playlist(
    entries: Sequence[Entry], target: int, *, ended: bool, key: str | None = None
) -> str:
    """A media playlist that only grows, until it ends. `key`: where that of its segments is."""
    # Players would begin near the end of what is there, as if it were live.
    head = [
        "#EXT-X-PLAYLIST-TYPE:EVENT",
        "#EXT-X-START:TIME-OFFSET=0,PRECISE=YES",
        *_encryption(key),
    ]
    return _media_playlist(entries, target, head, ended=ended)


def i_frames_playlist(entries: Sequence[Entry]) -> str:
    """The keyframes of a rendition: byte ranges of its segments that decode alone."""
    target = target_duration(entry.duration for entry in entries)
    head = ["#EXT-X-PLAYLIST-TYPE:VOD", "#EXT-X-I-FRAMES-ONLY"]
    return _media_playlist(entries, target, head, ended=True, version=I_FRAMES_VERSION)


def multivariant_playlist(
    variants: Sequence[Variant],
    alternatives: Sequence[Sound | Words],
    keyframes: Sequence[Keyframes] = (),
) -> str:
    """What a player opens."""
    lines = [
        "#EXTM3U",
        f"#EXT-X-VERSION:{MULTIVARIANT_VERSION}",
        "#EXT-X-INDEPENDENT-SEGMENTS",
    ]
    for alternative in alternatives:
        lines += alternative.lines()
    for variant in variants:
        lines += variant.lines()
    lines += (stream.line() for stream in keyframes)
    return "\n".join([*lines, ""])


def _media_playlist(
    entries: Sequence[Entry],
    target: int,
    head: Sequence[str],
    *,
    ended: bool,
    version: int = MEDIA_VERSION,
) -> str:
    lines = [
        "#EXTM3U",
        f"#EXT-X-VERSION:{version}",
        f"#EXT-X-TARGETDURATION:{target}",
        "#EXT-X-MEDIA-SEQUENCE:0",
        *head,
    ]
    for entry in entries:
        lines += entry.lines()
    return "\n".join([*lines, *(["#EXT-X-ENDLIST"] if ended else []), ""])


def _encryption(key: str | None) -> list[str]:
    """Without an IV: it is the number of the segment then (RFC 8216 5.2)."""
    return [] if key is None else [f"#EXT-X-KEY:METHOD=AES-128,URI={quoted(key)}"]


def _nearest(duration: Fraction) -> int:
    return int(duration + Fraction(1, 2))


def _seconds(duration: Fraction) -> str:
    """To the microsecond: half an hour of roundings stays far below a frame."""
    return f"{float(duration):.6f}"
