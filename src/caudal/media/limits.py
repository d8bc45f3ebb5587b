"""What a source may be at most; `GET /v1/limits` shows it."""

from dataclasses import dataclass

from caudal.errors import (
    FrameRateTooHigh,
    TooLong,
    TooManyAudioTracks,
    TooManyChannels,
    TooManyPixels,
    TooManyStreams,
)
from caudal.media.source import Source


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceLimits:
    """The largest source that is converted. What is equal to a limit is within it.

    Attributes:
        duration: Seconds, as measured; what a header promises does not count.
        pixels: Width times height of the coded picture.
        frame_rate: Frames per second, on average.
        streams: Tracks of all kinds in the container.
        audio_tracks: Sound tracks that can be decoded.
        channels: Of one sound track.
    """

    duration: int = 8 * 3600
    pixels: int = 35_389_440  # 8192 × 4320
    frame_rate: int = 300
    streams: int = 64
    audio_tracks: int = 16
    channels: int = 16


DEFAULT_LIMITS = SourceLimits()


def too_many_streams(limits: SourceLimits) -> TooManyStreams:
    """The refusal of a file with too many tracks."""
    return TooManyStreams(f"The file has more than {limits.streams} tracks.")


def too_many_pixels(limits: SourceLimits) -> TooManyPixels:
    """The refusal of a file with too large a picture."""
    return TooManyPixels(f"The picture has more than {limits.pixels} pixels.")


def check_source(source: Source, limits: SourceLimits) -> None:
    """Raise the `LimitExceeded` of the first limit that a measured source is beyond.

    Streams and pixels are judged by the probe itself, before anything is decoded.
    """
    if source.duration > limits.duration:
        raise TooLong(f"The video is longer than {limits.duration} seconds.")
    if source.video is not None and source.video.frame_rate > limits.frame_rate:
        raise FrameRateTooHigh(f"The video has more than {limits.frame_rate} frames per second.")
    if len(source.audio) > limits.audio_tracks:
        raise TooManyAudioTracks(f"The video has more than {limits.audio_tracks} sound tracks.")
    if any(track.channels > limits.channels for track in source.audio):
        raise TooManyChannels(f"A sound track has more than {limits.channels} channels.")
