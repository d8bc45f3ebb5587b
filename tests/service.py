"""caudal's own processes, started as an operator starts them, and used as a client does."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urljoin

import httpx
import m3u8
import psutil

from tests.hls import Presentation, read_presentation

PATIENCE = 120.0  # seconds; a bound on every wait, not an expectation
STOP = 60.0

QUICK = '{"quality": "fast", "rungs": [480, 234]}'

T = TypeVar("T")


def until(answer: Callable[[], T | None], *, patience: float = PATIENCE) -> T:
    """Ask again and again until there is an answer. Fails when it takes too long."""
    deadline = time.monotonic() + patience
    while time.monotonic() < deadline:
        found = answer()
        if found is not None:
            return found
        time.sleep(0.05)
    raise AssertionError("waited in vain")


@contextmanager
def caudal(
    *arguments: str, environment: Mapping[str, str], directory: Path, on: Sequence[str] = ()
) -> Iterator[subprocess.Popen[bytes]]:
    """A process of caudal's; told to end afterwards, and expected to end in good order.

    `on` is a command that becomes the one behind it, elsewhere.
    """
    clean = {name: value for name, value in os.environ.items() if not name.startswith("CAUDAL_")}
    with (directory / f"{arguments[0]}.log").open("ab") as log:
        process = subprocess.Popen(
            [*on, sys.executable, "-m", "caudal", *arguments],
            env={**clean, **environment},
            cwd=directory,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
        )
        try:
            yield process
            if process.poll() is None:
                process.terminate()
                assert process.wait(STOP) == 0
        finally:
            if process.poll() is None:
                process.kill()
                process.wait()


@dataclass(frozen=True, slots=True, kw_only=True)
class Client:
    """Somebody who sends videos and follows them."""

    base: str

    def wait_until_ready(self) -> None:
        def ready() -> bool | None:
            try:
                return httpx.get(f"{self.base}/readyz").is_success or None
            except httpx.TransportError:
                return None

        until(ready)

    def send(self, file: Path, options: str = QUICK, *subtitles: Path) -> str:
        """Send a video, with files of subtitles; its id."""
        beside = [("subtitles", (words.name, words.read_bytes())) for words in subtitles]
        with file.open("rb") as content:
            answer = httpx.post(
                f"{self.base}/v1/videos",
                data={"options": options},
                files=[("file", (file.name, content)), *beside],
                timeout=60,
            )
        assert answer.status_code == 202, answer.text
        video = answer.json()
        assert answer.headers["location"] == f"/v1/videos/{video['id']}"
        assert video["status"] == "pendente"
        return str(video["id"])

    def get(self, video: str) -> dict[str, Any]:
        answer = httpx.get(f"{self.base}/v1/videos/{video}")
        return dict(answer.raise_for_status().json())

    def follow(self, video: str, *, patience: float = PATIENCE) -> list[dict[str, Any]]:
        """Everything that was seen of a video until it was over."""
        seen = [self.get(video)]

        def over() -> bool | None:
            seen.append(self.get(video))
            return seen[-1]["status"] in {"concluído", "falhou", "cancelado"} or None

        until(over, patience=patience)
        return seen


@dataclass(frozen=True, slots=True, kw_only=True)
class Own:
    """A service of a test's own, which it may start more than once.

    Attributes:
        room: Its directory, which the embedded PostgreSQL's user may pass through.
    """

    room: Path
    client: Client
    environment: Mapping[str, str]

    @classmethod
    def at(cls, room: Path, port: int, **settings: str) -> "Own":
        """In a directory, on a port, with settings by their names."""
        own = {"CAUDAL_DATA_DIR": str(room / "data"), "CAUDAL_PORT": str(port)}
        client = Client(base=f"http://127.0.0.1:{port}")
        return cls(room=room, client=client, environment={**own, **settings})

    @contextmanager
    def running(self) -> Iterator[subprocess.Popen[bytes]]:
        """`caudal serve`, ready to take videos."""
        with caudal("serve", environment=self.environment, directory=self.room) as process:
            self.client.wait_until_ready()
            yield process


def download(master: str, into: Path) -> Presentation:
    """Fetch a presentation as a player would, following its playlists."""
    into.mkdir()
    text = _fetch(master, into / "master.m3u8")
    parsed = m3u8.loads(text)
    for uri in [*(p.uri for p in parsed.playlists), *(m.uri for m in parsed.media)]:
        playlist = urljoin(master, uri)
        (into / uri).parent.mkdir(parents=True, exist_ok=True)
        for segment in m3u8.loads(_fetch(playlist, into / uri)).segments:
            _fetch(urljoin(playlist, segment.uri), (into / uri).parent / segment.uri)
    return read_presentation(into / "master.m3u8")


def _fetch(url: str, path: Path) -> str:
    answer = httpx.get(url).raise_for_status()
    path.write_bytes(answer.content)
    kind = answer.headers["content-type"]
    wanted = {
        "m3u8": "application/vnd.apple.mpegurl",
        "ts": "video/mp2t",
        "vtt": "text/vtt;charset=utf-8",
    }
    assert kind == wanted[url.rpartition(".")[2]], f"{url} is {kind}"
    return answer.text if url.endswith(".m3u8") else ""


def files_below(directory: Path) -> list[Path]:
    """Every file, locks aside."""
    return [p for p in directory.rglob("*") if p.is_file() and p.name not in {"lock", "full"}]


def tools_of(process: subprocess.Popen[bytes], name: str) -> list[psutil.Process]:
    """Running programs of this name below a process."""
    found = []
    for child in psutil.Process(process.pid).children(recursive=True):
        try:
            if name in child.name():
                found.append(child)
        except psutil.NoSuchProcess:
            continue
    return found
