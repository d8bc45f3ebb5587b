"""The finished presentation: prove that it is whole, then write its playlists."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise

from caudal.errors import OutputInvalid
from caudal.media import keys
from caudal.media.bitrate import Span, average_bitrate, peak_bitrate
from caudal.media.plan import AudioRendition, Group, Plan, Rendition, Subtitles
from caudal.media.playlist import (
    Entry,
    Keyframes,
    Sound,
    Variant,
    Words,
    i_frames_playlist,
    multivariant_playlist,
    target_duration,
    vod_playlist,
)
from caudal.media.segment import Segment

# Apple's rule 1.32: the variant near this rate is listed first; players begin with it.
START_BITRATE = 2_000_000

SUBTITLES = "subtitles"
SURROUND = "ec-3"  # its codec

# A sound frame is 21 ms; copied sound may begin and end two of them apart from the picture.
SOUND_TOLERANCE = Fraction(1, 10)

Renditions = Mapping[str, Sequence[Segment]]


def by_rendition(segments: Iterable[Segment]) -> dict[str, list[Segment]]:
    """Segments of each rendition in order."""
    result: defaultdict[str, list[Segment]] = defaultdict(list)
    for segment in sorted(segments, key=lambda s: s.index):
        result[segment.rendition].append(segment)
    return dict(result)


def damaged(recorded: Iterable[Segment], objects: Mapping[str, int]) -> list[Segment]:
    """Recorded segments that are not in the store as they were recorded.

    `objects` has the size of every object in the store, by key.
    """
    return [segment for segment in recorded if objects.get(segment.key) != segment.bytes]


def prove(plan: Plan, renditions: Renditions) -> None:
    """Raise `OutputInvalid` unless the records are everything that the plan promises."""
    picture = [(end - first) / plan.frame_rate for first, end in pairwise(plan.boundaries)]
    for name in plan.names:
        segments = renditions.get(name, ())
        if [segment.index for segment in segments] != list(range(plan.segments)):
            raise OutputInvalid(f"{name} has a hole among its segments")
        if len({segment.codec for segment in segments}) != 1:
            raise OutputInvalid(f"{name} changes its codec parameters")
    for rendition in plan.renditions:
        if [segment.duration for segment in renditions[rendition.name]] != picture:
            raise OutputInvalid(f"{rendition.name} is not as long as planned")
    for sound in plan.audio:
        length = sum((s.duration for s in renditions[sound.name]), Fraction(0))
        if abs(length - plan.duration) > SOUND_TOLERANCE:
            raise OutputInvalid(f"{sound.name} lasts {float(length):.3f} s")


def playlists(
    root: str, plan: Plan, renditions: Renditions, subtitles: Renditions
) -> list[tuple[str, str]]:
    """Key and text of every VOD playlist, in the order they must become visible: master last."""
    target = planned_target(plan)
    media = [
        (
            keys.index_key(root, name),
            vod_playlist(entries(root, name, segments), target, key=key_beside(plan)),
        )
        for name, segments in renditions.items()
    ]
    # Its segments are as long as chunks, which is allowed (Apple's rule 5.7).
    media += [
        (
            keys.index_key(root, name),
            vod_playlist(
                entries(root, name, segments), target_duration(s.duration for s in segments)
            ),
        )
        for name, segments in subtitles.items()
    ]
    variants, streams = [], []
    for rendition in plan.renditions:
        segments = renditions[rendition.name]
        for group in plan.groups_of(rendition) or (None,):
            sounds = [renditions[audio.name] for audio in plan.sounds_in(group)] if group else []
            variants.append(
                variant(
                    rendition,
                    plan,
                    group=group,
                    codecs=(segments[0].codec, *(sound[0].codec for sound in sounds)),
                    bandwidth=peak(segments, target)
                    + max((peak(sound, target) for sound in sounds), default=0),
                    average=average(segments)
                    + max((average(sound) for sound in sounds), default=0),
                    playlist=keys.INDEX,
                )
            )
        if plan.encrypted:
            continue  # a part of an encrypted segment cannot be decrypted by itself
        pictures = keyframe_entries(root, plan, rendition.name, segments)
        media.append((keys.i_frames_key(root, rendition.name), i_frames_playlist(pictures)))
        streams.append(_keyframes(rendition, segments[0].codec, pictures))
    if not plan.renditions:
        variants = sound_variants(
            plan, {a.group for a in plan.audio}, renditions, target, keys.INDEX
        )
    alternatives: list[Sound | Words] = [
        *sound_tags(choices(plan), keys.INDEX),
        *_words(plan.subtitles),
    ]
    if subtitles:
        variants = [replace(one, subtitles=SUBTITLES) for one in variants]
    text = multivariant_playlist(in_order(variants), alternatives, streams)
    return [*media, (keys.master_key(root), text)]


def _words(tracks: Sequence[Subtitles]) -> Iterator[Words]:
    names: set[str] = set()
    for number, track in enumerate(tracks):
        name = track.title or track.language
        # Names must differ within a group.
        name = f"{name} {number + 1}" if name in names else name
        names.add(name)
        yield Words(
            uri=f"{track.name}/{keys.INDEX}",
            group=SUBTITLES,
            name=name,
            language=track.language,
            default=track.default,
            forced=track.forced,
        )


def peak(segments: Sequence[Segment], target: int) -> int:
    """Peak bit rate of a rendition, in bit/s."""
    return peak_bitrate([segment.span for segment in segments], target)


def average(segments: Sequence[Segment]) -> int:
    """Average bit rate of a rendition, in bit/s."""
    return average_bitrate([segment.span for segment in segments])


def keyframe_entries(
    root: str, plan: Plan, rendition: str, segments: Sequence[Segment]
) -> list[Entry]:
    """Keyframes as byte ranges of their segments, each shown until the next."""
    beside = len(f"{root}{rendition}/")
    found = [
        (plan.boundaries[segment.index] + keyframe.frame, segment.key[beside:], keyframe)
        for segment in segments
        for keyframe in segment.keyframes
    ]
    ends = [frame for frame, _, _ in found[1:]] + [plan.frames]
    return [
        Entry(
            uri=uri,
            duration=(end - frame) / plan.frame_rate,
            byte_range=(keyframe.size, keyframe.offset),
        )
        for (frame, uri, keyframe), end in zip(found, ends, strict=True)
    ]


def _keyframes(rendition: Rendition, codec: str, pictures: Sequence[Entry]) -> Keyframes:
    spans = [Span(p.byte_range[0], p.duration) for p in pictures if p.byte_range]
    target = target_duration(p.duration for p in pictures)
    return Keyframes(
        uri=f"{rendition.name}/{keys.I_FRAMES}",
        bandwidth=peak_bitrate(spans, target),
        average_bandwidth=average_bitrate(spans),
        codec=codec,
        width=rendition.width,
        height=rendition.height,
    )


def planned_target(plan: Plan) -> int:
    """One target duration for picture and sound (Apple's rule 8.2), known before any segment.

    A segment of sound may last a frame longer than its picture.
    """
    frame = max((audio.frame for audio in plan.audio), default=Fraction(0))
    return target_duration(
        (end - first) / plan.frame_rate + frame for first, end in pairwise(plan.boundaries)
    )


def key_beside(plan: Plan) -> str | None:
    """Where the key is, as media playlists name it; None: nothing is encrypted."""
    return f"../{keys.CONTENT_KEY}" if plan.encrypted else None


def entries(root: str, rendition: str, segments: Sequence[Segment]) -> list[Entry]:
    """Segments as a playlist beside them names them."""
    beside = len(f"{root}{rendition}/")
    return [Entry(uri=s.key[beside:], duration=s.duration) for s in segments]


def variant(
    rendition: Rendition,
    plan: Plan,
    *,
    group: Group | None,
    codecs: Iterable[str],
    bandwidth: int,
    average: int,
    playlist: str,
) -> Variant:
    """A rendition as the multivariant playlist names it. Bit rates count the sound as well."""
    return Variant(
        uri=f"{rendition.name}/{playlist}",
        bandwidth=bandwidth,
        average_bandwidth=average,
        codecs=tuple(dict.fromkeys(codecs)),
        width=rendition.width,
        height=rendition.height,
        frame_rate=plan.frame_rate,
        group=group,
    )


def sound_variants(
    plan: Plan, groups: Collection[Group], renditions: Renditions, target: int, playlist: str
) -> list[Variant]:
    """What a player may choose of a video without a picture: the sound's groups."""
    variants = []
    for group in sorted(groups):
        tracks = plan.sounds_in(group)
        sounds = [renditions[audio.name] for audio in tracks]
        begun = next(audio for audio in tracks if audio.default)
        variants.append(
            Variant(
                uri=f"{begun.name}/{playlist}",
                bandwidth=max(peak(sound, target) for sound in sounds),
                average_bandwidth=max(average(sound) for sound in sounds),
                codecs=tuple(dict.fromkeys(sound[0].codec for sound in sounds)),
                width=None,
                height=None,
                frame_rate=None,
                group=group if len(tracks) > 1 else None,
            )
        )
    return variants


def choices(plan: Plan) -> Sequence[AudioRendition]:
    """The sounds that are renditions beside a variant's own: not a lone track without a picture."""
    if not plan.renditions and len({audio.track for audio in plan.audio}) == 1:
        return ()
    groups = dict.fromkeys(audio.group for audio in plan.audio)
    return [replace(audio, group=group) for group in groups for audio in plan.sounds_in(group)]


def in_order(variants: Sequence[Variant]) -> list[Variant]:
    """The variant to begin with first, then from the highest down; behind them surround sound."""
    stereo = [one for one in variants if SURROUND not in one.codecs]
    first = min(stereo, key=lambda v: abs(v.average_bandwidth - START_BITRATE))
    return sorted(variants, key=lambda v: (v is not first, SURROUND in v.codecs, -v.bandwidth))


def sound_tags(tracks: Sequence[AudioRendition], playlist: str) -> Iterator[Sound]:
    """Sound renditions as the multivariant playlist names them."""
    names: set[tuple[str, str]] = set()
    for audio in tracks:
        name = audio.title or audio.language
        # Names must differ within a group, and be the same in all (RFC 8216 4.3.4.1.1).
        name = f"{name} {audio.track + 1}" if (audio.group, name) in names else name
        names.add((audio.group, name))
        yield Sound(
            uri=f"{audio.name}/{playlist}",
            group=audio.group,
            name=name,
            language=audio.language,
            channels=audio.channels,
            default=audio.default,
        )
