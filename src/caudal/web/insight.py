"""/v1/videos/{id}/details and /v1/operations: what happened, for those who want to know why."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Annotated, Literal, Protocol
from uuid import UUID

from fastapi import APIRouter, Depends, Query
from pydantic import BaseModel, Field

from caudal.errors import Unavailable
from caudal.media.access import Scope
from caudal.media.bitrate import Span, average_bitrate, bitrates, peak_bitrate
from caudal.media.journal import (
    DAY,
    HOUR,
    Attempt,
    History,
    Operations,
    Outcome,
    Part,
    Period,
    Window,
)
from caudal.media.plan import Plan
from caudal.media.playlist import target_duration
from caudal.media.steps import Kind, Lane
from caudal.media.video import Status
from caudal.ports import Uploads
from caudal.web.access import Access, Guest
from caudal.web.openapi import problems

MOST_RATES = 200  # stretches of a rendition: as many as a drawing shows
STORE_EVERY = 15.0  # seconds between two looks at the store, however many look at this
PATIENCE = timedelta(seconds=5)


class Journal(Protocol):
    """What happened. Every call raises `DatabaseUnavailable` when PostgreSQL is away."""

    async def of(self, video: UUID) -> History:
        """What is recorded of a video, whosever it is; nothing of one that is not there."""

    async def operations(self, window: Window) -> Operations:
        """What goes on in the whole installation, and what went on in the window."""


class PeriodView(BaseModel):
    """How long a video had a status."""

    status: Status
    began_at: datetime
    ended_at: datetime | None = Field(description="Null: it has it now.")
    error_code: str | None

    @classmethod
    def of(cls, period: Period) -> "PeriodView":
        """Show a period."""
        return cls(
            status=period.status,
            began_at=period.began_at.astimezone(UTC),
            ended_at=_utc(period.ended_at),
            error_code=period.error_code,
        )


class AttemptView(BaseModel):
    """One worker's attempt at a step."""

    step: Kind = Field(description="What it does.")
    index: int = Field(description="Number among the video's steps of this kind.")
    number: int = Field(description="Of the attempt, from 1.")
    began_at: datetime
    ended_at: datetime | None = Field(
        description="Null while it runs; of a lost one, its last sign of life."
    )
    outcome: Outcome | None = Field(
        description="Null while it runs. One that has `stumbled` is made again and counts, one "
        "that was `given_back` does not; a `lost` one never said how it ended."
    )
    cpu_seconds: float = Field(description="CPU time of ffmpeg in an attempt that is `done`.")
    error_code: str | None
    log: str = Field(description="The last words of its tool, without paths; empty: none.")

    @classmethod
    def of(cls, attempt: Attempt) -> "AttemptView":
        """Show an attempt."""
        return cls(
            step=attempt.kind,
            index=attempt.index,
            number=attempt.number,
            began_at=attempt.began_at.astimezone(UTC),
            ended_at=_utc(attempt.ended_at),
            outcome=attempt.outcome,
            cpu_seconds=round(attempt.cpu, 2),
            error_code=attempt.error,
            log=attempt.log,
        )


class RateView(BaseModel):
    """The bit rate of a stretch of a rendition."""

    start: float = Field(description="Seconds from the start of the video.")
    duration: float = Field(description="Seconds.")
    bitrate: int = Field(description="Bit/s.")


class MadeView(BaseModel):
    """One rendition, as far as it is made."""

    name: str = Field(examples=["1080p", "audio-0"])
    kind: Literal["picture", "sound", "subtitles"]
    width: int | None = Field(description="Pixels; null of what is no picture.")
    height: int | None
    channels: int | None = Field(description="Null of what is no sound.")
    language: str | None = Field(description="Null of a picture.")
    passthrough: bool = Field(description="Copied from the source without encoding.")
    segments: int = Field(description="That are stored.")
    bytes: int
    average: int | None = Field(description="Bit/s; null while nothing is stored.")
    peak: int | None = Field(description="Bit/s, as RFC 8216 counts it.")
    rates: list[RateView] = Field(
        description=f"The bit rate over time, in at most {MOST_RATES} stretches."
    )


