"""GET /v1/events, over rows in memory and over PostgreSQL."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import httpx
import pytest

from caudal.adapters import videos as rows_of_videos
from caudal.adapters.database import hear
from caudal.adapters.queue import Queue
from caudal.adapters.videos import CHANNEL, PostgresVideos
from caudal.errors import DatabaseUnavailable
from caudal.media.access import Caller, Scope
from caudal.media.steps import Kind
from caudal.media.video import Status
from caudal.web import events
from tests.api import LIMITS, Api, assert_problem, running
from tests.forms import a_part
from tests.queueing import a_new_video, query, take
from tests.serving import calling


@dataclass(frozen=True)
class Told:
    """One event, or a comment."""

    kind: str
    id: str
    data: dict[str, object]


@asynccontextmanager
async def listening(api: Api, last: str | None = None) -> AsyncIterator[AsyncIterator[Told]]:
    """The events of a stream."""
    headers = {} if last is None else {"Last-Event-ID": last}
    async with (
        calling(api.port) as http,
        http.stream("GET", "/v1/events", headers=headers) as answer,
    ):
        assert answer.status_code == 200
        assert answer.headers["content-type"].startswith("text/event-stream")
        assert answer.headers["cache-control"] == "no-store"
        yield _events(answer)


async def _events(answer: httpx.Response) -> AsyncIterator[Told]:
    fields: dict[str, str] = {}
    async for line in answer.aiter_lines():
        name, _, value = line.partition(":")
        if line:
            fields[name or "comment"] = value.strip()
        elif "event" in fields:
            yield Told(fields["event"], fields["id"], json.loads(fields["data"]))
            fields = {}
        elif "comment" in fields:
            yield Told("comment", "", {})
            fields = {}


@pytest.fixture
async def api(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Api]:
    monkeypatch.setattr(events, "PACE", 0.02)
    async with running(tmp_path, LIMITS) as started:
        yield started


async def sent(api: Api) -> UUID:
    return UUID((await api.send(a_part(b"x"))).json()["id"])


async def test_a_stream_begins_with_a_reset_and_tells_what_becomes_of_a_video(api: Api) -> None:
    async with listening(api) as stream:
        first = await anext(stream)
        video = await sent(api)
        came = await anext(stream)
        api.videos.change(video, status=Status.PROCESSING, progress=0.5)
        went_on = await anext(stream)
        await api.http.delete(f"/v1/videos/{video}")
        gone = await anext(stream)

    assert first.kind == "reset"
    assert (came.kind, came.data["id"], came.data["status"]) == ("video", str(video), "pendente")
    assert {"playback", "eta_seconds", "queue_position", "poster"} <= came.data.keys()
    assert (went_on.data["status"], went_on.data["progress"]) == ("em processamento", 0.5)
    assert (gone.kind, gone.data) == ("deleted", {"id": str(video)})
    assert int(first.id) <= int(came.id) <= int(went_on.id) <= int(gone.id)


async def test_every_reader_is_told(api: Api) -> None:
    async with listening(api) as one, listening(api) as other:
        await anext(one), await anext(other)
        video = await sent(api)

        assert (await anext(one)).data["id"] == (await anext(other)).data["id"] == str(video)


async def test_a_reader_who_comes_back_is_told_what_was_missed(api: Api) -> None:
    async with listening(api) as stream:
        last = (await anext(stream)).id
    video = await sent(api)

    async with listening(api, last) as stream:
        missed = await anext(stream)

    assert (missed.kind, missed.data["id"]) == ("video", str(video))


@pytest.mark.parametrize("last", ["1764000000000000", "9" * 400, "nonsense", ""])
async def test_who_comes_back_late_or_from_elsewhere_asks_for_everything(
    api: Api, last: str
) -> None:
    async with listening(api, last) as stream:
        assert (await anext(stream)).kind == "reset"


async def test_what_is_too_much_to_tell_is_asked_for(api: Api) -> None:
    async with listening(api) as stream:
        await anext(stream)
        api.videos.missed = True

        assert (await anext(stream)).kind == "reset"


async def test_silence_is_broken_so_that_no_proxy_ends_it(
    api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(events, "BEAT", 0.01)

    async with listening(api) as stream:
        await anext(stream)

        assert (await anext(stream)).kind == "comment"


async def test_a_stream_ends_when_the_database_goes_and_none_begins_until_it_is_back(
    api: Api,
) -> None:
    async with listening(api) as stream:
        await anext(stream)
        api.videos.away = DatabaseUnavailable("away")

        assert [told async for told in stream if told.kind != "comment"] == []
    api.videos.away = None
    async with listening(api) as stream:
        assert (await anext(stream)).kind == "reset"


async def test_too_many_streams_are_refused(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(events, "STREAMS", 1)

    async with listening(api) as stream:
        await anext(stream)

        assert_problem(await api.http.get("/v1/events"), 503, "unavailable")


async def test_a_server_that_stops_does_not_wait_for_readers(tmp_path: Path) -> None:
    async with AsyncExitStack() as readers:
        async with running(tmp_path, LIMITS) as api:
            stream = await readers.enter_async_context(listening(api))
            await anext(stream)

        # It has ended well, and was not cut off when the server's patience was over.
        assert await anext(stream, None) is None


async def test_what_is_open_has_changed_or_is_gone_is_news(
    videos: PostgresVideos, queue: Queue
) -> None:
    names = ("long over", "converting", "waiting", "cancelled", "deleted")
    ids = {name: (await videos.submit(a_new_video(filename=name))).id for name in names}
    for name in ("long over", "cancelled"):
        await videos.cancel(ids[name])
    await videos.delete(ids["deleted"])
    await take(queue, ids["converting"], Kind.PREPARE)
    # The row itself keeps anybody from doing so.
    await query(queue, "ALTER TABLE videos DISABLE TRIGGER videos_before_update")
    for name in ("long over", "converting", "waiting"):
        await query(
            queue, "UPDATE videos SET updated_at = now() - interval '1 h' WHERE id = %s", ids[name]
        )

    news = await videos.news(datetime.now(UTC) - timedelta(minutes=1))
    none = await videos.news(None)

    told = {video.filename: video for video in news.videos}
    assert told.keys() == {"converting", "waiting", "cancelled"}
    assert told["waiting"] == await videos.get(ids["waiting"])
    assert news.deleted == [ids["deleted"]]
    assert news.whole
    assert abs(news.now - datetime.now(UTC)) < timedelta(minutes=1)
    assert {video.filename for video in none.videos} == {"converting", "waiting"}


async def test_more_news_than_a_reader_wants_are_not_the_whole(
    videos: PostgresVideos, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rows_of_videos, "MOST_NEWS", 2)
    for _ in range(2):
        await videos.cancel((await videos.submit(a_new_video())).id)

    news = await videos.news(datetime.now(UTC) - timedelta(hours=1))

    assert not news.whole


async def test_a_bell_rings_when_a_status_changes_and_never_for_progress(
    database_url: str, videos: PostgresVideos, queue: Queue
) -> None:
    rings: asyncio.Queue[None] = asyncio.Queue()
    listening = asyncio.create_task(hear(database_url, CHANNEL, lambda: rings.put_nowait(None)))
    await rings.get()  # it listens

    video = (await videos.submit(a_new_video())).id
    await rings.get()
    held = await take(queue, video, Kind.PREPARE)
    await rings.get()
    await queue.beat(held, 0.5)
    await videos.delete(video)
    await rings.get()
    listening.cancel()

    assert rings.empty()


async def test_news_are_of_the_callers_videos(videos: PostgresVideos) -> None:
    ours, theirs, deleted = [
        await videos.submit(replace(a_new_video(), tenant=tenant))
        for tenant in ("ours", "theirs", "theirs")
    ]
    await videos.delete(deleted.id)
    long_ago = datetime.now(UTC) - timedelta(hours=1)

    reader = Caller(tenant="ours", scopes=frozenset({Scope.READ}))
    news = await videos.of(reader).news(long_ago)
    all_news = await videos.news(long_ago)

    assert ([video.id for video in news.videos], news.deleted) == ([ours.id], [])
    assert {video.id for video in all_news.videos} == {ours.id, theirs.id}
    assert all_news.deleted == [deleted.id]


async def test_a_stream_ends_so_that_a_key_can_be_revoked(
    api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(events, "LIFE", 0.0)

    async with listening(api) as stream:
        assert [told async for told in stream] == []
