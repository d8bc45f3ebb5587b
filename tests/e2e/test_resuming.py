"""Resumable uploads and an API that is killed: what it has told of is there."""

import http.client
import json
import random
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import httpx
import psycopg
import pytest

from tests.postgres import PostgresServer, free_port
from tests.proxy import proxied
from tests.service import Client, caudal, until

TUS = {"Tus-Resumable": "1.0.0"}
BYTES = {"Content-Type": "application/offset+octet-stream"}
TUS_JS_CLIENT = Path(__file__).with_name("tus_client.cjs")
PIECE = 1 << 16


class Api:
    """`caudal api` with keys, without a worker: what comes stays as it is."""

    def __init__(self, directory: Path, database_url: str, running: ExitStack) -> None:
        self.port = free_port()
        self.client = Client(base=f"http://127.0.0.1:{self.port}")
        self.database_url = database_url
        self.directory = directory
        self._running = running
        self._environment = {
            "CAUDAL_AUTH": "keys",
            "CAUDAL_DATA_DIR": str(directory / "data"),
            "CAUDAL_DATABASE_URL": database_url,
            "CAUDAL_PORT": str(self.port),
        }
        self._run("migrate")
        self.key = self._run("keys", "create", "test").split()[-1]
        self.headers = TUS | {"Authorization": f"Bearer {self.key}"}

    def start(self) -> None:
        self._process = self._running.enter_context(
            caudal("api", environment=self._environment, directory=self.directory)
        )
        self.client.wait_until_ready()

    def kill(self) -> None:
        self._process.kill()
        self._process.wait()

    def file(self, video: str) -> Path:
        [path] = (self.directory / "data" / "uploads").glob(f"{video}/source*")
        return path

    def _run(self, *arguments: str) -> str:
        with caudal(*arguments, environment=self._environment, directory=self.directory) as command:
            assert command.wait() == 0
        return (self.directory / f"{arguments[0]}.log").read_text()


@pytest.fixture(scope="module")
def api(postgres: PostgresServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Api]:
    with postgres.database(template="template1") as url, ExitStack() as running:
        started = Api(tmp_path_factory.mktemp("resuming"), url, running)
        started.start()
        yield started


def test_every_byte_that_a_killed_api_has_told_of_is_there_when_it_is_back(api: Api) -> None:
    data = random.Random(7).randbytes(12_000_000)
    length = {"Upload-Length": str(len(data))}
    url = httpx.post(f"{api.client.base}/v1/uploads", headers=api.headers | length).headers[
        "location"
    ]
    connection = http.client.HTTPConnection("127.0.0.1", api.port)
    connection.putrequest("PATCH", url)
    for name, value in (api.headers | BYTES | {"Upload-Offset": "0"}).items():
        connection.putheader(name, value)
    connection.putheader("Content-Length", str(len(data)))
    connection.endheaders()
    sent = 0

    with psycopg.connect(api.database_url, autocommit=True) as database:

        def sent_until_some_is_saved() -> str | None:
            nonlocal sent
            connection.send(data[sent : sent + PIECE])
            sent += PIECE
            [[saved, video]] = database.execute(
                "SELECT received, video_id FROM upload WHERE id = %s", [url.rpartition("/")[2]]
            ).fetchall()
            return str(video) if saved > 0 else None

        video = until(sent_until_some_is_saved)
    connection.send(data[sent : sent + 3 * PIECE])
    api.kill()
    api.start()
    offset = int(httpx.head(api.client.base + url, headers=api.headers).headers["upload-offset"])
    before = api.file(video).read_bytes()[:offset]
    rest = httpx.patch(
        api.client.base + url,
        headers=api.headers | BYTES | {"Upload-Offset": str(offset)},
        content=data[offset:],
        timeout=60,
    )
    connection.close()

    assert 0 < offset <= sent
    assert before == data[:offset]
    assert rest.headers["caudal-video-id"] == video
    assert api.file(video).read_bytes() == data


def test_another_client_of_tus_sends_by_an_upload_token_through_the_death_of_the_api(
    api: Api, tmp_path: Path
) -> None:
    film = tmp_path / "férias.mp4"
    film.write_bytes(random.Random(8).randbytes(2_500_000))
    made = httpx.post(f"{api.client.base}/v1/upload-tokens", headers=api.headers, json={})
    token = made.json()["token"]
    options = json.dumps({"title": "Mar", "rungs": [234]})
    with subprocess.Popen(
        ["node", TUS_JS_CLIENT, f"{api.client.base}/v1/uploads", token, film, options, "1000000"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as sender:
        assert sender.stdin is not None
        assert sender.stdout is not None
        said = []
        for line in sender.stdout:
            said.append(line.strip())
            if line == "1000000\n":
                api.kill()
                api.start()
            if not sender.stdin.closed:
                print(file=sender.stdin, flush=True)
            if line == "2000000\n":
                sender.stdin.close()
    *offsets, video = said
    shown = httpx.get(f"{api.client.base}/v1/videos/{video}", headers=api.headers).json()

    assert offsets == ["0", "1000000", "2000000"]
    assert api.file(video).read_bytes() == film.read_bytes()
    assert (shown["filename"], shown["title"]) == ("férias.mp4", "Mar")


def test_what_is_sent_over_a_line_that_breaks_again_and_again_arrives_as_it_was(
    api: Api, tmp_path: Path
) -> None:
    film = tmp_path / "film.mp4"
    film.write_bytes(random.Random(9).randbytes(20_000_000))
    with proxied(api.port) as line, line.cutting_after(1_000_000):
        endpoint = f"http://127.0.0.1:{line.port}/v1/uploads"
        sent = subprocess.run(
            ["node", TUS_JS_CLIENT, endpoint, api.key, film, "{}"],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            check=True,
            text=True,
        )
    *offsets, video = sent.stdout.split()

    assert len(offsets) >= 20
    assert [int(offset) for offset in offsets] == sorted({int(offset) for offset in offsets})
    assert api.file(video).read_bytes() == film.read_bytes()
