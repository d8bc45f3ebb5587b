"""Videos over HTTP: sent, followed and listed; real server, real directory, rows in memory."""

import asyncio
import errno
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from datetime import timedelta
from fractions import Fraction
from pathlib import Path
from uuid import UUID

import pytest

from caudal.adapters import uploads as local_disk
from caudal.errors import DatabaseUnavailable, Unsettled
from caudal.media.plan import Quality
from caudal.media.video import Failure, Status
from caudal.stages.receive import Limits
from tests.api import FORM, LIMIT, LIMITS, Api, assert_problem, running
from tests.build import a_plan, a_source
from tests.forms import CLOSING, CONTENT_TYPE, a_field, a_form, a_part


@pytest.fixture
async def api(tmp_path: Path) -> AsyncIterator[Api]:
    async with running(tmp_path, LIMITS) as started:
        yield started


async def until(condition: Callable[[], bool]) -> None:
    """Wait for the server to have done something that no answer tells."""
    async with asyncio.timeout(10):
        while not condition():  # noqa: ASYNC110 - a directory sends no event
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
        "title": "férias.mov",
        "status": "pendente",
        "created_at": "2026-11-24T02:13:00Z",
        "updated_at": "2026-11-24T02:13:00Z",
        "progress": 0.0,
        "eta_seconds": None,
        "queue_position": None,
        "url": None,
        "poster": None,
        "thumbnails": None,
        "preview": None,
        "playback": {"playable": False, "url": None, "duration": None},
        "source": None,
        "renditions": [],
        "notes": [],
        "warnings": [],
        "cost": {"cpu_seconds": 0.0, "media_seconds": 0.0},
        "error": None,
    }


async def test_the_file_is_stored_once_under_the_id_alone(api: Api) -> None:
    data = bytes(range(256)) * 10_000

    sent = await api.send(a_part(data, filename="../../etc/x.mp4"))

    video = sent.json()["id"]
    assert api.stored() == [video, f"{video}/source"]
    assert (api.root / video / "source").read_bytes() == data


async def test_subtitles_wait_beside_their_video_as_plain_text(api: Api) -> None:
    words = "1\r\n00:00:01,000 --> 00:00:02,000\r\nOlá\r\n".encode("utf-16")

    sent = await api.send(a_part(b"x"), a_part(words, "subtitles", "../a.pt-BR.srt"))

    video = sent.json()["id"]
    assert api.stored() == [video, f"{video}/source", f"{video}/subtitles-0.text"]
    text = (api.root / video / "subtitles-0.text").read_text()
    assert text == "1\n00:00:01,000 --> 00:00:02,000\nOlá\n"
    assert [s.language for s in api.videos.rows[UUID(video)].options.subtitles] == ["pt-BR"]


async def test_what_is_sent_as_subtitles_and_holds_none_is_named(api: Api) -> None:
    answer = await api.send(a_part(b"x"), a_part(b"just a text", "subtitles", "a.srt"))

    problem = assert_problem(answer, 422, "bad_parameter")
    assert problem["errors"][0]["pointer"] == "/subtitles/0"
    assert api.stored() == []


async def test_options_reach_the_row(api: Api) -> None:
    sent = await api.send(a_field("options", '{"rungs": [720]}'), a_part(b"x"))

    assert api.videos.rows[UUID(sent.json()["id"])].options.rungs == (720,)


async def test_a_preset_of_the_server_reaches_the_row(api: Api) -> None:
    sent = await api.send(a_field("options", '{"preset": "mobile"}'), a_part(b"x"))

    options = api.videos.rows[UUID(sent.json()["id"])].options
    assert (options.quality, options.rungs) == (Quality.FAST, (480, 234))


async def test_a_video_is_called_by_its_title_where_it_has_one(api: Api) -> None:
    titled = await api.send(a_field("options", '{"title": "Praia"}'), a_part(b"x"))
    untitled = await api.send(a_part(b"x", filename="a.mp4"))

    assert (titled.json()["title"], untitled.json()["title"]) == ("Praia", "a.mp4")


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

    async with running(tmp_path, limits) as api:
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
    async with running(tmp_path, Limits(file_bytes=LIMIT, disk_reserve=1 << 60)) as api:
        answer = await api.send(a_part(b"x"))

        assert_problem(answer, 507, "insufficient_storage")
        assert api.stored() == []


