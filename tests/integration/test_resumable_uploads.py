"""Resumable uploads as tus 1.0.0 has them: real server, real directory, real database."""

import asyncio
import hashlib
import http.client
from base64 import b64encode
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import timedelta
from pathlib import Path
from unittest.mock import patch
from uuid import UUID

import httpx
import pytest

from caudal.adapters.database import PatientPool
from caudal.adapters.growing import GrowingFile
from caudal.adapters.queue import Queue
from caudal.adapters.upload_rows import PostgresUploadRows
from caudal.adapters.uploads import LocalUploads
from caudal.media.access import Quota
from tests.api import LIMIT, assert_problem
from tests.guarded import Guarded, guarded
from tests.keys import Held, a_key
from tests.queueing import query
from tests.service import until

VERSION = {"Tus-Resumable": "1.0.0"}
BYTES = {"Content-Type": "application/offset+octet-stream"}


class Sender:
    """Somebody with a key who speaks tus."""

    def __init__(self, api: Guarded, key: Held) -> None:
        self.api = api
        self.headers = VERSION | key.header

    async def create(
        self, length: int | None = 10, content: bytes = b"", **headers: str
    ) -> httpx.Response:
        said = {"Upload-Defer-Length": "1"} if length is None else {"Upload-Length": str(length)}
        return await self.api.http.post(
            "/v1/uploads", content=content, headers=self.headers | said | headers
        )

    async def begin(self, length: int | None = 10, **headers: str) -> str:
        created = await self.create(length, b"", **headers)
        assert created.status_code == 201, created.text
        return str(created.headers["location"])

    async def send(
        self, url: str, offset: int, data: bytes = b"", **headers: str
    ) -> httpx.Response:
        return await self.api.http.patch(
            url,
            content=data,
            headers=self.headers | BYTES | {"Upload-Offset": str(offset)} | headers,
        )

    async def head(self, url: str) -> httpx.Response:
        return await self.api.http.head(url, headers=self.headers)

    async def offset(self, url: str) -> int:
        return int((await self.head(url)).headers["upload-offset"])


def metadata(**values: str) -> str:
    return ",".join(f"{name} {b64encode(text.encode()).decode()}" for name, text in values.items())


def sources(root: Path) -> list[str]:
    return sorted(path.name for path in root.glob("uploads/*/*"))


@pytest.fixture
async def api(tmp_path: Path, database_url: str) -> AsyncIterator[Guarded]:
    async with guarded(tmp_path, database_url) as started:
        yield started


@pytest.fixture
async def sender(api: Guarded) -> Sender:
    return Sender(api, await a_key(api.credentials))


async def test_options_says_exactly_what_of_tus_is_there(api: Guarded) -> None:
    answer = await api.http.options("/v1/uploads")

    assert answer.status_code == 204
    assert answer.headers["tus-resumable"] == answer.headers["tus-version"] == "1.0.0"
    assert answer.headers["tus-max-size"] == str(LIMIT)
    assert answer.headers["tus-checksum-algorithm"] == "sha1,sha256"
    assert set(answer.headers["tus-extension"].split(",")) == {
        "creation",
        "creation-with-upload",
        "creation-defer-length",
        "termination",
        "expiration",
        "checksum",
    }


async def test_an_upload_in_pieces_becomes_a_video_with_the_name_and_the_options_sent(
    sender: Sender, tmp_path: Path
) -> None:
    said = metadata(filename="férias.mov", filetype="video/quicktime", options='{"title": "Mar"}')
    url = await sender.begin(10, **{"Upload-Metadata": said})
    first = await sender.send(url, 0, b"01234")
    between = await sender.head(url)
    last = await sender.send(url, 5, b"56789")
    after = await sender.head(url)
    video = (
        await sender.api.http.get(last.headers["content-location"], headers=sender.headers)
    ).json()

    assert first.status_code == last.status_code == 204
    assert first.headers["upload-offset"] == between.headers["upload-offset"] == "5"
    assert "upload-expires" in first.headers
    assert between.headers["cache-control"] == "no-store"
    assert between.headers["upload-length"] == "10"
    assert between.headers["upload-metadata"] == said
    assert after.headers["upload-offset"] == last.headers["upload-offset"] == "10"
    assert after.headers["caudal-video-id"] == last.headers["caudal-video-id"] == video["id"]
    assert (video["filename"], video["title"]) == ("férias.mov", "Mar")
    assert video["status"] == "pendente"
    [file] = tmp_path.glob("uploads/*/source")
    assert file.parent.name == video["id"]
    assert file.read_bytes() == b"0123456789"


