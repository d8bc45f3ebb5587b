"""The finished presentation: prove that it is whole, then write its playlists."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import pairwise

from caudal.errors import OutputInvalid
from caudal.media import keys
from caudal.media.bitrate import average_bitrate, peak_bitrate
from caudal.media.command import AAC_FRAME
from caudal.media.plan import AudioRendition, Plan, Rendition
from caudal.media.playlist import (
    Entry,
    Sound,
    Variant,
    multivariant_playlist,
    target_duration,
    vod_playlist,
)
from caudal.media.segment import Segment

# Apple's rule 1.32: the variant near this rate is listed first; players begin with it.
START_BITRATE = 2_000_000

# A sound frame is 21 ms; copied sound may begin and end two of them apart from the picture.
SOUND_TOLERANCE = Fraction(1, 10)

Renditions = Mapping[str, Sequence[Segment]]


def by_rendition(segments: Iterable[Segment]) -> dict[str, list[Segment]]:
    """Segments of each rendition in order."""
    result: defaultdict[str, list[Segment]] = defaultdict(list)
    for segment in sorted(segments, key=lambda s: s.index):
        result[segment.rendition].append(segment)
    return dict(result)


def prove(plan: Plan, renditions: Renditions, objects: Mapping[str, int]) -> None:
    """Raise `OutputInvalid` unless everything the plan promises is recorded and stored.

    Args:
        plan: What was decided.
        renditions: Recorded segments by rendition, in order.
        objects: Size of every object in the store, by key.
    """
    picture = [(end - first) / plan.frame_rate for first, end in pairwise(plan.boundaries)]
    for name in plan.names:
        segments = renditions.get(name, ())
        if [segment.index for segment in segments] != list(range(plan.segments)):
            raise OutputInvalid(f"{name} has a hole among its segments")
        if len({segment.codec for segment in segments}) != 1:
            raise OutputInvalid(f"{name} changes its codec parameters")
        for segment in segments:
            if objects.get(segment.key) != segment.bytes:
                raise OutputInvalid(f"{segment.key} is not in the store as it was recorded")
    for rendition in plan.renditions:
        if [segment.duration for segment in renditions[rendition.name]] != picture:
            raise OutputInvalid(f"{rendition.name} is not as long as planned")
    for sound in plan.audio:
        length = sum((s.duration for s in renditions[sound.name]), Fraction(0))
        if abs(length - plan.duration) > SOUND_TOLERANCE:
            raise OutputInvalid(f"{sound.name} lasts {float(length):.3f} s")


def playlists(root: str, plan: Plan, renditions: Renditions) -> list[tuple[str, str]]:
    """Key and text of every VOD playlist, in the order they must become visible: master last."""
    target = planned_target(plan)
    media = [
        (keys.index_key(root, name), vod_playlist(entries(root, name, segments), target))
        for name, segments in renditions.items()
    ]
    sounds = [renditions[audio.name] for audio in plan.audio]
    variants = [
        variant(
            rendition,
            plan,
            codecs=(renditions[rendition.name][0].codec, *(s[0].codec for s in sounds)),
            bandwidth=peak_bitrate(renditions[rendition.name], target)
            + max((peak_bitrate(sound, target) for sound in sounds), default=0),
            average=average_bitrate(renditions[rendition.name])
            + max((average_bitrate(sound) for sound in sounds), default=0),
            playlist=keys.INDEX,
        )
        for rendition in plan.renditions
    ]
    text = multivariant_playlist(in_order(variants), list(sound_tags(plan.audio, keys.INDEX)))
    return [*media, (keys.master_key(root), text)]


def planned_target(plan: Plan) -> int:
    """One target duration for picture and sound (Apple's rule 8.2), known before any segment.

    A segment of sound may last a frame longer than its picture.
    """
    frame = max((Fraction(AAC_FRAME, a.sample_rate) for a in plan.audio), default=Fraction(0))
    return target_duration(
        (end - first) / plan.frame_rate + frame for first, end in pairwise(plan.boundaries)
    )


def entries(root: str, rendition: str, segments: Sequence[Segment]) -> list[Entry]:
    """Segments as a playlist beside them names them."""
    beside = len(f"{root}{rendition}/")
    return [Entry(uri=s.key[beside:], duration=s.duration) for s in segments]


def variant(
    rendition: Rendition,
    plan: Plan,
    *,
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
        has_audio=bool(plan.audio),
    )


def in_order(variants: Sequence[Variant]) -> list[Variant]:
    """The variant to begin with first, then from the highest down."""
    first = min(variants, key=lambda v: abs(v.average_bandwidth - START_BITRATE))
    return sorted(variants, key=lambda v: (v is not first, -v.bandwidth))


def sound_tags(tracks: Sequence[AudioRendition], playlist: str) -> Iterator[Sound]:
    """Sound renditions as the multivariant playlist names them."""
    names: set[str] = set()
    for audio in tracks:
        name = audio.title or audio.language
        # Names must differ within a group (RFC 8216 4.3.4.1.1).
        name = f"{name} {audio.track + 1}" if name in names else name
        names.add(name)
        yield Sound(
            uri=f"{audio.name}/{playlist}",
            name=name,
            language=audio.language,
            channels=audio.channels,
            default=audio.default,
        )
