"""GET /v1/events: what changes of the videos, as server-sent events."""

import asyncio
import json
import logging
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime, timedelta
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Request
from fastapi.responses import StreamingResponse

from caudal.errors import Unavailable
from caudal.media.access import Caller, Scope
from caudal.media.video import Status
from caudal.ports import Listen, News, Videos
from caudal.web.access import Access, Guest
from caudal.web.openapi import problems
from caudal.web.views import VideoView

log = logging.getLogger(__name__)

PACE = 1.0  # seconds between questions while something is being converted, or nobody rings
CALM = 10.0  # else
BURST = 0.2  # after a bell, so that many at once are one question
LIFE = 300.0  # seconds; then the reader comes back, and is asked again who it is
BEAT = 15.0  # seconds of silence after which a proxy may think that nobody is there
RETRY = 1000  # milliseconds after which a browser comes back
# A transaction counts from its start, and is seen at its end.
OVERLAP = timedelta(seconds=15)
# Who comes back later asks for everything: what was deleted since may be forgotten.
MEMORY = timedelta(minutes=5)
OPEN = (Status.PENDING, Status.PROCESSING)
STREAMS = 500  # at once; each keeps a connection

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)


# What each event of the stream is.
EVENT = {
    "type": "object",
    "required": ["event", "id", "data"],
    "properties": {
        "event": {"type": "string", "enum": ["video", "deleted", "reset"]},
        "id": {"type": "string"},
        "data": {"type": "string", "description": "JSON."},
    },
}


class Stream:
    """What one reader has not been told yet: of each video only the last word."""

    def __init__(self) -> None:
        self._waiting: dict[UUID | None, str] = {}
        self._something = asyncio.Event()
        self._over = False

    def put(self, video: UUID | None, event: str) -> None:
        """Tell this next; it replaces what was to be told of the same video."""
        self._waiting.pop(video, None)
        self._waiting[video] = event
        self._something.set()

    def close(self) -> None:
        """There is no more to come."""
        self._over = True
        self._something.set()

    async def __aiter__(self) -> AsyncIterator[str]:
        yield f"retry: {RETRY}\n\n"
        ends = time.monotonic() + LIFE
        while time.monotonic() < ends:
            try:
                await asyncio.wait_for(self._something.wait(), BEAT)
            except TimeoutError:
                yield ":\n\n"
                continue
            self._something.clear()
            waiting, self._waiting = self._waiting, {}
            if waiting:
                yield "".join(waiting.values())
            if self._over:
                return


class Feed:
    """Asks once for all readers who see the same videos."""

    def __init__(self, videos: Videos, *, heard: bool) -> None:
        """Heard: whether somebody rings."""
        self.streams: set[Stream] = set()
        self._videos = videos
        self._heard = heard
        self._bell = asyncio.Event()
        self._asking: asyncio.Task[None] | None = None

    def ring(self) -> None:
        """Ask now."""
        self._bell.set()

    async def join(self, stream: Stream, last: datetime | None) -> None:
        """Tell what has changed since the last event, and from then on what changes.

        Raises `DatabaseUnavailable`.
        """
        self.streams.add(stream)
        news = await self._videos.news(last and last - OVERLAP)
        if last is None or abs(news.now - last) > MEMORY or not news.whole:
            stream.put(None, _event("reset", news.now, {}))
        else:
            for video, (kind, data) in _told(news).items():
                stream.put(video, _event(kind, news.now, data))
        if self._asking is None:
            self._asking = asyncio.create_task(self._ask(news.now))

    def leave(self, stream: Stream) -> None:
        """Its reader is gone."""
        self.streams.discard(stream)
        if not self.streams and self._asking is not None:
            self._asking.cancel()
            self._asking = None

    async def _ask(self, moment: datetime) -> None:
        known: dict[UUID, tuple[str, object]] = {}
        try:
            while True:
                news = await self._videos.news(moment - OVERLAP)
                moment = news.now
                told = _told(news)
                for video, (kind, data) in told.items():
                    if known.get(video) != (kind, data):
                        self._tell(video, _event(kind, moment, data))
                if not news.whole:
                    self._tell(None, _event("reset", moment, {}))
                known = told
                busy = any(video.status in OPEN for video in news.videos)
                await self._rest(PACE if busy or not self._heard else CALM)
        except Exception as error:
            log.warning("events end, readers come back: %r", error)
            self._asking = None
            for stream in self.streams:
                stream.close()

    async def _rest(self, seconds: float) -> None:
        with suppress(TimeoutError):
            await asyncio.wait_for(self._bell.wait(), seconds)
            await asyncio.sleep(BURST)
        self._bell.clear()

    def _tell(self, video: UUID | None, event: str) -> None:
        for stream in self.streams:
            stream.put(video, event)


