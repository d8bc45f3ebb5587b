"""The whole service on a free port, with its data in a directory of its own."""

import json
import os
import signal
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from typing import IO, Any
from urllib.error import URLError
from urllib.parse import urljoin
from urllib.request import urlopen

import psutil

from bench.cost import CommandFailed, tree
from bench.playlists import uris
from bench.tools import CAUDAL

START = 60.0  # seconds until it must answer
POLL = 0.01  # seconds
SELDOM = 0.5
BOUNDARY = "caudal-bench-boundary"
DONE, FAILED = "concluído", "falhou"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """A video on its way. `at` is when the last byte had gone out, by the monotonic clock."""

    id: str
    at: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """A running `caudal serve`."""

    port: int
    pid: int
    data: Path

    def send(self, film: Path, options: Mapping[str, Any]) -> Sent:
        """POST a film as multipart/form-data."""
        head = (
            f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="options"\r\n'
            f"Content-Type: application/json\r\n\r\n{json.dumps(options)}\r\n"
            f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="film.mp4"\r\n'
            "Content-Type: video/mp4\r\n\r\n"
        ).encode()
        tail = f"\r\n--{BOUNDARY}--\r\n".encode()
        connection = HTTPConnection("127.0.0.1", self.port, timeout=120)
        try:
            connection.putrequest("POST", "/v1/videos")
            connection.putheader("Content-Type", f"multipart/form-data; boundary={BOUNDARY}")
            size = len(head) + film.stat().st_size + len(tail)
            connection.putheader("Content-Length", str(size))
            connection.endheaders()
            connection.send(head)
            with film.open("rb") as file:
                while block := file.read(1 << 18):
                    connection.send(block)
            connection.send(tail)
            at = time.monotonic()
            answer = connection.getresponse()
            text = answer.read().decode()
        finally:
            connection.close()
        if answer.status != 202:
            raise CommandFailed(f"POST was answered {answer.status}: {text}")
        return Sent(id=json.loads(text)["id"], at=at)

    def states(self, video: str, every: float = POLL) -> Iterator[dict[str, Any]]:
        """The video, asked for every so many seconds. Raises `CommandFailed` when it failed."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            while True:
                connection.request("GET", f"/v1/videos/{video}")
                state = json.loads(connection.getresponse().read())
                if state.get("status") == FAILED:
                    raise CommandFailed(f"the video failed: {state['error']}")
                yield state
                time.sleep(every)
        finally:
            connection.close()

    def wait(self, video: str) -> float:
        """Until it is `concluído`; when that was seen, by the system's clock.

        Asks seldom before the last playlist is there: a hundred questions a second would cost as
        much as the service itself.
        """
        last = self.data / "media" / video / "master.m3u8"
        for state in self.states(video, every=POLL):
            if state["status"] == DONE:
                break
            asked = time.monotonic()
            while not last.exists() and time.monotonic() < asked + SELDOM:
                time.sleep(POLL)
        return time.time()

    def cpu(self) -> float:
        """CPU seconds so far of all processes, ended ones too, PostgreSQL included."""
        total = 0.0
        for process in tree([self.pid, *self._postgres()]):
            with suppress(psutil.Error):
                times = process.cpu_times()
                total += times.user + times.system + times.children_user + times.children_system
        return total

    def processes(self) -> list[int]:
        """Roots of all process trees."""
        return [self.pid, *self._postgres()]

    def _postgres(self) -> list[int]:
        """It is started apart, so that a killed service cannot take it along."""
        files = (self.data / "postgres").rglob("postmaster.pid")
        return [int(file.read_text().split()[0]) for file in files]


@contextmanager
def served(data: Path, warm_up: Path) -> Iterator[Service]:
    """Serve until the end of the block; one tiny video has been through before."""
    port = free_port()
    with (
        (data.parent / f"{data.name}.log").open("wb") as log,
        process("serve", environment(data, port), log) as running,
    ):
        until_ready(running, port)
        service = Service(port=port, pid=running.pid, data=data)
        service.wait(service.send(warm_up, {}).id)
        yield service


@contextmanager
def process(
    command: str, settings: Mapping[str, str], log: IO[bytes]
) -> Iterator["subprocess.Popen[bytes]"]:
    """One of caudal's processes, ended in good order at the end of the block."""
    running = subprocess.Popen(
        [*CAUDAL, command], env={**os.environ, **settings}, stdout=log, stderr=log
    )
    try:
        yield running
    finally:
        running.send_signal(signal.SIGTERM)
        running.wait()


def migrated(settings: Mapping[str, str]) -> None:
    """Bring the database up to date, which only `caudal serve` does by itself."""
    subprocess.run([*CAUDAL, "migrate"], env={**os.environ, **settings}, check=True)


def environment(data: Path, port: int) -> dict[str, str]:
    """Settings of a service that listens here and keeps everything there."""
    return {
        "CAUDAL_HOST": "127.0.0.1",
        "CAUDAL_PORT": str(port),
        "CAUDAL_DATA_DIR": str(data),
        "CAUDAL_DRAIN": "PT0S",  # what was not needed any more need not end
    }


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
        return port


def first_segments(playlist: str) -> list[str]:
    """Addresses of the first segment of every rendition; each was there for the asking.

    Raises `CommandFailed` when one was not.
    """
    text = _fetched(playlist).decode()
    media = [line for line in text.splitlines() if line and not line.startswith("#")]
    media += [part.split('"')[1] for part in text.split("URI=")[1:]]
    found = []
    for name in dict.fromkeys(media):
        address = urljoin(playlist, name)
        first = urljoin(address, uris(_fetched(address).decode())[0])
        _fetched(first)
        found.append(first)
    return found


def _fetched(address: str) -> bytes:
    try:
        with urlopen(address, timeout=30) as answer:
            body: bytes = answer.read()
            return body
    except (URLError, OSError) as error:
        raise CommandFailed(f"{address}: {error}") from error


def until_ready(started: "subprocess.Popen[bytes]", port: int) -> None:
    deadline = time.monotonic() + START
    while time.monotonic() < deadline and started.poll() is None:
        with suppress(URLError, OSError), urlopen(f"http://127.0.0.1:{port}/readyz", timeout=5):
            return
        time.sleep(0.1)
    raise CommandFailed("caudal did not start")
