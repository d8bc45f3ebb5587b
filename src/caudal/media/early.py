"""Early playlists: a video is played while the rest of it is still being made."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from caudal.media import keys
from caudal.media.plan import Group, Plan, Rendition
from caudal.media.playlist import event_playlist, multivariant_playlist
from caudal.media.presentation import (
    Renditions,
    average,
    choices,
    entries,
    in_order,
    key_beside,
    peak,
    planned_target,
    sound_tags,
    sound_variants,
    variant,
)
from caudal.media.segment import Segment

# What will come may cost more than what is there: above the cap by this much at the most.
ENCODED_HEADROOM = Fraction(5, 4)
COPIED_HEADROOM = Fraction(3, 2)

# A playlist is written again when it has grown by a twentieth: a film of three hours is not
# published 1,800 times. The first two minutes grow by every segment.
GROWTH = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Early:
    """What is to be published next.

    Attributes:
        files: Key and text of the playlists that changed, in the order of becoming visible.
        counts: Per rendition how many segments its playlist names then.
        duration: Seconds that every variant can be played; 0 while there is none.
    """

    files: tuple[tuple[str, str], ...]
    counts: Mapping[str, int]
    duration: Fraction


def early_playlists(
    root: str, plan: Plan, renditions: Renditions, published: Mapping[str, int]
) -> Early:
    """What to publish of a video in the making.

    Args:
        root: What the video's keys begin with.
        plan: What was decided.
        renditions: Recorded segments by rendition, in order, holes and all.
        published: Per rendition how many segments its playlist names now.
    """
    target = planned_target(plan)
    there = {name: _before_hole(renditions.get(name, ())) for name in plan.names}
    counts = {name: max(len(there[name]), published.get(name, 0)) for name in plan.names}
    grown = [name for name in plan.names if _has_grown(published.get(name, 0), counts[name], plan)]
    files = [
        (
            keys.early_key(root, name),
            event_playlist(
                entries(root, name, there[name]),
                target,
                ended=counts[name] == plan.segments,
                key=key_beside(plan),
            ),
        )
        for name in grown
    ]
    counts = {name: counts[name] if name in grown else published.get(name, 0) for name in counts}
    playable = _playable(plan, counts)
    groups = {r.group for r in playable} if plan.renditions else _heard(plan, counts)
    if groups and any(not published.get(name, 0) for name in grown):
        text = _multivariant(plan, playable, groups, there, target)
        files.append((keys.early_master_key(root), text))
    names = [r.name for r in playable] + [a.name for a in plan.audio if a.group in groups]
    shortest = min((counts[name] for name in names), default=0)
    return Early(
        files=tuple(files),
        counts={name: count for name, count in counts.items() if count},
        duration=plan.boundaries[shortest] / plan.frame_rate,
    )


def _before_hole(segments: Sequence[Segment]) -> list[Segment]:
    return [segment for number, segment in enumerate(segments) if segment.index == number]


def _has_grown(before: int, now: int, plan: Plan) -> bool:
    if now == plan.segments:
        return before < now
    return now - before >= max(1, before // GROWTH)


def _playable(plan: Plan, counts: Mapping[str, int]) -> list[Rendition]:
    """Pictures that are there with all their sound, for players choose freely."""
    return [
        rendition
        for rendition in plan.renditions
        if counts[rendition.name] and all(counts[audio.name] for audio in plan.sounds_of(rendition))
    ]


def _heard(plan: Plan, counts: Mapping[str, int]) -> set[Group]:
    """Groups of sound that are there whole."""
    groups = {audio.group for audio in plan.audio}
    return {g for g in groups if all(counts[audio.name] for audio in plan.sounds_in(g))}


def _multivariant(
    plan: Plan,
    playable: Sequence[Rendition],
    groups: Collection[Group],
    there: Renditions,
    target: int,
) -> str:
    variants = [] if plan.renditions else sound_variants(plan, groups, there, target, keys.EARLY)
    for rendition in playable:
        segments = there[rendition.name]
        sounds = [there[audio.name] for audio in plan.sounds_of(rendition)]
        loudest = max((peak(sound, target) for sound in sounds), default=0)
        headroom = COPIED_HEADROOM if rendition.passthrough else ENCODED_HEADROOM
        most = max(peak(segments, target), round(rendition.max_bitrate * headroom))
        variants.append(
            variant(
                rendition,
                plan,
                # Surround sound is not waited for.
                group=rendition.group if plan.audio else None,
                codecs=(segments[0].codec, *(sound[0].codec for sound in sounds)),
                bandwidth=most + loudest,
                average=average(segments) + loudest,
                playlist=keys.EARLY,
            )
        )
    tracks = [audio for audio in choices(plan) if audio.group in groups]
    return multivariant_playlist(in_order(variants), list(sound_tags(tracks, keys.EARLY)))