async def test_an_upload_may_be_sent_whole_with_its_creation(sender: Sender) -> None:
    created = await sender.create(5, b"whole", **BYTES)

    assert created.status_code == 201
    assert created.headers["upload-offset"] == "5"
    assert created.headers["caudal-video-id"]


async def test_the_length_may_be_said_later(sender: Sender) -> None:
    url = await sender.begin(None)
    await sender.send(url, 0, b"abc")
    deferred = await sender.head(url)
    other = await sender.send(url, 3, b"", **{"Upload-Length": "3"})

    assert deferred.headers["upload-defer-length"] == "1"
    assert "upload-length" not in deferred.headers
    assert other.headers["caudal-video-id"]


@pytest.mark.parametrize(
    ("headers", "status", "code"),
    [
        ({"Tus-Resumable": "0.2.2", "Upload-Length": "1"}, 412, "tus_version_unsupported"),
        ({}, 400, "malformed_header"),
        ({"Upload-Length": "1", "Upload-Defer-Length": "1"}, 400, "malformed_header"),
        ({"Upload-Defer-Length": "2"}, 400, "malformed_header"),
        ({"Upload-Length": "-1"}, 400, "malformed_header"),
        ({"Upload-Length": "9" * 30}, 400, "malformed_header"),
        ({"Upload-Length": "0"}, 422, "empty_file"),
        ({"Upload-Length": str(LIMIT + 1)}, 413, "upload_too_large"),
        ({"Upload-Length": "1", "Upload-Metadata": "filename ?"}, 400, "malformed_header"),
        (
            {"Upload-Length": "1", "Upload-Metadata": metadata(options='{"rungs": [1]}')},
            422,
            "bad_parameter",
        ),
    ],
)
async def test_a_creation_that_is_none_does_nothing(
    sender: Sender, tmp_path: Path, headers: dict[str, str], status: int, code: str
) -> None:
    answer = await sender.api.http.post("/v1/uploads", headers=sender.headers | headers)

    problem = assert_problem(answer, status, code)
    assert answer.headers["tus-resumable"] == "1.0.0"
    if status == 412:
        assert answer.headers["tus-version"] == "1.0.0"
    if code == "bad_parameter":
        assert problem["errors"][0]["pointer"] == "/options/rungs/0"
    assert sources(tmp_path) == []


async def test_subtitles_that_cannot_come_with_it_are_refused_when_it_begins(
    sender: Sender, tmp_path: Path
) -> None:
    said = metadata(options='{"subtitles": [{"language": "pt-BR"}]}')

    answer = await sender.api.http.post(
        "/v1/uploads",
        headers=sender.headers | {"Upload-Length": "1", "Upload-Metadata": said},
    )

    problem = assert_problem(answer, 422, "bad_parameter")
    assert problem["errors"][0]["pointer"] == "/options/subtitles"
    assert sources(tmp_path) == []


@pytest.mark.parametrize(
    ("headers", "status", "code"),
    [
        ({"Tus-Resumable": "2.0.0"}, 412, "tus_version_unsupported"),
        ({"Content-Type": "application/octet-stream"}, 415, "unsupported_media_type"),
        ({"Upload-Offset": "x"}, 400, "malformed_header"),
        ({"Upload-Offset": "2"}, 409, "offset_mismatch"),
        ({"Upload-Length": "11"}, 400, "malformed_header"),
        ({"Upload-Checksum": "md5 AAAA"}, 400, "malformed_header"),
        ({"Upload-Checksum": "sha1 AAAA"}, 400, "malformed_header"),
        ({"Upload-Checksum": f"sha1 {b64encode(bytes(20)).decode()}"}, 460, "checksum_mismatch"),
    ],
)
async def test_a_request_that_is_wrong_leaves_the_upload_as_it_was(
    sender: Sender, headers: dict[str, str], status: int, code: str
) -> None:
    url = await sender.begin(10)
    await sender.send(url, 0, b"012")

    answer = await sender.send(url, 3, b"345", **headers)

    assert_problem(answer, status, code)
    assert await sender.offset(url) == 3
    assert (await sender.send(url, 3, b"3456789")).headers["caudal-video-id"]


async def test_more_bytes_than_were_announced_are_refused(sender: Sender, tmp_path: Path) -> None:
    async def endless() -> AsyncIterator[bytes]:
        for _ in range(100):
            yield bytes(50_000)

    url = await sender.begin(10)
    declared = await sender.send(url, 0, bytes(11))
    unannounced = await sender.api.http.patch(
        url, content=endless(), headers=sender.headers | BYTES | {"Upload-Offset": "0"}
    )

    assert_problem(declared, 413, "upload_too_large")
    assert_problem(unannounced, 413, "upload_too_large")
    assert [p.stat().st_size for p in tmp_path.glob("uploads/*/*")] == [0]