class Feeds:
    """A feed for each view that somebody has, while they have it."""

    def __init__(self, listen: Listen | None = None) -> None:
        """Listen: None where nothing can be heard of the database, and is asked for instead."""
        self._listen = listen
        self._feeds: dict[Caller, Feed] = {}
        self._listening: asyncio.Task[None] | None = None
        self._closed = False

    @asynccontextmanager
    async def open(self, guest: Guest, last: datetime | None) -> AsyncIterator[Stream]:
        """A stream of what changes of the guest's videos, from the last event on.

        Raises `DatabaseUnavailable`, and `Unavailable` when there are too many.
        """
        if self._closed or sum(len(feed.streams) for feed in self._feeds.values()) >= STREAMS:
            raise Unavailable("there are too many streams of events")
        feed = self._feeds.get(guest.caller)
        if feed is None:
            heard = self._listen is not None
            feed = self._feeds[guest.caller] = Feed(guest.videos, heard=heard)
        if self._listen is not None and self._listening is None:
            self._listening = asyncio.create_task(self._listen(self._ring))
        stream = Stream()
        try:
            await feed.join(stream, last)
            yield stream
        finally:
            feed.leave(stream)
            if not feed.streams:
                self._feeds.pop(guest.caller, None)
            if not self._feeds and self._listening is not None:
                self._listening.cancel()
                self._listening = None

    def close(self) -> None:
        """End all streams: the process is about to end."""
        self._closed = True
        for feed in self._feeds.values():
            for stream in feed.streams:
                stream.close()

    def _ring(self) -> None:
        for feed in self._feeds.values():
            feed.ring()


def events_router(access: Access, feeds: Feeds) -> APIRouter:
    """The route over the callers' feeds."""
    router = APIRouter(prefix="/v1", tags=["videos"])

    @router.get(
        "/events",
        summary="Follow all videos",
        response_class=StreamingResponse,
        responses={
            200: {
                "description": "Events of the kinds `video`, `deleted` and `reset`.",
                "content": {"text/event-stream": {"schema": EVENT}},
            },
            **problems(401, 403, 429, 503),
        },
    )
    async def follow(
        request: Request, guest: Annotated[Guest, Depends(access.having(Scope.READ))]
    ) -> StreamingResponse:
        """Server-sent events, with a comment every 15 s of silence.

        `video`: its data are a video as it is now, at a change of its status and at most once a
        second while it is converted. `deleted`: `{"id": …}`. `reset`: too much was missed, or this
        is the first event; ask for the list. `Last-Event-ID` brings what changed in between. A
        stream ends after five minutes, so that a key that is revoked is of no more use.
        """
        opening = feeds.open(guest, _moment(request.headers.get("last-event-id", "")))
        stream = await opening.__aenter__()

        async def events() -> AsyncIterator[str]:
            try:
                async for event in stream:
                    yield event
            finally:
                await opening.__aexit__(None, None, None)

        return StreamingResponse(
            events(),
            media_type="text/event-stream",
            # nginx would keep events until there are enough of them.
            headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"},
        )

    return router


def _told(news: News) -> dict[UUID, tuple[str, object]]:
    """What is said of each video."""
    deleted = {video: ("deleted", {"id": str(video)}) for video in news.deleted}
    shown = {
        video.id: ("video", VideoView.of(video).model_dump(mode="json")) for video in news.videos
    }
    return {**shown, **deleted}


def _event(kind: str, moment: datetime, data: object) -> str:
    number = (moment - EPOCH) // MICROSECOND
    return f"event: {kind}\nid: {number}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n"


def _moment(last_event_id: str) -> datetime | None:
    """The moment that an id stands for; None when it is none of ours."""
    if not last_event_id.isascii() or not last_event_id.isdigit():
        return None
    try:
        return EPOCH + int(last_event_id[:17]) * MICROSECOND
    except OverflowError:
        return None
