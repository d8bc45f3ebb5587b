"""The HTTP contract, over a real server and a real directory; the rows are in memory."""

import asyncio
import errno
import json
import re
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx
import pytest
from fastapi import FastAPI

from caudal import __version__
from caudal.adapters import uploads as local_disk
from caudal.adapters.uploads import LocalUploads
from caudal.errors import DatabaseUnavailable, StorageUnavailable
from caudal.media.video import Failure, Status
from caudal.stages.receive import Limits
from caudal.web.app import create_app
from tests.doubles import VideosInMemory
from tests.forms import CLOSING, CONTENT_TYPE, a_field, a_form, a_part
from tests.serving import new_id, serving

LIMIT = 3_000_000
LIMITS = Limits(file_bytes=LIMIT, disk_reserve=0)
FORM = {"Content-Type": CONTENT_TYPE}


@dataclass(slots=True)
class Api:
    """A server with what it touches."""

    port: int
    videos: VideosInMemory
    root: Path
    http: httpx.AsyncClient
    app: FastAPI

    async def send(self, *parts: bytes, **headers: str) -> httpx.Response:
        return await self.http.post("/v1/videos", content=a_form(*parts), headers=FORM | headers)

    def stored(self) -> list[str]:
        return sorted(str(path.relative_to(self.root)) for path in self.root.rglob("*"))


StartApi = Callable[..., Any]


@pytest.fixture
async def api(tmp_path: Path) -> AsyncIterator[Api]:
    async for started in _api(tmp_path, LIMITS):
        yield started


async def _api(root: Path, limits: Limits) -> AsyncIterator[Api]:
    videos = VideosInMemory()

    async def check_store() -> None:
        if isinstance(videos.away, StorageUnavailable):
            raise videos.away

    app = create_app(
        videos=videos,
        uploads=LocalUploads(root / "uploads"),
        check_store=check_store,
        limits=limits,
        new_id=new_id,
        media_root=None,
    )
    async with (
        serving(app) as port,
        httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", trust_env=False) as http,
    ):
        yield Api(port=port, videos=videos, root=root / "uploads", http=http, app=app)


def assert_problem(answer: httpx.Response, status: int, code: str) -> dict[str, Any]:
    body: dict[str, Any] = answer.json()
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["cache-control"] == "no-store"
    assert body["status"] == status
    assert body["code"] == code
    assert body["type"] == f"urn:caudal:problem:{code}"
    assert body["request_id"] == answer.headers["x-request-id"]
    assert body["title"]
    assert body["detail"]
    return body


async def until(condition: Callable[[], bool]) -> None:
    """Wait for the server to have done something that no answer tells."""
    async with asyncio.timeout(10):
        while not condition():
            await asyncio.sleep(0.01)


async def test_a_sent_video_is_pendente_and_can_be_followed(api: Api) -> None:
    sent = await api.send(a_part(b"some bytes", filename="férias.mov"))
    followed = await api.http.get(sent.headers["location"])

    assert sent.status_code == 202
    assert followed.status_code == 200
    assert followed.json() == sent.json()
    assert "férias.mov".encode() in followed.content
    assert followed.json() == {
        "id": sent.headers["location"].removeprefix("/v1/videos/"),
        "filename": "férias.mov",
        "status": "pendente",
        "created_at": "2026-11-24T02:13:00Z",
        "updated_at": "2026-11-24T02:13:00Z",
        "progress": 0.0,
        "eta_seconds": None,
        "queue_position": None,
        "url": None,
        "playback": {"playable": False, "url": None, "duration": None},
        "source": None,
        "renditions": [],
        "error": None,
    }


async def test_the_file_is_stored_once_under_the_id_alone(api: Api) -> None:
    data = bytes(range(256)) * 10_000

    sent = await api.send(a_part(data, filename="../../etc/x.mp4"))

    video = sent.json()["id"]
    assert api.stored() == [video, f"{video}/source"]
    assert (api.root / video / "source").read_bytes() == data


async def test_options_reach_the_row(api: Api) -> None:
    sent = await api.send(a_field("options", '{"rungs": [720]}'), a_part(b"x"))

    assert api.videos.rows[UUID(sent.json()["id"])].options.rungs == (720,)