async def test_a_checksum_that_is_right_is_taken(sender: Sender) -> None:
    data = bytes(2_000_000)
    url = await sender.begin(len(data))
    digest = b64encode(hashlib.sha256(data).digest()).decode()

    answer = await sender.send(url, 0, data, **{"Upload-Checksum": f"sha256 {digest}"})

    assert answer.headers["caudal-video-id"]


async def test_clients_that_know_no_patch_send_it_as_a_post(sender: Sender) -> None:
    url = await sender.begin(3)

    answer = await sender.api.http.post(
        url,
        content=b"abc",
        headers=sender.headers | BYTES | {"Upload-Offset": "0", "X-HTTP-Method-Override": "PATCH"},
    )

    assert answer.headers["caudal-video-id"]


async def test_the_last_bytes_sent_twice_make_one_video(sender: Sender, queue: Queue) -> None:
    url = await sender.begin(6)
    await sender.send(url, 0, b"abc")
    answers = await asyncio.gather(*(sender.send(url, 3, b"def") for _ in range(3)))
    again = await sender.send(url, 3, b"def")

    good = [answer for answer in answers if answer.status_code == 204]
    assert good
    assert {answer.status_code for answer in answers} <= {204, 409}
    assert {a.headers["caudal-video-id"] for a in (*good, again)} == {
        again.headers["caudal-video-id"]
    }
    assert await query(queue, "SELECT count(*) FROM videos") == [(1,)]
    assert await query(queue, "SELECT count(*) FROM procrastinate_jobs") == [(1,)]


async def test_an_aborted_upload_is_gone_with_its_bytes(sender: Sender, tmp_path: Path) -> None:
    url = await sender.begin(6)
    await sender.send(url, 0, b"abc")

    aborted = await sender.api.http.delete(url, headers=sender.headers)

    assert aborted.status_code == 204
    assert (await sender.head(url)).status_code == 410
    assert_problem(await sender.send(url, 3, b"def"), 410, "upload_gone")
    assert sources(tmp_path) == []


async def test_only_uploads_that_became_videos_are_told_as_deleted(sender: Sender) -> None:
    given_up, finished = [await sender.begin(3) for _ in range(2)]
    done = await sender.send(finished, 0, b"abc")
    await sender.api.http.delete(given_up, headers=sender.headers)
    await sender.api.http.delete(done.headers["content-location"], headers=sender.headers)

    news = await sender.api.videos.news(None)

    assert [str(video) for video in news.deleted] == [done.headers["caudal-video-id"]]


async def test_a_finished_upload_is_no_longer_aborted(sender: Sender) -> None:
    url = await sender.begin(3)
    await sender.send(url, 0, b"abc")

    answer = await sender.api.http.delete(url, headers=sender.headers)

    assert_problem(answer, 409, "conflict")


async def test_an_upload_that_nobody_goes_on_with_expires(
    tmp_path: Path, database_url: str, queue: Queue
) -> None:
    short = PostgresUploadRows(queue.pool, expiry=timedelta(0))
    async with guarded(tmp_path, database_url, upload_rows=short) as api:
        sender = Sender(api, await a_key(api.credentials))
        url = await sender.begin(6)

        answer = await sender.send(url, 0, b"abc")
        await short.expire()

    assert_problem(answer, 410, "upload_gone")
    [[erased]] = await query(queue, "SELECT video_id FROM erasure")
    assert [path.name for path in tmp_path.glob("uploads/*")] == [str(erased)]


async def test_uploads_belong_to_their_tenant(api: Guarded, sender: Sender) -> None:
    stranger = Sender(api, await a_key(api.credentials, tenant="other"))
    url = await sender.begin(3)

    assert (await stranger.head(url)).status_code == 404
    assert_problem(await stranger.send(url, 0, b"abc"), 404, "not_found")
    assert (await api.http.head(url, headers=VERSION)).status_code == 401


async def test_an_upload_token_sends_one_video_and_has_one_upload_at_a_time(
    api: Guarded, sender: Sender
) -> None:
    made = await api.http.post("/v1/upload-tokens", headers=sender.headers, json={"max_bytes": 5})
    browser = Sender(api, Held(made.json()["expires_at"], made.json()["token"]))
    too_large = await browser.create(6)
    first = await browser.begin(5)
    second = await browser.begin(5)
    done = await browser.send(second, 0, b"abcde")
    third = await browser.create(5)

    assert_problem(too_large, 413, "upload_too_large")
    assert (await browser.head(first)).status_code == 410
    assert done.headers["caudal-video-id"]
    assert_problem(third, 403, "forbidden")


