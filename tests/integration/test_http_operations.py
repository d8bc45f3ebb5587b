"""What holds on every route: problems, request ids, operations and the OpenAPI document."""

import asyncio
import json
import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from caudal import __version__
from caudal.errors import DatabaseUnavailable, StorageUnavailable
from caudal.stages.receive import Limits
from tests.api import LIMIT, LIMITS, Api, assert_problem, running


@pytest.fixture
async def api(tmp_path: Path) -> AsyncIterator[Api]:
    async with running(tmp_path, LIMITS) as started:
        yield started


@pytest.mark.parametrize("path", ["/v2", "/v1/videos/", "/media/x", "/v1/videos/x/y"])
async def test_unknown_addresses_are_problems(api: Api, path: str) -> None:
    answer = await api.http.get(path)

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
    async with running(tmp_path, Limits(file_bytes=LIMIT, disk_reserve=1 << 60)) as api:
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
    assert set(form["properties"]) == {"file", "options", "subtitles"}
    assert {"202", "400", "413", "415", "422", "503", "507"} <= set(sending["responses"])


async def test_every_reference_of_the_document_leads_somewhere(api: Api) -> None:
    text = (await api.http.get("/openapi.json")).text
    schemas = json.loads(text)["components"]["schemas"]

    for name in re.findall(r'"#/components/schemas/(\w+)"', text):
        assert name in schemas
    assert '"#/$defs/' not in text


async def test_the_page_of_documents_needs_no_other_origin(api: Api) -> None:
    page = await api.http.get("/docs")

    addresses = re.findall(r'(?:src|href)="([^"]+)"', page.text)
    assert addresses
    assert "//" not in "".join(addresses)
    for address in addresses:
        assert (await api.http.get(address)).status_code == 200
