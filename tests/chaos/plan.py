"""What a storm does, drawn from a seed: the same seed draws the same plan."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import chain, repeat

from tests.chaos.mortal import (
    CANCEL_POINTS,
    DELETE_POINTS,
    RETRY_POINTS,
    SEGMENT_CLOSED,
    UPLOAD_POINTS,
    WORKER_POINTS,
    names,
)


class Harm(StrEnum):
    """What is done when the point is reached, and to whom."""

    KILL = "kill"  # the process that is there: a worker or the API
    FREEZE = "freeze"  # the same, for longer than its lease
    FFMPEG = "ffmpeg"
    DATABASE = "database"
    COMMIT = "commit"  # the answer to the next COMMIT is lost
    STORE_CUT = "store cut"
    STORE_BUSY = "store busy"
    STORE_AWAY = "store away"


class Wish(StrEnum):
    """What the sender of the video wants."""

    WATCH = "watch"
    CANCEL = "cancel"
    RETRY = "retry"
    DELETE = "delete"


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """One video and one harm."""

    number: int
    point: str
    harm: Harm
    wish: Wish


# Half of all harms kill the process itself.
HARMS = (
    *repeat(Harm.KILL, 6),
    *repeat(Harm.DATABASE, 2),
    Harm.COMMIT,
    Harm.STORE_CUT,
    Harm.STORE_BUSY,
    Harm.STORE_AWAY,
)

WISHES = {
    **dict.fromkeys(names(CANCEL_POINTS), Wish.CANCEL),
    **dict.fromkeys(names(RETRY_POINTS), Wish.RETRY),
    **dict.fromkeys(names(DELETE_POINTS), Wish.DELETE),
    # Nothing else is sure to reach them.
    **dict.fromkeys(names(WORKER_POINTS) + names(UPLOAD_POINTS), Wish.WATCH),
    SEGMENT_CLOSED: Wish.WATCH,
}


def draw(seed: int, rounds: int) -> list[Round]:
    """A plan. Every point comes once before any comes again."""
    # Not for secrets: the same numbers again are what a seed is for.
    chance = random.Random(seed)
    return [
        Round(number=number, point=point, harm=_harm(point, chance), wish=WISHES[point])
        for number, point in zip(range(rounds), _points(chance), strict=False)
    ]


def _points(chance: random.Random) -> Iterator[str]:
    def shuffled() -> list[str]:
        # ffmpeg dies as often as a worker dies at one kind of point.
        points = [*WISHES, *repeat(SEGMENT_CLOSED, 7)]
        chance.shuffle(points)
        return points

    return chain.from_iterable(iter(shuffled, None))


def _harm(point: str, chance: random.Random) -> Harm:
    if point == SEGMENT_CLOSED:
        return chance.choice((Harm.FFMPEG, Harm.FFMPEG, Harm.FFMPEG, Harm.KILL, Harm.FREEZE))
    return chance.choice(HARMS)
