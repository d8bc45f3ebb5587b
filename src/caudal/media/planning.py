"""Make the plan: everything that is decided about a source, before anything is done."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import TypeAlias

from caudal.errors import SideTooLong, TooLong, UnsupportedFormat
from caudal.media.chunk import SEGMENT_GOPS, gop_frames, segment_boundaries, split, split_once
from caudal.media.ladder import Rung, rungs_for
from caudal.media.levels import level_for
from caudal.media.passthrough import refusals, sound_can_be_copied, source_boundaries
from caudal.media.plan import (
    AudioRendition,
    Chunk,
    Encryption,
    Gop,
    Group,
    Options,
    Passthrough,
    Plan,
    Reason,
    Rendition,
    Subtitles,
)
from caudal.media.rate import output_rate
from caudal.media.sidecar import Format, Sidecar
from caudal.media.source import AudioTrack, Source, SubtitleTrack
from caudal.media.stills import cover_poster, poster_for, preview_for, storyboard_for
from caudal.media.warnings import Lack, SourceWarning

# With the smallest rendition, the low one stays below the 192 kbit/s of Apple's rule 9.21.
AUDIO_BITRATES = {Group.AUDIO: 128_000, Group.LOW: 48_000, Group.SURROUND: 192_000}
STEREO, SURROUND = 2, 6  # channels
AUDIO_RATE = 48_000

# Sound that outlasts the picture by less than this ends with it; a longer rest is kept, over
# the last frame.
SOUND_OUTLASTS = Fraction(1, 2)

SOUND_GRID = Fraction(25)

# Pixels: x264's, and more than any player shows.
LONGEST_SIDE = 16_384

# Seconds. A timestamp that is broken may claim centuries.
MAX_DURATION = 48 * 3600


_Words: TypeAlias = tuple[int, SubtitleTrack | Sidecar, Format | None]


def make_plan(source: Source, options: Options, *, parts: int = 1) -> Plan:
    """Decide how a source becomes HLS, in at least so many parts where nobody watches meanwhile.

    Raises `UnsupportedFormat` when there is neither picture nor sound, or not the sound that alone
    is wanted; `TooLong`, or `SideTooLong` for a side of its picture, whatever the settings allow.
    """
    if options.audio_only:
        if not source.audio:
            raise UnsupportedFormat("Only sound is wanted, and the file has none.")
        source = replace(source, video=None)
    if source.video is None and not source.audio:
        raise UnsupportedFormat("The file has neither picture nor sound that can be converted.")
    if _duration(source) > MAX_DURATION:
        raise TooLong(f"The file lasts longer than {MAX_DURATION // 3600} hours.")
    video = source.video
    if video is None:
        return _sound_alone(source, options)
    frame_rate = output_rate(video)
    frames = max(1, round(_duration(source) * frame_rate))
    rungs = rungs_for(video, options.rungs, frame_rate)
    if max(rungs[0].width, rungs[0].height) > LONGEST_SIDE:
        raise SideTooLong(f"A side of the picture is longer than {LONGEST_SIDE} pixels.")
    reasons: tuple[Reason, ...] = (Reason.NOT_WANTED,)
    if options.passthrough is Passthrough.AUTO:
        reasons = refusals(video, rungs[0], frame_rate, frames)
        if source.clock_jumps and not reasons:
            reasons = (Reason.TIMESTAMPS,)
    if reasons or video.bitstream is None:
        boundaries = segment_boundaries(
            frames, gop_frames(frame_rate), frame_rate, early=options.early
        )
    else:
        boundaries = source_boundaries(video.bitstream, frame_rate)
    renditions = _renditions(rungs, reasons, frame_rate)
    chunks = _chunks(source, len(boundaries) - 1, options, parts)
    shown = next((r for r in renditions if not r.passthrough), renditions[0])
    return Plan(
        quality=options.quality,
        early=options.early,
        frame_rate=frame_rate,
        gop=gop_frames(frame_rate) * (SEGMENT_GOPS if options.gop is Gop.SEGMENT else 1),
        boundaries=boundaries,
        renditions=renditions,
        chunks=chunks,
        audio=_audio(
            source,
            boundaries[-1] / frame_rate,
            options,
            {rendition.group for rendition in renditions},
        ),
        poster=poster_for(shown.width, shown.height, boundaries[-1]),
        storyboard=storyboard_for(shown.width, shown.height, boundaries[-1], frame_rate)
        if options.thumbnails
        else None,
        preview=preview_for(shown.width, shown.height, boundaries, chunks, frame_rate)
        if options.preview
        else None,
        subtitles=_subtitles(source, options.subtitles),
        encrypted=options.encryption is Encryption.AES_128,
    )


def without_copies(plan: Plan, warnings: Iterable[SourceWarning]) -> Plan | None:
    """The plan with what was to be copied of a damaged track encoded instead; None: as it was.

    Players break off where a decoder of files only shows an error. The grid stays.
    """
    found = {warning.code for warning in warnings}
    renditions, audio = plan.renditions, plan.audio
    if found & {Lack.PICTURE_DAMAGED, Lack.HOLE}:
        renditions = tuple(
            replace(r, passthrough=False, reasons=(Reason.DAMAGED,)) if r.passthrough else r
            for r in renditions
        )
    if Lack.SOUND_DAMAGED in found:
        audio = tuple(
            replace(a, passthrough=False, bitrate=AUDIO_BITRATES[a.group], sample_rate=AUDIO_RATE)
            if a.passthrough
            else a
            for a in audio
        )
    changed = replace(plan, renditions=renditions, audio=audio)
    return None if changed == plan else changed


def _sound_alone(source: Source, options: Options) -> Plan:
    """Sound has no frames that must stay whole: a grid of any rate cuts it."""
    gop = gop_frames(SOUND_GRID)
    frames = max(1, round(_duration(source) * SOUND_GRID))
    boundaries = segment_boundaries(frames, gop, SOUND_GRID, early=options.early)
    return Plan(
        quality=options.quality,
        early=options.early,
        frame_rate=SOUND_GRID,
        gop=gop,
        boundaries=boundaries,
        renditions=(),
        chunks=(),
        audio=_audio(source, boundaries[-1] / SOUND_GRID, options, {Group.AUDIO, Group.LOW}),
        poster=cover_poster(source.cover) if source.cover else None,
        encrypted=options.encryption is Encryption.AES_128,
    )


def _chunks(source: Source, segments: int, options: Options, parts: int) -> tuple[Chunk, ...]:
    """As few as can be where each must read the file from its start."""
    if source.clock_jumps:
        return split_once(segments, early=options.early)
    return split(segments, early=options.early, parts=parts)


def _duration(source: Source) -> Fraction:
    video = source.video
    if video is None:
        return max(track.start + track.duration for track in source.audio)
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


def _subtitles(source: Source, sent: Sequence[Sidecar]) -> tuple[Subtitles, ...]:
    """Those that came beside the file behind its own; what their sender says of them goes first."""
    beside: list[_Words] = [(n, sidecar, sidecar.format) for n, sidecar in enumerate(sent)]
    tracks: list[_Words] = [(track.index, track, None) for track in source.subtitles if track.text]
    tracks += [words for words in beside if words[2] is not None]
    chosen = next((track for _, track, _ in [*beside, *tracks] if track.default), None)
    return tuple(
        Subtitles(
            name=f"subtitles-{number}",
            index=index,
            language=track.language,
            title=track.title,
            default=track is chosen,
            forced=track.forced,
            sidecar=written,
        )
        for number, (index, track, written) in enumerate(tracks)
    )


def _audio(
    source: Source,
    duration: Fraction,
    options: Options,
    groups: set[Group],
) -> tuple[AudioRendition, ...]:
    """Every track once for each group that is heard; what is 5.1 or more as 5.1 too."""
    heard = groups | {Group.SURROUND} if Group.AUDIO in groups else groups
    return tuple(
        _sound(source, track, duration, options, group)
        for group in sorted(heard)
        for track in source.audio
        if group is not Group.SURROUND or track.channels >= SURROUND
    )


def _sound(
    source: Source, track: AudioTrack, duration: Fraction, options: Options, group: Group
) -> AudioRendition:
    copied = (
        group is Group.AUDIO
        and options.loudness is None
        and options.passthrough is Passthrough.AUTO
        and not source.clock_jumps
        and sound_can_be_copied(track, duration)
    )
    chosen = next((other.order for other in source.audio if other.default), 0)
    return AudioRendition(
        name=f"{group}-{track.order}",
        track=track.order,
        channels=SURROUND if group is Group.SURROUND else STEREO,
        bitrate=track.bitrate if copied else AUDIO_BITRATES[group],
        language=track.language,
        title=track.title,
        default=track.order == chosen,
        sample_rate=track.sample_rate if copied else AUDIO_RATE,
        passthrough=copied,
        group=group,
        loudness=options.loudness,
    )
