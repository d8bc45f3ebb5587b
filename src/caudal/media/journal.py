"""What happened: to one video, and to all of them over a stretch of time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from caudal.media.bitrate import Span
from caudal.media.steps import Kind, Lane
from caudal.media.video import Status


class Outcome(StrEnum):
    """How an attempt at a step ended. The words are API.

    A `stumbled` one is made again, and counts; one that was `given_back` (the machine was told to
    stop, or a part of the installation was away) does not. A `lost` one never said how it ended.
    """

    DONE = "done"
    GIVEN_BACK = "given_back"
    STUMBLED = "stumbled"
    FAILED = "failed"
    CANCELLED = "cancelled"
    LOST = "lost"


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """How long a video had a status.

    Attributes:
        ended_at: None: it has it now.
        error_code: Of one that is `falhou`.
    """

    status: Status
    began_at: datetime
    ended_at: datetime | None
    error_code: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """One worker's attempt at a step.

    Attributes:
        index: Number of the step within video and kind.
        number: Of the attempt, from 1.
        ended_at, outcome: None while it runs; of a lost one, its last sign of life.
        cpu: Seconds of CPU time of one that is done.
        error: Code of what went wrong.
        log: The last words of its tool, without paths; empty when it had none.
    """

    kind: Kind
    index: int
    number: int
    began_at: datetime
    ended_at: datetime | None
    outcome: Outcome | None
    cpu: float
    error: str | None
    log: str


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """What is recorded of one video.

    Attributes:
        periods, attempts: In the order of time.
        segments: What is stored, by rendition and in order.
    """

    periods: Sequence[Period]
    attempts: Sequence[Attempt]
    segments: Mapping[str, Sequence[Span]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """A stretch of time until now, in equal parts."""

    parts: int
    part: timedelta


HOUR = Window(parts=60, part=timedelta(minutes=1))
DAY = Window(parts=48, part=timedelta(minutes=30))


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What happened in one part of a window.

    Attributes:
        queued: Videos that began to wait: new ones, and those that were tried again.
        done, failed: Videos that became so.
        bytes: Of what was finished.
        waiting: Videos that waited at its end.
        oldest: Seconds that the oldest of them had waited by then; 0: none waited.
    """

    began_at: datetime
    queued: int
    done: int
    failed: int
    bytes: int
    waiting: int
    oldest: float


@dataclass(frozen=True, slots=True, kw_only=True)
class LaneLoad:
    """The open steps of a lane."""

    lane: Lane
    ready: int
    running: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Operations:
    """What goes on in the whole installation.

    Attributes:
        waiting, processing: Videos in these statuses.
        oldest: Seconds that the oldest of those that wait has waited; None: none waits.
        workers: Processes that have shown a sign of life lately.
        lanes: Of videos that are being converted.
        stored: Bytes of all finished videos.
        parts: Of the window, in the order of time.
        failures: Videos that failed in the window, by code, most first.
    """

    now: datetime
    waiting: int
    processing: int
    oldest: float | None
    workers: int
    lanes: Sequence[LaneLoad]
    stored: int
    parts: Sequence[Part]
    failures: Sequence[tuple[str, int]]
