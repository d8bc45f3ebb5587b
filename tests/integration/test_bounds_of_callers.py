"""What one caller may ask for: how often, how much, how slowly; and whose turn it is."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest

from caudal.adapters.database import PatientPool
from caudal.adapters.failures import failure
from caudal.adapters.queue import Queue
from caudal.adapters.videos import PostgresVideos
from caudal.errors import QuotaExceeded
from caudal.media.access import Quota
from caudal.media.steps import Kind
from caudal.stages.receive import Limits
from caudal.web.app import Bounds
from caudal.web.server import Bounded
from tests.api import FORM, LIMITS, assert_problem
from tests.forms import a_form, a_part
from tests.guarded import Guarded, guarded
from tests.keys import a_key
from tests.queueing import a_new_video, prepare, query, take

FEW = Bounds(requests=5, uploads=2)
A_FAULT = failure("internal")


@pytest.fixture
async def api(tmp_path: Path, database_url: str) -> AsyncIterator[Guarded]:
    async with guarded(tmp_path, database_url, bounds=FEW) as started:
        yield started


async def test_who_asks_too_often_is_told_when_to_ask_again(api: Guarded) -> None:
    key, other = await a_key(api.credentials), await a_key(api.credentials)

    answers = [await api.get("/v1/videos", key) for _ in range(6)]

    assert [answer.status_code for answer in answers] == [200] * 5 + [429]
    assert answers[0].headers["ratelimit"].startswith('"default";r=4;t=')
    assert answers[0].headers["ratelimit-policy"] == '"default";q=5;w=60'
    assert_problem(answers[5], 429, "rate_limited")
    assert 0 < int(answers[5].headers["retry-after"]) <= 12
    assert answers[5].headers["ratelimit"].startswith('"default";r=0;t=')
    assert (await api.get("/v1/videos", other)).status_code == 200


async def test_who_guesses_keys_is_soon_refused_without_a_look(api: Guarded) -> None:
    guesses = [await api.http.get("/v1/videos") for _ in range(6)]

    assert [answer.status_code for answer in guesses] == [401] * 5 + [429]


async def test_playback_and_health_are_never_too_often(api: Guarded) -> None:
    answers = [await api.http.get("/livez") for _ in range(10)]

    assert {answer.status_code for answer in answers} == {200}


class Unfinished:
    """A body that does not end before it is told to."""

    def __init__(self) -> None:
        self.end = asyncio.Event()

    async def __aiter__(self) -> AsyncIterator[bytes]:
        whole = a_form(a_part(b"film"))
        yield whole[:-10]
        await self.end.wait()
        yield whole[-10:]


async def test_a_caller_has_a_few_uploads_open_at_once(tmp_path: Path, database_url: str) -> None:
    async with guarded(tmp_path, database_url, bounds=Bounds(uploads=2)) as api:
        key = await a_key(api.credentials)
        bodies = [Unfinished(), Unfinished()]
        sending = [
            asyncio.create_task(
                api.http.post("/v1/videos", content=aiter(body), headers=FORM | key.header)
            )
            for body in bodies
        ]
        async with asyncio.timeout(20):
            while len(list(tmp_path.glob("uploads/*"))) < 2:  # noqa: ASYNC110
                await asyncio.sleep(0.01)

        third = await api.send(key)
        of_another = await api.send(await a_key(api.credentials))
        for body in bodies:
            body.end.set()
        first, second = await asyncio.gather(*sending)
        later = await api.send(key)

    assert_problem(third, 429, "too_many_uploads")
    assert [r.status_code for r in (of_another, first, second, later)] == [202] * 4


@pytest.mark.parametrize(
    ("quota", "what"),
    [(Quota(videos=1), "videos"), (Quota(bytes=400), "bytes"), (Quota(minutes=0), "minutes")],
)
async def test_a_tenant_has_no_more_than_its_quota(
    tmp_path: Path, database_url: str, pool: PatientPool, quota: Quota, what: str
) -> None:
    videos = PostgresVideos(pool, quota=quota)
    async with guarded(tmp_path, database_url, videos=videos) as api:
        key = await a_key(api.credentials)
        if what != "minutes":
            assert (await api.send(key, bytes(200))).status_code == 202

        refused = await api.send(key, bytes(201))
        of_another = await api.send(await a_key(api.credentials, tenant="other"), bytes(200))
        if what != "minutes":
            (gone,) = (await api.get("/v1/videos", key)).json()["items"]
            await api.http.delete(f"/v1/videos/{gone['id']}", headers=key.header)
            assert (await api.send(key, bytes(200))).status_code == 202

    problem = assert_problem(refused, 403, "quota_exceeded")
    assert what in problem["detail"]
    assert of_another.status_code == (403 if what == "minutes" else 202)


async def test_many_at_once_do_not_get_past_the_quota(pool: PatientPool) -> None:
    videos = PostgresVideos(pool, quota=Quota(videos=3))

    async def send() -> bool:
        try:
            await videos.submit(a_new_video())
        except QuotaExceeded:
            return False
        return True

    sent = await asyncio.gather(*(send() for _ in range(8)))

    assert sum(sent) == 3


async def test_minutes_count_once_they_are_measured(pool: PatientPool, queue: Queue) -> None:
    videos = PostgresVideos(pool, quota=Quota(minutes=1))
    for _ in range(2):
        await videos.check_quota("default", 1)
        video = await videos.submit(a_new_video())
        await prepare(queue, video.id, chunks=1)  # half a minute

    with pytest.raises(QuotaExceeded):
        await videos.check_quota("default", 1)


async def test_a_body_that_trickles_is_cut_off(tmp_path: Path, database_url: str) -> None:
    limits = Limits(
        file_bytes=LIMITS.file_bytes,
        disk_reserve=0,
        window=timedelta(milliseconds=50),
        pace=1_000_000,
    )

    async with guarded(tmp_path, database_url, limits=limits) as api:
        key = await a_key(api.credentials)
        reader, writer = await asyncio.open_connection("127.0.0.1", api.http.base_url.port)
        head = {"Host": "x", "Content-Length": "100000", **FORM, **key.header}
        lines = "".join(f"{name}: {value}\r\n" for name, value in head.items())
        writer.write(f"POST /v1/videos HTTP/1.1\r\n{lines}\r\n".encode())

        async def drop_by_drop() -> None:
            for byte in a_form(a_part(bytes(100_000))):
                writer.write(bytes([byte]))
                await asyncio.sleep(0.005)

        dripping = asyncio.create_task(drop_by_drop())
        async with asyncio.timeout(20):
            answer = await reader.readuntil(b"\r\n")
        dripping.cancel()
        writer.close()

    assert answer == b"HTTP/1.1 408 Request Timeout\r\n"
    assert list((tmp_path / "uploads").iterdir()) == []


@pytest.mark.parametrize("head", [b"", b"GET /livez HTTP/1.1\r\nHost: x\r\n"])
async def test_a_connection_that_does_not_get_on_with_its_request_is_closed(
    tmp_path: Path, database_url: str, monkeypatch: pytest.MonkeyPatch, head: bytes
) -> None:
    monkeypatch.setattr(Bounded, "head_patience", timedelta(milliseconds=100))
    async with guarded(tmp_path, database_url) as api:
        port = api.http.base_url.port
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(head)

        async with asyncio.timeout(20):
            answer = await reader.read()

        writer.close()
        with suppress(ConnectionError):
            await writer.wait_closed()

    assert answer == b""


async def served(queue: Queue, kind: Kind) -> Sequence[UUID]:
    """The videos of waiting steps of a kind, in the order in which workers take them."""
    found = await query(
        queue,
        "SELECT step.video_id FROM procrastinate_jobs AS job JOIN step ON step.job_id = job.id"
        " WHERE job.status = 'todo' AND step.state = 'ready' AND step.kind = %s"
        " ORDER BY job.priority DESC, job.id",
        kind,
    )
    return [video for (video,) in found]


async def sent(videos: PostgresVideos, tenant: str, count: int) -> list[UUID]:
    """So many videos of a tenant."""
    return [(await videos.submit(replace(a_new_video(), tenant=tenant))).id for _ in range(count)]


async def test_a_tenant_with_many_videos_does_not_hold_up_another(
    videos: PostgresVideos, queue: Queue
) -> None:
    many = await sent(videos, "busy", 5)
    few = await sent(videos, "small", 2)

    assert await served(queue, Kind.PREPARE) == [many[0], few[0], many[1], few[1], *many[2:]]
    assert (await videos.get(few[0])).queue_position == 1


async def test_who_comes_late_begins_with_who_is_served_now(
    videos: PostgresVideos, queue: Queue
) -> None:
    many = await sent(videos, "busy", 4)
    for video in many[:2]:
        await queue.fail(await take(queue, video, Kind.PREPARE), A_FAULT)
    few = await sent(videos, "small", 2)

    assert await served(queue, Kind.PREPARE) == [many[2], few[0], many[3], few[1]]


async def test_steps_of_one_urgency_take_turns_too(videos: PostgresVideos, queue: Queue) -> None:
    many = await sent(videos, "busy", 3)
    for video in many:
        await prepare(queue, video, chunks=3)
    (one,) = await sent(videos, "small", 1)
    await prepare(queue, one, chunks=3)

    order = await served(queue, Kind.ENCODE)

    assert order[:4] == [many[0], one, many[1], many[2]]


async def test_videos_of_one_tenant_are_served_in_the_order_of_time(
    videos: PostgresVideos, queue: Queue
) -> None:
    many = await sent(videos, "only", 5)

    assert await served(queue, Kind.PREPARE) == many
