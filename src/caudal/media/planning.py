"""Make the plan: everything that is decided about a source, before anything is done."""

from fractions import Fraction

from caudal.errors import UnsupportedFormat
from caudal.media.chunk import gop_frames, segment_boundaries, split
from caudal.media.ladder import Rung, rungs_for
from caudal.media.levels import level_for
from caudal.media.passthrough import refusals, sound_can_be_copied, source_boundaries
from caudal.media.plan import AudioRendition, Group, Options, Passthrough, Plan, Reason, Rendition
from caudal.media.rate import output_rate
from caudal.media.source import AudioTrack, Source, VideoTrack
from caudal.media.stills import poster_for, storyboard_for

# With the smallest rendition, the low one stays below the 192 kbit/s of Apple's rule 9.21.
AUDIO_BITRATES = {Group.AUDIO: 128_000, Group.LOW: 48_000}
AUDIO_RATE = 48_000

# Sound that outlasts the picture by less than this ends with it; a longer rest is kept, over
# the last frame.
SOUND_OUTLASTS = Fraction(1, 2)


def make_plan(source: Source, options: Options, *, parts: int = 1) -> Plan:
    """Decide how a source becomes HLS, in at least so many parts where nobody watches meanwhile.

    Raises `UnsupportedFormat` when there is no picture.
    """
    video = source.video
    if video is None:
        raise UnsupportedFormat("The file has no picture that can be converted.")
    frame_rate = output_rate(video)
    gop = gop_frames(frame_rate)
    frames = max(1, round(_duration(source, video) * frame_rate))
    rungs = rungs_for(video, options.rungs, frame_rate)
    reasons: tuple[Reason, ...] = (Reason.NOT_WANTED,)
    if options.passthrough is Passthrough.AUTO:
        reasons = refusals(video, rungs[0], frame_rate, frames)
    if reasons or video.bitstream is None:
        boundaries = segment_boundaries(frames, gop, frame_rate, early=options.early)
    else:
        boundaries = source_boundaries(video.bitstream, frame_rate)
    renditions = _renditions(rungs, reasons, frame_rate)
    shown = next((r for r in renditions if not r.passthrough), renditions[0])
    return Plan(
        quality=options.quality,
        early=options.early,
        frame_rate=frame_rate,
        gop=gop,
        boundaries=boundaries,
        renditions=renditions,
        chunks=split(len(boundaries) - 1, early=options.early, parts=parts),
        audio=_audio(source, boundaries[-1] / frame_rate, options, renditions),
        poster=poster_for(shown.width, shown.height, boundaries[-1]),
        storyboard=storyboard_for(shown.width, shown.height, boundaries[-1], frame_rate)
        if options.thumbnails
        else None,
    )


def _duration(source: Source, video: VideoTrack) -> Fraction:
    picture_end = video.start + video.duration
    sound_end = max((track.start + track.duration for track in source.audio), default=picture_end)
    return sound_end if sound_end > picture_end + SOUND_OUTLASTS else picture_end


def _renditions(
    rungs: tuple[Rung, ...], reasons: tuple[Reason, ...], frame_rate: Fraction
) -> tuple[Rendition, ...]:
    return tuple(
        Rendition(
            name=rung.name,
            width=rung.width,
            height=rung.height,
            max_bitrate=rung.max_bitrate,
            level=level_for(rung.width, rung.height, frame_rate, rung.max_bitrate),
            passthrough=number == 0 and not reasons,
            reasons=reasons if number == 0 else (),
        )
        for number, rung in enumerate(rungs)
    )


def _audio(
    source: Source, duration: Fraction, options: Options, renditions: tuple[Rendition, ...]
) -> tuple[AudioRendition, ...]:
    """Every track once for each group that a rendition of the picture is heard with."""
    groups = sorted({rendition.group for rendition in renditions})
    return tuple(
        _sound(source, track, duration, options, group)
        for group in groups
        for track in source.audio
    )


def _sound(
    source: Source, track: AudioTrack, duration: Fraction, options: Options, group: Group
) -> AudioRendition:
    copied = (
        group is Group.AUDIO
        and options.passthrough is Passthrough.AUTO
        and sound_can_be_copied(track, duration)
    )
    chosen = next((other.order for other in source.audio if other.default), 0)
    return AudioRendition(
        name=f"{group}-{track.order}",
        track=track.order,
        channels=2,
        bitrate=track.bitrate if copied else AUDIO_BITRATES[group],
        language=track.language,
        title=track.title,
        default=track.order == chosen,
        sample_rate=track.sample_rate if copied else AUDIO_RATE,
        passthrough=copied,
        group=group,
    )
