"""The steps of a video: what one worker takes at a time, in which lane, how soon."""

from dataclasses import dataclass
from enum import StrEnum

from caudal.media.plan import Plan


class Phase(StrEnum):
    """The unit of fan-in: the next phase opens when no step of this one is left."""

    PREPARE = "prepare"
    ENCODE = "encode"
    FINISH = "finish"
    TAIL = "tail"


class Kind(StrEnum):
    """The stage a step runs."""

    PREPARE = "prepare"
    ENCODE = "encode"
    AUDIO = "audio"
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

AUDIO_WEIGHT_PER_SECOND = 0.5


def encode_steps(plan: Plan) -> tuple[Step, ...]:
    """The work stage of a plan. Early chunks of every video go before late chunks of any."""
    sound = tuple(
        Step(
            phase=Phase.ENCODE,
            kind=Kind.AUDIO,
            index=number,
            lane=Lane.BULK,
            priority=10,
            weight=AUDIO_WEIGHT_PER_SECOND * float(plan.duration),
        )
        for number in range(len(plan.audio))
    )
    megapixels = sum(r.width * r.height for r in plan.renditions) / 1e6
    picture = tuple(
        Step(
            phase=Phase.ENCODE,
            kind=Kind.ENCODE,
            index=chunk.index,
            lane=Lane.BULK if chunk.index else Lane.URGENT,
            priority=10 - min(chunk.index, 10),
            weight=megapixels
            * (plan.boundaries[chunk.end_segment] - plan.boundaries[chunk.first_segment]),
        )
        for chunk in plan.chunks
    )
    return sound + picture