class DetailsView(BaseModel):
    """What happened to a video, and what was made of it."""

    periods: list[PeriodView]
    attempts: list[AttemptView] = Field(description="In the order of time, the last 2000.")
    renditions: list[MadeView]


class Stretch(StrEnum):
    """How far back to look."""

    HOUR = "hour"
    DAY = "day"


WINDOWS = {Stretch.HOUR: HOUR, Stretch.DAY: DAY}


class PartView(BaseModel):
    """What happened in one part of the time that is looked at."""

    began_at: datetime
    queued: int = Field(description="Videos that began to wait, for the first time or again.")
    done: int = Field(description="Videos that became `concluído`.")
    failed: int = Field(description="Videos that became `falhou`.")
    bytes: int = Field(description="Of what became `concluído`.")
    waiting: int = Field(description="Videos that waited at its end.")
    oldest_waiting_seconds: float = Field(
        description="How long the oldest of them had waited; 0: none waited."
    )

    @classmethod
    def of(cls, part: Part) -> "PartView":
        """Show a part."""
        return cls(
            began_at=part.began_at.astimezone(UTC),
            queued=part.queued,
            done=part.done,
            failed=part.failed,
            bytes=part.bytes,
            waiting=part.waiting,
            oldest_waiting_seconds=round(part.oldest, 1),
        )


class FailuresView(BaseModel):
    """Videos that failed for one reason."""

    code: str
    count: int


class LaneView(BaseModel):
    """The open steps of a lane."""

    lane: Lane
    ready: int
    running: int


class QueueView(BaseModel):
    """What is to be done."""

    waiting: int = Field(description="Videos that are `pendente`.")
    processing: int = Field(description="Videos that are `em processamento`.")
    oldest_waiting_seconds: float | None = Field(description="Null: none waits.")
    lanes: list[LaneView]


class WorkersView(BaseModel):
    """Who does it."""

    alive: int = Field(description="Worker processes that showed a sign of life lately.")


class DiskView(BaseModel):
    """The disk of the uploads."""

    free_bytes: int
    size_bytes: int | None = Field(description="Null: they are in a bucket.")
    reserve_bytes: int = Field(description="What uploads leave free.")


class StoreView(BaseModel):
    """The store of the finished videos."""

    available: bool
    bytes: int = Field(description="Of all finished videos.")


class OperationsView(BaseModel):
    """What goes on in the whole installation."""

    now: datetime
    part_seconds: int = Field(description="How long a part lasts; the last one goes on.")
    queue: QueueView
    workers: WorkersView
    disk: DiskView
    store: StoreView
    parts: list[PartView]
    failures: list[FailuresView] = Field(description="In that time, most first.")


class StoreLook:
    """Whether the store works: asked at most every few seconds, for it writes and deletes."""

    def __init__(self, check: Callable[[], Awaitable[None]]) -> None:
        self._check = check
        self._looked: float | None = None
        self._works = False
        self._looking = asyncio.Lock()

    async def works(self) -> bool:
        """What the last look has found."""
        async with self._looking:
            now = time.monotonic()
            if self._looked is None or now - self._looked >= STORE_EVERY:
                self._works = await self._ask()
                self._looked = time.monotonic()
            return self._works

    async def _ask(self) -> bool:
        try:
            async with asyncio.timeout(PATIENCE.total_seconds()):
                await self._check()
        except (Unavailable, TimeoutError):
            return False
        return True