@pytest.mark.parametrize(
    ("body", "content_type", "status", "code"),
    [
        (b"nonsense", CONTENT_TYPE, 400, "malformed_body"),
        (a_part(b"x"), CONTENT_TYPE, 400, "malformed_body"),
        (a_form(a_part(b"x")), "multipart/form-data", 400, "malformed_body"),
        (a_form(a_part(b"x"), *[a_field("f", "")] * 1000), CONTENT_TYPE, 400, "malformed_body"),
        (a_form(a_part(bytes(LIMIT + 1))), CONTENT_TYPE, 413, "upload_too_large"),
        (a_form(a_part(bytes(2 * LIMIT))), CONTENT_TYPE, 413, "upload_too_large"),
        (b"{}", "application/json", 415, "unsupported_media_type"),
        (CLOSING, CONTENT_TYPE, 422, "no_file"),
        (a_form(a_part(b"")), CONTENT_TYPE, 422, "empty_file"),
        (a_form(a_part(b"x"), a_part(b"y")), CONTENT_TYPE, 422, "too_many_files"),
        (a_form(a_field("options", "1"), a_part(b"x")), CONTENT_TYPE, 422, "bad_parameter"),
    ],
)
async def test_a_refused_upload_is_a_problem_and_leaves_nothing(
    api: Api, body: bytes, content_type: str, status: int, code: str
) -> None:
    answer = await api.http.post("/v1/videos", content=body, headers={"Content-Type": content_type})

    assert_problem(answer, status, code)
    assert api.stored() == []
    assert not api.videos.rows


async def test_a_wrong_option_is_pointed_at(api: Api) -> None:
    answer = await api.send(a_field("options", '{"quality": "superb"}'), a_part(b"x"))

    problem = assert_problem(answer, 422, "bad_parameter")
    assert [error["pointer"] for error in problem["errors"]] == ["/options/quality"]


async def test_a_body_declared_too_large_is_refused_before_it_is_asked_for(api: Api) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", api.port)
    writer.write(
        b"POST /v1/videos HTTP/1.1\r\nHost: x\r\nContent-Length: 99000000000\r\n"
        b"Expect: 100-continue\r\nContent-Type: " + CONTENT_TYPE.encode() + b"\r\n\r\n"
    )

    answer = await reader.readuntil(b"\r\n")

    assert answer.startswith(b"HTTP/1.1 413")
    writer.close()


async def test_a_body_of_unknown_length_is_stopped_at_the_limit(api: Api) -> None:
    async def endless() -> AsyncIterator[bytes]:
        yield a_part(b"")[:-2]
        for _ in range(100):
            yield bytes(100_000)

    answer = await api.http.post("/v1/videos", content=endless(), headers=FORM)

    assert_problem(answer, 413, "upload_too_large")
    assert api.stored() == []


async def test_nothing_is_left_of_a_client_that_went_away(api: Api) -> None:
    _, writer = await asyncio.open_connection("127.0.0.1", api.port)
    writer.write(
        b"POST /v1/videos HTTP/1.1\r\nHost: x\r\nContent-Length: 2500000\r\n"
        b"Content-Type: " + CONTENT_TYPE.encode() + b"\r\n\r\n" + a_part(bytes(2_000_000))[:-2]
    )
    await until(lambda: any(path.endswith("source.part") for path in api.stored()))

    writer.transport.abort()

    await until(lambda: api.stored() == [])
    assert not api.videos.rows


async def test_a_silent_client_is_answered_and_nothing_is_left(tmp_path: Path) -> None:
    limits = Limits(file_bytes=LIMIT, disk_reserve=0, silence=timedelta(milliseconds=50))

    async for api in _api(tmp_path, limits):
        reader, writer = await asyncio.open_connection("127.0.0.1", api.port)
        writer.write(
            b"POST /v1/videos HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n"
            b"Content-Type: " + CONTENT_TYPE.encode() + b"\r\n\r\n" + a_part(b"x")[:-2]
        )
        answer = await reader.readuntil(b"\r\n")
        writer.close()

        assert answer.startswith(b"HTTP/1.1 408")
        assert api.stored() == []


async def test_an_upload_that_would_eat_the_reserve_is_refused(tmp_path: Path) -> None:
    async for api in _api(tmp_path, Limits(file_bytes=LIMIT, disk_reserve=1 << 60)):
        answer = await api.send(a_part(b"x"))

        assert_problem(answer, 507, "insufficient_storage")
        assert api.stored() == []


