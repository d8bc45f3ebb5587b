"""Make the plan: everything that is decided about a source, before anything is done."""

from fractions import Fraction

from caudal.errors import UnsupportedFormat
from caudal.media.chunk import gop_frames, segment_boundaries, split
from caudal.media.ladder import rungs_for
from caudal.media.levels import level_for
from caudal.media.plan import AudioRendition, Options, Plan, Rendition
from caudal.media.rate import output_rate
from caudal.media.source import Source, VideoTrack

AUDIO_BITRATE = 128_000

# Sound that outlasts the picture by less than this ends with it; a longer rest is kept, over
# the last frame.
SOUND_OUTLASTS = Fraction(1, 2)


def make_plan(source: Source, options: Options) -> Plan:
    """Decide how a source becomes HLS. Raises `UnsupportedFormat` when there is no picture."""
    if source.video is None:
        raise UnsupportedFormat("The file has no picture that can be converted.")
    frame_rate = output_rate(source.video)
    gop = gop_frames(frame_rate)
    frames = max(1, round(_duration(source, source.video) * frame_rate))
    boundaries = segment_boundaries(frames, gop, frame_rate)
    return Plan(
        quality=options.quality,
        frame_rate=frame_rate,
        gop=gop,
        boundaries=boundaries,
        renditions=_renditions(source.video, options, frame_rate),
        chunks=split(len(boundaries) - 1),
        audio=_audio(source),
    )


def _duration(source: Source, video: VideoTrack) -> Fraction:
    picture_end = video.start + video.duration
    sound_end = max((track.start + track.duration for track in source.audio), default=picture_end)
    return sound_end if sound_end > picture_end + SOUND_OUTLASTS else picture_end


def _renditions(video: VideoTrack, options: Options, frame_rate: Fraction) -> tuple[Rendition, ...]:
    return tuple(
        Rendition(
            name=rung.name,
            width=rung.width,
            height=rung.height,
            max_bitrate=rung.max_bitrate,
            level=level_for(rung.width, rung.height, frame_rate, rung.max_bitrate),
        )
        for rung in rungs_for(video, options.rungs, frame_rate)
    )


def _audio(source: Source) -> tuple[AudioRendition, ...]:
    chosen = next((track.order for track in source.audio if track.default), 0)
    return tuple(
        AudioRendition(
            name=f"audio-{track.order}",
            track=track.order,
            channels=2,
            bitrate=AUDIO_BITRATE,
            language=track.language,
            title=track.title,
            default=track.order == chosen,
        )
        for track in source.audio
    )