def insight_router(
    access: Access,
    journal: Journal,
    *,
    uploads: Uploads,
    check_store: Callable[[], Awaitable[None]],
    disk_reserve: int,
) -> APIRouter:
    """The routes over what is recorded."""
    router = APIRouter()
    store = StoreLook(check_store)

    @router.get(
        "/v1/videos/{video_id}/details",
        tags=["videos"],
        summary="What happened to a video",
        responses=problems(401, 403, 404, 429, 503),
    )
    async def details(
        video_id: UUID, guest: Annotated[Guest, Depends(access.having(Scope.READ))]
    ) -> DetailsView:
        """Every status it had, every attempt at its steps, and the bit rates of what was made."""
        video = await guest.videos.get(video_id)
        history = await journal.of(video_id)
        return DetailsView(
            periods=[PeriodView.of(period) for period in history.periods],
            attempts=[AttemptView.of(attempt) for attempt in history.attempts],
            renditions=list(_made(video.plan, history)) if video.plan else [],
        )

    @router.get(
        "/v1/operations",
        tags=["operations"],
        summary="What goes on",
        responses=problems(401, 403, 422, 429, 503),
        dependencies=[Depends(access.having(Scope.ADMIN))],
    )
    async def operations(
        stretch: Annotated[
            Stretch, Query(alias="window", description="How far back to look.")
        ] = Stretch.HOUR,
    ) -> OperationsView:
        """Queue, workers, disk and store now, and what came, waited, was done and failed before.

        Of all tenants. With keys it needs the scope `videos:admin`.
        """
        window = WINDOWS[stretch]
        found, works = await asyncio.gather(journal.operations(window), store.works())
        return OperationsView(
            now=found.now.astimezone(UTC),
            part_seconds=round(window.part.total_seconds()),
            queue=QueueView(
                waiting=found.waiting,
                processing=found.processing,
                oldest_waiting_seconds=found.oldest,
                lanes=[
                    LaneView(lane=load.lane, ready=load.ready, running=load.running)
                    for load in found.lanes
                ],
            ),
            workers=WorkersView(alive=found.workers),
            disk=DiskView(
                free_bytes=await uploads.free(),
                size_bytes=await uploads.size(),
                reserve_bytes=disk_reserve,
            ),
            store=StoreView(available=works, bytes=found.stored),
            parts=[PartView.of(part) for part in found.parts],
            failures=[FailuresView(code=code, count=number) for code, number in found.failures],
        )

    return router


def _made(plan: Plan, history: History) -> Iterator[MadeView]:
    for picture in plan.renditions:
        yield _rendition(
            picture.name,
            "picture",
            history,
            width=picture.width,
            height=picture.height,
            passthrough=picture.passthrough,
        )
    for sound in plan.audio:
        yield _rendition(
            sound.name,
            "sound",
            history,
            channels=sound.channels,
            language=sound.language,
            passthrough=sound.passthrough,
        )
    for subtitles in plan.subtitles:
        yield _rendition(subtitles.name, "subtitles", history, language=subtitles.language)


def _rendition(
    name: str,
    kind: Literal["picture", "sound", "subtitles"],
    history: History,
    *,
    width: int | None = None,
    height: int | None = None,
    channels: int | None = None,
    language: str | None = None,
    passthrough: bool = False,
) -> MadeView:
    spans: Sequence[Span] = history.segments.get(name, ())
    timed = [span for span in spans if span.duration]
    return MadeView(
        name=name,
        kind=kind,
        width=width,
        height=height,
        channels=channels,
        language=language,
        passthrough=passthrough,
        segments=len(spans),
        bytes=sum(span.bytes for span in spans),
        average=average_bitrate(timed) if timed else None,
        peak=peak_bitrate(timed, target_duration(s.duration for s in timed)) if timed else None,
        rates=[
            RateView(start=float(rate.start), duration=float(rate.duration), bitrate=rate.bitrate)
            for rate in bitrates(timed, MOST_RATES)
        ],
    )


def _utc(moment: datetime | None) -> datetime | None:
    return None if moment is None else moment.astimezone(UTC)