async def test_a_full_disk_is_a_problem_and_leaves_nothing(
    api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(file: int, block: bytes) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(local_disk, "write_all", full)

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


@pytest.mark.parametrize("video", ["no-uuid", "0", str(UUID(int=7)), "%00", "'; DROP TABLE"])
async def test_a_video_that_is_not_there_is_not_found(api: Api, video: str) -> None:
    answer = await api.http.get(f"/v1/videos/{video}")

    assert_problem(answer, 404, "not_found")


@pytest.mark.parametrize(
    ("query", "pointer"),
    [
        ("limit=0", "/query/limit"),
        ("limit=101", "/query/limit"),
        ("limit=ten", "/query/limit"),
        ("status=done", "/query/status"),
        ("search=" + "a" * 256, "/query/search"),
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
    api.videos.change(video, status=Status.DONE, progress=1.0, url=url, plan=a_plan())

    shown = (await api.http.get(f"/v1/videos/{video}")).json()

    assert shown["status"] == "conclu\u00eddo"
    assert shown["url"] == url
    assert shown["playback"] == {"playable": True, "url": url, "duration": 30.0}


async def test_a_video_in_the_making_can_be_played_as_far_as_it_is(api: Api) -> None:
    video = UUID((await api.send(a_part(b"x"))).json()["id"])
    url = f"http://cdn.example/{video}/early.m3u8"
    api.videos.change(video, status=Status.PROCESSING, early_url=url, early_duration=12.0)

    shown = (await api.http.get(f"/v1/videos/{video}")).json()

    assert shown["url"] is None
    assert shown["playback"] == {"playable": True, "url": url, "duration": 12.0}


async def test_a_video_made_of_a_damaged_file_says_what_is_missing(api: Api) -> None:
    video = UUID((await api.send(a_part(b"x"))).json()["id"])
    source = replace(a_source(), missing=Fraction(61, 8), skipped=1)
    api.videos.change(video, status=Status.DONE, source=source, plan=a_plan(source))

    shown = (await api.http.get(f"/v1/videos/{video}")).json()

    assert shown["warnings"] == [
        {
            "code": "truncated",
            "seconds": 7.6,
            "message": "The file ends early: 7.6 s of the video are missing.",
        },
        {
            "code": "sound_skipped",
            "seconds": None,
            "message": "A sound track is in a format that cannot be converted; it is left out.",
        },
    ]


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


async def test_a_video_is_cancelled_tried_again_and_deleted(api: Api) -> None:
    address = (await api.send(a_part(b"x"))).headers["location"]

    cancelled = await api.http.post(f"{address}/cancel")
    retried = await api.http.post(f"{address}/retry")
    deleted = await api.http.delete(address)

    assert (cancelled.status_code, cancelled.json()["status"]) == (200, "cancelado")
    assert (retried.status_code, retried.json()["status"]) == (202, "pendente")
    assert (deleted.status_code, deleted.content) == (204, b"")
    assert_problem(await api.http.get(address), 404, "not_found")


@pytest.mark.parametrize(("method", "action"), [("POST", "/cancel"), ("POST", "/retry")])
async def test_what_the_status_forbids_is_a_conflict(api: Api, method: str, action: str) -> None:
    address = (await api.send(a_part(b"x"))).headers["location"]
    api.videos.change(UUID(address.rsplit("/", 1)[-1]), status=Status.DONE, url="u")

    assert_problem(await api.http.request(method, f"{address}{action}"), 409, "conflict")


@pytest.mark.parametrize(
    ("method", "action"), [("POST", "/cancel"), ("POST", "/retry"), ("DELETE", "")]
)
@pytest.mark.parametrize("video", ["00000000-0000-0000-0000-000000000000", "no-such-id"])
async def test_nobody_decides_about_a_video_that_is_not_there(
    api: Api, method: str, action: str, video: str
) -> None:
    answer = await api.http.request(method, f"/v1/videos/{video}{action}")

    assert_problem(answer, 404, "not_found")


async def test_a_file_stays_where_nobody_knows_whether_its_row_is_there(api: Api) -> None:
    api.videos.away = Unsettled("no answer")

    answer = await api.send(a_part(b"x"))

    assert_problem(answer, 503, "database_unavailable")
    assert [path.rsplit("/")[-1] for path in api.stored()[1:]] == ["source"]
