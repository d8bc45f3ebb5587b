"""A request that comes again is answered as it was the first time."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import suppress
from pathlib import Path
from uuid import UUID

import httpx
import pytest

from caudal.adapters.database import PatientPool
from caudal.adapters.occasions import PostgresOccasions
from caudal.ports import Occasion
from tests.api import FORM, assert_problem
from tests.forms import a_field, a_form, a_part
from tests.guarded import Guarded, guarded
from tests.keys import Held, a_key
from tests.queueing import rows
from tests.serving import new_id

AGAIN = {"Idempotency-Key": "order-17"}
FAST = a_field("options", '{"quality": "fast"}')


@pytest.fixture
async def api(tmp_path: Path, database_url: str) -> AsyncIterator[Guarded]:
    async with guarded(tmp_path, database_url) as started:
        yield started


@pytest.fixture
async def key(api: Guarded) -> Held:
    return await a_key(api.credentials)


async def until(condition: Callable[[], Awaitable[bool]]) -> None:
    """Wait for what no answer tells."""
    async with asyncio.timeout(20):
        while not await condition():  # noqa: ASYNC110
            await asyncio.sleep(0.01)


async def count(api: Guarded, key: Held) -> int:
    return len((await api.get("/v1/videos", key)).json()["items"])


class SlowBody:
    """A body whose second half comes when it is told to."""

    def __init__(self) -> None:
        self.go_on = asyncio.Event()

    async def __aiter__(self) -> AsyncIterator[bytes]:
        whole = a_form(a_part(b"abcdef"))
        yield whole[:-60]
        await self.go_on.wait()
        yield whole[-60:]


async def send_slowly(
    api: Guarded, key: Held, database_url: str
) -> tuple[SlowBody, asyncio.Task[httpx.Response]]:
    """A request with the key that the server is dealing with."""
    body = SlowBody()
    sending = asyncio.create_task(
        api.http.post("/v1/videos", content=aiter(body), headers=FORM | key.header | AGAIN)
    )

    async def begun() -> bool:
        return bool(rows(database_url, "SELECT key FROM idempotency"))

    await until(begun)
    return body, sending


async def test_a_request_that_comes_again_makes_no_second_video(api: Guarded, key: Held) -> None:
    first = await api.send(key, b"film", **AGAIN)
    again = await api.send(key, b"film", **AGAIN)

    assert (first.status_code, again.status_code) == (202, 202)
    assert again.content == first.content
    assert again.headers["location"] == first.headers["location"]
    assert "idempotent-replayed" not in first.headers
    assert again.headers["idempotent-replayed"] == "true"
    assert await count(api, key) == 1


async def test_the_first_answer_is_given_even_when_the_video_has_gone_on(
    api: Guarded, key: Held
) -> None:
    first = await api.send(key, b"film", **AGAIN)
    await api.http.post(first.headers["location"] + "/cancel", headers=key.header)

    again = await api.send(key, b"film", **AGAIN)

    assert again.content == first.content
    assert again.json()["status"] == "pendente"


@pytest.mark.parametrize(
    "body",
    [
        a_form(a_part(b"another film")),
        a_form(a_part(b"film", filename="b.mp4")),
        a_form(FAST, a_part(b"film")),
        a_form(a_part(b"film"), a_part(b"WEBVTT\n\n00:01.000 --> 00:02.000\nHi", "subtitles")),
    ],
    ids=["file", "name", "options", "subtitles"],
)
async def test_another_payload_under_the_same_key_is_refused(
    api: Guarded, key: Held, body: bytes
) -> None:
    await api.send(key, b"film", **AGAIN)

    answer = await api.http.post("/v1/videos", content=body, headers=FORM | key.header | AGAIN)

    assert_problem(answer, 422, "idempotency_mismatch")
    assert await count(api, key) == 1


async def test_the_same_payload_in_another_form_is_the_same(api: Guarded, key: Held) -> None:
    first = await api.send(key, b"film", **AGAIN)

    again = await api.http.post(
        "/v1/videos", files={"file": ("a.mp4", b"film")}, headers=key.header | AGAIN
    )

    assert again.content == first.content


async def test_while_the_first_request_goes_on_another_is_told_so(
    api: Guarded, key: Held, database_url: str
) -> None:
    body, sending = await send_slowly(api, key, database_url)

    during = await api.send(key, b"abcdef", **AGAIN)
    body.go_on.set()
    first = await sending
    after = await api.send(key, b"abcdef", **AGAIN)

    assert_problem(during, 409, "idempotency_in_flight")
    assert first.status_code == 202
    assert after.content == first.content


async def test_of_many_at_once_one_makes_a_video(api: Guarded, key: Held) -> None:
    answers = await asyncio.gather(*(api.send(key, b"film", **AGAIN) for _ in range(8)))

    made = [answer.json()["id"] for answer in answers if answer.status_code == 202]
    assert len(set(made)) == 1
    assert {answer.status_code for answer in answers} <= {202, 409}
    assert await count(api, key) == 1


async def test_a_refused_request_may_come_again(api: Guarded, key: Held) -> None:
    refused = await api.send(key, b"", **AGAIN)
    sent = await api.send(key, b"film", **AGAIN)

    assert (refused.status_code, sent.status_code) == (422, 202)


async def test_a_request_that_broke_off_may_come_again(
    api: Guarded, key: Held, database_url: str
) -> None:
    _, sending = await send_slowly(api, key, database_url)
    sending.cancel()
    with suppress(asyncio.CancelledError):
        await sending

    async def forgotten() -> bool:
        return not rows(database_url, "SELECT key FROM idempotency")

    await until(forgotten)

    assert (await api.send(key, b"film", **AGAIN)).status_code == 202


async def test_a_request_whose_server_died_is_taken_over(
    api: Guarded, key: Held, database_url: str
) -> None:
    rows(
        database_url,
        "INSERT INTO idempotency (caller, key, owner, seen_at)"
        " VALUES (%s, %s, %s, now() - interval '31 s')",
        str(key.id),
        "order-17",
        new_id(),
    )

    assert (await api.send(key, b"film", **AGAIN)).status_code == 202


async def test_a_request_that_was_taken_over_makes_no_video(
    api: Guarded, key: Held, database_url: str, tmp_path: Path
) -> None:
    body, sending = await send_slowly(api, key, database_url)
    rows(database_url, "UPDATE idempotency SET owner = %s", new_id())

    body.go_on.set()
    answer = await sending

    assert_problem(answer, 409, "idempotency_in_flight")
    assert await count(api, key) == 0
    assert list((tmp_path / "uploads").iterdir()) == []


async def test_a_long_upload_shows_that_it_lives(pool: PatientPool, database_url: str) -> None:
    occasions = PostgresOccasions(pool, beat=0.01)
    seen = "SELECT seen_at FROM idempotency"

    async with occasions.begin(Occasion(caller="c", key="k", owner=new_id())):
        ((begun,),) = rows(database_url, seen)

        async def later() -> bool:
            return bool(rows(database_url, seen)[0][0] > begun)

        await until(later)


async def test_keys_of_different_callers_have_nothing_to_do_with_each_other(
    api: Guarded, key: Held
) -> None:
    first = await api.send(key, b"film", **AGAIN)
    other = await api.send(await a_key(api.credentials), b"film", **AGAIN)

    assert other.status_code == 202
    assert other.json()["id"] != first.json()["id"]


async def test_a_day_later_the_key_is_free(api: Guarded, key: Held, database_url: str) -> None:
    first = await api.send(key, b"film", **AGAIN)
    rows(database_url, "UPDATE idempotency SET seen_at = now() - interval '25 h'")

    later = await api.send(key, b"another film", **AGAIN)

    assert later.status_code == 202
    assert later.json()["id"] != first.json()["id"]


async def test_what_is_a_day_old_is_forgotten(
    api: Guarded, key: Held, pool: PatientPool, database_url: str
) -> None:
    await api.send(key, b"film", **AGAIN)
    await api.send(key, b"film", **{"Idempotency-Key": "order-18"})
    rows(
        database_url,
        "UPDATE idempotency SET seen_at = now() - interval '25 h' WHERE key = 'order-17'",
    )

    await PostgresOccasions(pool).forget()

    assert rows(database_url, "SELECT key FROM idempotency") == [("order-18",)]


async def test_a_used_upload_token_still_gets_the_first_answer(api: Guarded, key: Held) -> None:
    made = await api.http.post("/v1/upload-tokens", headers=key.header)
    token = Held(UUID(int=0), made.json()["token"])

    first = await api.send(token, b"film", **AGAIN)
    again = await api.send(token, b"film", **AGAIN)

    assert again.content == first.content


@pytest.mark.parametrize("bad", ["", "x" * 256, "a\tb", "ü"])
async def test_what_is_no_idempotency_key_is_refused(api: Guarded, key: Held, bad: str) -> None:
    headers = httpx.Headers(FORM | key.header | {"Idempotency-Key": bad}, encoding="latin-1")

    answer = await api.http.post("/v1/videos", content=a_form(a_part(b"x")), headers=headers)

    assert_problem(answer, 400, "bad_idempotency_key")


async def test_a_video_that_has_not_changed_is_not_sent_again(api: Guarded, key: Held) -> None:
    path = (await api.send(key)).headers["location"]
    first = await api.get(path, key)
    known = key.header | {"If-None-Match": first.headers["etag"]}

    same = await api.http.get(path, headers=known)
    await api.http.post(path + "/cancel", headers=key.header)
    changed = await api.http.get(path, headers=known)

    assert (same.status_code, same.content) == (304, b"")
    assert same.headers["etag"] == first.headers["etag"]
    assert changed.status_code == 200
    assert changed.headers["etag"] != first.headers["etag"]


async def test_a_page_of_the_list_that_has_not_changed_is_not_sent_again(
    api: Guarded, key: Held
) -> None:
    first = await api.get("/v1/videos", key)
    known = key.header | {"If-None-Match": first.headers["etag"]}

    same = await api.http.get("/v1/videos", headers=known)
    await api.send(key)
    changed = await api.http.get("/v1/videos", headers=known)

    assert (same.status_code, changed.status_code) == (304, 200)