async def test_a_full_disk_is_a_problem_and_leaves_nothing(
    api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(file: int, block: bytes) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(local_disk, "_write_all", full)

    answer = await api.send(a_part(bytes(2_500_000)))

    assert_problem(answer, 507, "insufficient_storage")
    assert api.stored() == []


async def test_a_file_whose_row_cannot_be_written_is_removed(api: Api) -> None:
    api.videos.away = DatabaseUnavailable("connection to /var/run/.s.PGSQL refused")

    answer = await api.send(a_part(b"x"))

    assert_problem(answer, 503, "database_unavailable")
    assert int(answer.headers["retry-after"]) > 0
    assert "PGSQL" not in answer.text
    assert api.stored() == []


@pytest.mark.parametrize("path", ["/", "/v2", "/v1/videos/", "/media/x", "/v1/videos/x/y"])
async def test_unknown_addresses_are_problems(api: Api, path: str) -> None:
    answer = await api.http.patch(path)

    assert_problem(answer, 405 if path == "/" else 404, answer.json()["code"])


@pytest.mark.parametrize("video", ["no-uuid", "0", str(UUID(int=7)), "%00", "'; DROP TABLE"])
async def test_a_video_that_is_not_there_is_not_found(api: Api, video: str) -> None:
    answer = await api.http.get(f"/v1/videos/{video}")

    assert_problem(answer, 404, "not_found")


async def test_a_wrong_method_is_told_all_right_ones(api: Api) -> None:
    answer = await api.http.delete("/v1/videos")

    assert_problem(answer, 405, "method_not_allowed")
    assert answer.headers["allow"] == "GET, POST"


async def test_an_unexpected_error_says_nothing_about_the_inside(api: Api) -> None:
    api.videos.away = RuntimeError("SELECT secret FROM /etc/caudal")

    answer = await api.http.get("/v1/videos")

    assert_problem(answer, 500, "internal")
    assert "secret" not in answer.text
    assert "Traceback" not in answer.text


@pytest.mark.parametrize(
    ("query", "pointer"),
    [
        ("limit=0", "/query/limit"),
        ("limit=101", "/query/limit"),
        ("limit=ten", "/query/limit"),
        ("status=done", "/query/status"),
    ],
)
async def test_a_wrong_parameter_is_pointed_at(api: Api, query: str, pointer: str) -> None:
    answer = await api.http.get(f"/v1/videos?{query}")

    problem = assert_problem(answer, 422, "invalid_request")
    assert [error["pointer"] for error in problem["errors"]] == [pointer]
    assert all(error["code"] and error["detail"] for error in problem["errors"])


@pytest.mark.parametrize("cursor", ["", "x", "ãé", "AAAA", "MjAyNi0xMS0yNCAx", "=" * 8, "a" * 999])
async def test_a_cursor_that_was_not_handed_out_is_refused(api: Api, cursor: str) -> None:
    answer = await api.http.get("/v1/videos", params={"cursor": cursor})

    assert_problem(answer, 400, "bad_cursor")


async def test_pages_neither_repeat_nor_skip_while_videos_come_in(api: Api) -> None:
    sent = [(await api.send(a_part(b"x"))).json()["id"] for _ in range(7)]

    seen: list[str] = []
    cursor: dict[str, str] = {}
    while True:
        page = (await api.http.get("/v1/videos", params={"limit": "3", **cursor})).json()
        seen += [item["id"] for item in page["items"]]
        if page["next_cursor"] is None:
            break
        cursor = {"cursor": page["next_cursor"]}
        await api.send(a_part(b"newer"))

    assert seen == sent[::-1]


async def test_a_page_that_ends_the_list_has_no_cursor(api: Api) -> None:
    for _ in range(3):
        await api.send(a_part(b"x"))

    page = (await api.http.get("/v1/videos", params={"limit": "3"})).json()

    assert len(page["items"]) == 3
    assert page["next_cursor"] is None


@pytest.mark.parametrize("word", ["pendente", "em processamento", "concluído", "falhou"])
async def test_the_list_is_filtered_by_the_words_of_the_contract(api: Api, word: str) -> None:
    for status in Status:
        sent = await api.send(a_part(b"x"))
        api.videos.change(UUID(sent.json()["id"]), status=status)

    page = (await api.http.get("/v1/videos", params={"status": word})).json()

    assert [item["status"] for item in page["items"]] == [word]


async def test_a_finished_video_has_its_url_and_plays(api: Api) -> None:
    video = UUID((await api.send(a_part(b"x"))).json()["id"])
    url = f"http://cdn.example/{video}/master.m3u8"
    api.videos.change(video, status=Status.DONE, progress=1.0, url=url)

    shown = (await api.http.get(f"/v1/videos/{video}")).json()

    assert shown["status"] == "conclu\u00eddo"
    assert shown["url"] == url
    assert shown["playback"] == {"playable": True, "url": url, "duration": None}


async def test_a_failed_video_says_why(api: Api) -> None:
    video = UUID((await api.send(a_part(b"x"))).json()["id"])
    failure = Failure(code="corrupt_input", message="The file ends early.", retryable=False)
    api.videos.change(video, status=Status.FAILED, failure=failure)

    shown = (await api.http.get(f"/v1/videos/{video}")).json()

    assert shown["url"] is None
    assert shown["error"] == {
        "code": "corrupt_input",
        "message": "The file ends early.",
        "retryable": False,
    }


async def test_a_sane_request_id_is_echoed(api: Api) -> None:
    answer = await api.http.get("/livez", headers={"X-Request-Id": "trace-42"})

    assert answer.headers["x-request-id"] == "trace-42"


@pytest.mark.parametrize("sent", ["", "two words", "x" * 65, "<b>", "a;b"])
async def test_another_request_id_is_replaced(api: Api, sent: str) -> None:
    answer = await api.http.get("/livez", headers={"X-Request-Id": sent})

    assert re.fullmatch("[0-9a-f]{32}", answer.headers["x-request-id"])


async def test_an_endless_head_is_cut_off(api: Api) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", api.port)
    writer.write(b"GET /livez HTTP/1.1\r\nHost: x\r\nX-Padding: " + b"x" * 1_000_000)

    answer = await reader.readuntil(b"\r\n")

    assert answer.startswith(b"HTTP/1.1 400")
    writer.close()


async def test_operations_answer_when_all_is_well(api: Api) -> None:
    alive, ready, version = [await api.http.get(path) for path in ("/livez", "/readyz", "/version")]

    assert alive.json() == {"status": "ok"}
    assert ready.json() == {"status": "ready"}
    assert version.json() == {"name": "caudal", "version": __version__}


@pytest.mark.parametrize(
    ("away", "pointers"),
    [
        (DatabaseUnavailable("gone"), ["/database"]),
        (StorageUnavailable("gone"), ["/database", "/store"]),
    ],
)
async def test_readiness_says_what_is_away_and_liveness_does_not_ask(
    api: Api, away: Exception, pointers: list[str]
) -> None:
    api.videos.away = away

    ready = await api.http.get("/readyz")
    alive = await api.http.get("/livez")

    problem = assert_problem(ready, 503, "not_ready")
    assert [error["pointer"] for error in problem["errors"]] == pointers
    assert alive.status_code == 200


async def test_a_disk_below_the_reserve_is_not_ready(tmp_path: Path) -> None:
    async for api in _api(tmp_path, Limits(file_bytes=LIMIT, disk_reserve=1 << 60)):
        problem = assert_problem(await api.http.get("/readyz"), 503, "not_ready")

        assert [error["code"] for error in problem["errors"]] == ["insufficient_storage"]


async def test_the_document_describes_every_answer_and_the_form(api: Api) -> None:
    document = (await api.http.get("/openapi.json")).json()

    assert document["openapi"].startswith("3.1")
    for path in document["paths"].values():
        for operation in path.values():
            for status, answer in operation["responses"].items():
                if int(status) >= 400:
                    assert list(answer["content"]) == ["application/problem+json"]
            assert "500" in operation["responses"]
    sending = document["paths"]["/v1/videos"]["post"]
    form = sending["requestBody"]["content"]["multipart/form-data"]["schema"]
    assert form["required"] == ["file"]
    assert set(form["properties"]) == {"file", "options"}
    assert {"202", "400", "413", "415", "422", "503", "507"} <= set(sending["responses"])


async def test_every_reference_of_the_document_leads_somewhere(api: Api) -> None:
    text = (await api.http.get("/openapi.json")).text
    schemas = json.loads(text)["components"]["schemas"]

    for name in re.findall(r'"#/components/schemas/(\w+)"', text):
        assert name in schemas
    assert '"#/$defs/' not in text


async def test_the_page_of_documents_needs_no_other_origin(api: Api) -> None:
    home = await api.http.get("/")
    page = await api.http.get(home.headers["location"])

    addresses = re.findall(r'(?:src|href)="([^"]+)"', page.text)
    assert addresses
    assert "//" not in "".join(addresses)
    for address in addresses:
        assert (await api.http.get(address)).status_code == 200