async def test_unfinished_uploads_count_towards_the_quota(
    tmp_path: Path, database_url: str, pool: PatientPool
) -> None:
    rows = PostgresUploadRows(pool, quota=Quota(bytes=10))
    async with guarded(tmp_path, database_url, upload_rows=rows) as api:
        sender = Sender(api, await a_key(api.credentials))
        url = await sender.begin(6)
        refused = await sender.create(5)
        await api.http.delete(url, headers=sender.headers)
        later = await sender.create(10)

    assert_problem(refused, 403, "quota_exceeded")
    assert later.status_code == 201


async def test_a_request_that_hangs_is_taken_over_in_the_same_process_and_in_another(
    tmp_path: Path, database_url: str
) -> None:
    async with AsyncExitStack() as stack:
        one, other = [
            await stack.enter_async_context(guarded(tmp_path, database_url)) for _ in range(2)
        ]
        key = await a_key(one.credentials)
        here, there = Sender(one, key), Sender(other, key)
        length = LIMIT
        url = await here.begin(length)
        for sender in (there, here):
            offset = await sender.offset(url)
            frozen, writer = await asyncio.open_connection("127.0.0.1", one.http.base_url.port)
            writer.write(
                f"PATCH {url} HTTP/1.1\r\nHost: x\r\nTus-Resumable: 1.0.0\r\n"
                f"Authorization: Bearer {key.secret}\r\nUpload-Offset: {offset}\r\n"
                f"Content-Type: {BYTES['Content-Type']}\r\nContent-Length: {length - offset}"
                "\r\n\r\n".encode()
                + bytes([1]) * 100_000
            )
            await writer.drain()
            before = offset
            # Long before the one that hangs is given up.
            async with asyncio.timeout(20):
                offset = await sender.offset(url)
            assert offset == before

            sent = await sender.send(url, offset, bytes([2]) * 1_000_000)
            assert sent.status_code == 204, sent.text
            # What was frozen goes on, and finds that it is no longer its turn.
            writer.write(bytes([1]) * (length - before - 100_000))
            answer = await frozen.readline()
            writer.close()
            assert answer.split()[1] == b"409"

        offset = await here.offset(url)
        last = await here.send(url, offset, bytes([2]) * (length - offset))

    assert last.headers["caudal-video-id"]
    [file] = tmp_path.glob("uploads/*/source")
    assert file.read_bytes() == bytes([2]) * length


class SlowDisk(LocalUploads):
    """Nothing is flushed before it is said that it may be."""

    def __init__(self, root: Path) -> None:
        super().__init__(root)
        self.may = asyncio.Event()

    @asynccontextmanager
    async def resume(self, video: UUID, *, writer: int, offset: int) -> AsyncIterator[GrowingFile]:
        async with super().resume(video, writer=writer, offset=offset) as file:
            flush = file.flush

            async def flush_later(*, rest: bool) -> int:
                await self.may.wait()
                return await flush(rest=rest)

            with patch.object(file, "flush", flush_later):
                yield file


async def test_a_client_that_comes_back_at_once_finds_all_that_came_before_its_connection_broke(
    tmp_path: Path, database_url: str
) -> None:
    disk = SlowDisk(tmp_path / "uploads")
    async with guarded(tmp_path, database_url, uploads=disk) as api:
        sender = Sender(api, await a_key(api.credentials))
        url = await sender.begin(2_000_000)

        def broken() -> None:
            connection = http.client.HTTPConnection("127.0.0.1", api.http.base_url.port, timeout=10)
            connection.putrequest("PATCH", url)
            for name, value in (sender.headers | BYTES | {"Upload-Offset": "0"}).items():
                connection.putheader(name, value)
            connection.putheader("Content-Length", "2000000")
            connection.endheaders(bytes([7]) * 1_500_000)
            until(lambda: any(path.stat().st_size for path in tmp_path.glob("uploads/*/*")) or None)
            connection.close()

        await asyncio.to_thread(broken)
        back = asyncio.create_task(sender.offset(url))
        await asyncio.wait([back], timeout=0.5)
        disk.may.set()
        offset = await back

        assert offset == 1_500_000
        assert (await sender.send(url, offset, bytes(500_000))).headers["caudal-video-id"]
