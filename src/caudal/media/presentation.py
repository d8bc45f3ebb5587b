"""The finished presentation: prove that it is whole, then write its playlists."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import pairwise

from caudal.errors import OutputInvalid
from caudal.media import keys
from caudal.media.bitrate import average_bitrate, peak_bitrate
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

# A sound frame is 21 ms; picture and sound may end that much apart, and a frame of picture.
SOUND_TOLERANCE = Fraction(1, 20)

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
    """Key and text of every playlist, in the order they must become visible: master last."""
    target = _target(renditions)
    media = [
        (keys.index_key(root, name), vod_playlist(_entries(root, name, segments), target))
        for name, segments in renditions.items()
    ]
    sounds = list(_sounds(plan.audio))
    loudest = [renditions[audio.name] for audio in plan.audio]
    variants = [
        _variant(rendition, plan, renditions[rendition.name], loudest, target)
        for rendition in plan.renditions
    ]
    first = min(variants, key=lambda v: abs(v.average_bandwidth - START_BITRATE))
    variants.sort(key=lambda v: (v is not first, -v.bandwidth))
    return [*media, (keys.master_key(root), multivariant_playlist(variants, sounds))]


def _target(renditions: Renditions) -> int:
    """One target duration for picture and sound (Apple's rule 8.2)."""
    return target_duration(s.duration for segments in renditions.values() for s in segments)


def _entries(root: str, rendition: str, segments: Sequence[Segment]) -> list[Entry]:
    beside = len(f"{root}{rendition}/")
    return [Entry(uri=s.key[beside:], duration=s.duration) for s in segments]


def _variant(
    rendition: Rendition,
    plan: Plan,
    segments: Sequence[Segment],
    sounds: Sequence[Sequence[Segment]],
    target: int,
) -> Variant:
    codecs = [segments[0].codec, *(sound[0].codec for sound in sounds)]
    return Variant(
        uri=f"{rendition.name}/{keys.INDEX}",
        bandwidth=peak_bitrate(segments, target)
        + max((peak_bitrate(sound, target) for sound in sounds), default=0),
        average_bandwidth=average_bitrate(segments)
        + max((average_bitrate(sound) for sound in sounds), default=0),
        codecs=tuple(dict.fromkeys(codecs)),
        width=rendition.width,
        height=rendition.height,
        frame_rate=plan.frame_rate,
        has_audio=bool(sounds),
    )


def _sounds(tracks: Sequence[AudioRendition]) -> Iterator[Sound]:
    names: set[str] = set()
    for audio in tracks:
        name = audio.title or audio.language
        # Names must differ within a group (RFC 8216 4.3.4.1.1).
        name = f"{name} {audio.track + 1}" if name in names else name
        names.add(name)
        yield Sound(
            uri=f"{audio.name}/{keys.INDEX}",
            name=name,
            language=audio.language,
            channels=audio.channels,
            default=audio.default,
        )
