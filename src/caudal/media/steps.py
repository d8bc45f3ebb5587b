"""The steps of a video: what one worker takes at a time, in which lane, how soon."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from caudal.media.plan import AudioRendition, Chunk, Group, Plan, Rendition
from caudal.media.stills import NAMES, chunk_stills, maker_of


class Phase(StrEnum):
    """The unit of fan-in: the next phase opens when no step of this one is left."""

    PREPARE = "prepare"
    ENCODE = "encode"
    FINISH = "finish"
    TAIL = "tail"


class Kind(StrEnum):
    """The stage a step runs."""

    PREPARE = "prepare"
    COPY = "copy"
    AUDIO = "audio"
    COVER = "cover"
    SUBTITLES = "subtitles"
    FIRST = "first"
    ENCODE = "encode"
    FINISH = "finish"
    CLEANUP = "cleanup"


class Lane(StrEnum):
    """Steps of one urgency; the urgent lane holds what makes a video playable."""

    URGENT = "urgent"
    BULK = "bulk"


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A step yet to be stored.

    Attributes:
        index: Number within video and kind: of the chunk, of the sound rendition.
        priority: Higher is served first within a lane.
        weight: Share of the video's progress, in cost units (megapixels).
    """

    phase: Phase
    kind: Kind
    index: int = 0
    lane: Lane
    priority: int
    weight: float


PREPARE = Step(phase=Phase.PREPARE, kind=Kind.PREPARE, lane=Lane.URGENT, priority=20, weight=1)
FINISH = Step(phase=Phase.FINISH, kind=Kind.FINISH, lane=Lane.URGENT, priority=20, weight=1)
CLEANUP = Step(phase=Phase.TAIL, kind=Kind.CLEANUP, lane=Lane.URGENT, priority=0, weight=0)

FIRST_SIDE = 360  # pixels

# Cost per second of video in megapixels of an encoded picture.
AUDIO_WEIGHT = 0.5
COPY_WEIGHT = 0.1
STILLS_WEIGHT = 0.1
COVER_WEIGHT = 0.1  # whatever it lasts
SUBTITLES_WEIGHT = 0.05

# Longer sound would keep an urgent slot for half a minute from videos that are waiting.
URGENT_SOUND = 1800  # seconds


def encode_steps(plan: Plan) -> tuple[Step, ...]:
    """The work stage of a plan: what makes it playable first, the rest in the order of time.

    Early chunks of every video go before late chunks of any.
    """
    steps = [_sound(plan, number, audio) for number, audio in enumerate(plan.audio)]
    if plan.cover is not None:
        steps.append(_step(Kind.COVER, Lane.URGENT, 13, COVER_WEIGHT))
    if plan.copied is not None:
        steps.append(_step(Kind.COPY, Lane.URGENT, 15, COPY_WEIGHT * float(plan.duration)))
    if (first := first_rendition(plan)) is not None:
        weight = _weight(plan, plan.chunks[0], [first])
        steps.append(_step(Kind.FIRST, Lane.URGENT, 12, weight))
    for chunk in plan.chunks:
        renditions = chunk_renditions(plan, chunk)
        if renditions or chunk_stills(plan, chunk):
            lane = Lane.BULK if chunk.index else Lane.URGENT
            weight = _weight(plan, chunk, renditions)
            steps.append(
                _step(Kind.ENCODE, lane, 10 - min(chunk.index, 10), weight, index=chunk.index)
            )
    weight = SUBTITLES_WEIGHT * float(plan.duration)
    # Behind the chunks that are watched first.
    steps += [
        _step(Kind.SUBTITLES, Lane.BULK, 5, weight, index=number)
        for number in range(len(plan.subtitles))
    ]
    return tuple(steps)


def first_rendition(plan: Plan) -> Rendition | None:
    """What is encoded of the first chunk ahead of all else, to be played at once.

    The lowest rendition that is good to look at. None where nobody waits, where a copy is there
    as soon, or where there is but one.
    """
    if not plan.early or plan.copied is not None or len(plan.encoded) < 2:
        return None
    worthy = [r for r in plan.encoded if min(r.width, r.height) >= FIRST_SIDE]
    return worthy[-1] if worthy else plan.encoded[0]


def chunk_renditions(plan: Plan, chunk: Chunk) -> tuple[Rendition, ...]:
    """What a chunk is encoded as, highest first; the first chunk leaves out what went ahead."""
    ahead = first_rendition(plan) if chunk.index == 0 else None
    return tuple(rendition for rendition in plan.encoded if rendition != ahead)


def maker(plan: Plan, rendition: str, segment: int) -> tuple[Kind, int]:
    """Which step makes a segment or a still: its kind and index."""
    if rendition in NAMES:
        return (Kind.COVER, 0) if plan.cover else (Kind.ENCODE, maker_of(plan, rendition, segment))
    for number, audio in enumerate(plan.audio):
        if audio.name == rendition:
            return Kind.AUDIO, number
    for number, subtitles in enumerate(plan.subtitles):
        if subtitles.name == rendition:
            return Kind.SUBTITLES, number
    if plan.copied is not None and plan.copied.name == rendition:
        return Kind.COPY, 0
    chunk = next(c for c in plan.chunks if segment < c.end_segment)
    first = first_rendition(plan)
    if chunk.index == 0 and first is not None and first.name == rendition:
        return Kind.FIRST, 0
    return Kind.ENCODE, chunk.index


def _sound(plan: Plan, number: int, audio: AudioRendition) -> Step:
    seconds = float(plan.duration)
    urgent = audio.group is Group.AUDIO and (audio.passthrough or seconds <= URGENT_SOUND)
    weight = (COPY_WEIGHT if audio.passthrough else AUDIO_WEIGHT) * seconds
    return _step(Kind.AUDIO, Lane.URGENT if urgent else Lane.BULK, 14, weight, index=number)


def _step(kind: Kind, lane: Lane, priority: int, weight: float, *, index: int = 0) -> Step:
    return Step(
        phase=Phase.ENCODE, kind=kind, index=index, lane=lane, priority=priority, weight=weight
    )


def _weight(plan: Plan, chunk: Chunk, renditions: Sequence[Rendition]) -> float:
    frames = plan.boundaries[chunk.end_segment] - plan.boundaries[chunk.first_segment]
    pixels = sum(r.width * r.height for r in renditions)
    return frames * pixels / 1e6 + STILLS_WEIGHT * float(frames / plan.frame_rate)
