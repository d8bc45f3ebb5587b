"""May the top rung be a copy of the source? If not, for which reasons."""

from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise

from caudal.media.chunk import SHORTEST_TAIL
from caudal.media.colour import beyond_sdr
from caudal.media.ladder import Rung
from caudal.media.plan import Reason
from caudal.media.source import AudioTrack, Bitstream, VideoTrack

PROFILES = frozenset({"Baseline", "Constrained Baseline", "Main", "High"})
HIGHEST_LEVEL = 52  # Apple HLS Authoring Specification 1.3b
SEGMENT = Fraction(6)
# Rounds to the target duration of 6 s; Apple's rule 7.7 allows no more than 6.5.
LONGEST_SEGMENT = Fraction(64, 10)
# A copy may cost more than the encoder would be allowed: it loses no quality and no time.
BITRATE_TOLERANCE = Fraction(3, 2)
PEAK_TO_AVERAGE = 2  # Apple's rule 1.30

STEREO = 2
COPIED_RATES = frozenset({44_100, 48_000})
COPIED_BITRATE = 165_000  # Apple's rule 2.9 says 160 kbit/s; encoders miss theirs by a little
# Two AAC frames: a copy can neither be filled up nor cut between them.
SOUND_TOLERANCE = Fraction(2 * 1024, 44_100)


def refusals(
    video: VideoTrack, rung: Rung, frame_rate: Fraction, frames: int
) -> tuple[Reason, ...]:
    """Every reason why a picture cannot be copied as this rung; none: it can.

    Args:
        video: The picture as measured.
        rung: The top rung as it would be encoded.
        frame_rate, frames: Of the plan.
    """
    stream = video.bitstream
    if stream is None:
        return (Reason.CODEC,)
    found = (*_of_picture(video, rung, frame_rate), *_of_stream(stream, rung, frame_rate, frames))
    late = video.start > 1 / frame_rate
    return (*found, Reason.LATE_START) if late else found


def source_boundaries(stream: Bitstream, frame_rate: Fraction) -> tuple[int, ...]:
    """Segment boundaries at the source's own IDR pictures: as long as possible up to 6.4 s.

    Where IDR pictures are two seconds apart, a segment is 6 s, as in a video that is encoded.
    """
    starts = [0]
    longest, nominal = LONGEST_SEGMENT * frame_rate, SEGMENT * frame_rate
    shortest_tail = SHORTEST_TAIL * frame_rate
    for this, following in pairwise([*stream.idr, stream.frames]):
        too_long = following - starts[-1] > longest
        enough = this - starts[-1] >= nominal and stream.frames - this >= shortest_tail
        if this > starts[-1] and (too_long or enough):
            starts.append(this)
    return (*starts, stream.frames)


def sound_can_be_copied(track: AudioTrack, duration: Fraction) -> bool:
    """Whether a sound track is already what it would be encoded to: stereo AAC-LC in step.

    `duration` is the video's, in seconds.
    """
    return (
        track.codec == "aac"
        and track.profile == "LC"
        and track.channels == STEREO
        and track.sample_rate in COPIED_RATES
        and 0 < track.bitrate <= COPIED_BITRATE
        and track.start <= SOUND_TOLERANCE
        and abs(track.start + track.duration - duration) <= SOUND_TOLERANCE
    )


def _of_picture(video: VideoTrack, rung: Rung, frame_rate: Fraction) -> Iterator[Reason]:
    if video.pixel_format != "yuv420p":  # 10 bits, 4:2:2, or full range as yuvj420p
        yield Reason.PIXEL_FORMAT
    if video.field_order != "progressive":
        yield Reason.INTERLACED
    if video.width % 2 or video.height % 2:
        yield Reason.ODD_SIZE
    if not video.square:
        yield Reason.SAR
    if beyond_sdr(video.colour) or video.colour.full_range:
        yield Reason.COLOUR
    if video.rotation or video.mirrored:  # players of MSE do not turn it
        yield Reason.ROTATION
    elif (video.width, video.height) != (rung.width, rung.height):
        yield Reason.TOO_LARGE
    if video.frame_rate != frame_rate and abs(video.frame_rate / frame_rate - 1) > Fraction(
        1, 1000
    ):
        yield Reason.FRAME_RATE


def _of_stream(
    stream: Bitstream, rung: Rung, frame_rate: Fraction, frames: int
) -> Iterator[Reason]:
    if stream.profile not in PROFILES:
        yield Reason.PROFILE
    if not 0 < stream.level <= HIGHEST_LEVEL:
        yield Reason.LEVEL
    if not stream.parameter_sets:
        yield Reason.PARAMETER_SETS
    if not stream.steady:
        yield Reason.TIMESTAMPS
    if abs(stream.frames - frames) > 1:
        yield Reason.LENGTH
    if not stream.closed:
        yield Reason.OPEN_GOP
    if not stream.idr or stream.idr[0] != 0:
        yield Reason.OPEN_GOP
        return
    distances = [b - a for a, b in pairwise([*stream.idr, stream.frames])]
    if max(distances) > LONGEST_SEGMENT * frame_rate:
        yield Reason.IDR_DISTANCE
        return
    average = Fraction(sum(stream.idr_bytes) * 8) / (stream.frames / frame_rate)
    if average > BITRATE_TOLERANCE * rung.max_bitrate:
        yield Reason.BITRATE_AVERAGE
    if _peak(stream, frame_rate) > PEAK_TO_AVERAGE * max(average, Fraction(rung.max_bitrate)):
        yield Reason.BITRATE_PEAK


def _peak(stream: Bitstream, frame_rate: Fraction) -> Fraction:
    """The highest rate of any segment, in bit/s."""
    cuts = source_boundaries(stream, frame_rate)
    sizes = dict.fromkeys(cuts[:-1], 0)
    segment = 0
    for frame, size in zip(stream.idr, stream.idr_bytes, strict=True):
        segment = frame if frame in sizes else segment
        sizes[segment] += size
    return max(
        Fraction(sizes[first] * 8) / ((end - first) / frame_rate)
        for first, end in pairwise(cuts)
        # The RFC counts runs of at least half a target duration.
        if len(cuts) == 2 or (end - first) / frame_rate >= SEGMENT / 2
    )
