"""An upload of 4 GB costs the API no memory and no patience, and SIGTERM ends it cleanly."""

import http.client
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.forms import CLOSING, CONTENT_TYPE, a_part

SIZE = 4 << 30
REPOSITORY = Path(__file__).parents[2]


@dataclass(frozen=True, slots=True)
class Process:
    """The API alone in a process."""

    popen: subprocess.Popen[str]
    port: int
    directory: Path

    @property
    def peak_memory(self) -> int:
        """Most bytes of memory it ever had resident."""
        status = Path(f"/proc/{self.popen.pid}/status").read_text()
        return int(status.split("VmHWM:")[1].split()[0]) * 1024

    def status(self, path: str) -> int:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        connection.request("GET", path)
        answer = connection.getresponse().status
        connection.close()
        return answer


@pytest.fixture
def api(tmp_path: Path) -> Iterator[Process]:
    command = [sys.executable, "-m", "tests.serving", str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=REPOSITORY) as popen:
        assert popen.stdout is not None
        try:
            yield Process(popen, int(popen.stdout.readline()), tmp_path)
        finally:
            popen.kill()
            shutil.rmtree(tmp_path / "uploads", ignore_errors=True)


def begin(api: Process, length: int) -> socket.socket:
    """Open a connection and send the head of an upload."""
    connection = socket.create_connection(("127.0.0.1", api.port), timeout=60)
    connection.sendall(
        f"POST /v1/videos HTTP/1.1\r\nHost: caudal\r\nContent-Length: {length}\r\n"
        f"Content-Type: {CONTENT_TYPE}\r\nConnection: close\r\n\r\n".encode()
    )
    return connection


def test_an_upload_of_4_gb_takes_less_than_150_mb_of_memory(api: Process, tmp_path: Path) -> None:
    # A hole on the sender's side: the kernel sends zeroes, nothing is read from a disk.
    hole = tmp_path / "hole"
    with hole.open("wb") as file:
        file.truncate(SIZE)
    head, tail = a_part(b"")[:-2], b"\r\n" + CLOSING

    with begin(api, len(head) + SIZE + len(tail)) as connection:
        connection.sendall(head)
        with hole.open("rb") as file:
            half = connection.sendfile(file, 0, SIZE // 2)
            assert api.status("/livez") == 200
            connection.sendfile(file, half)
        connection.sendall(tail)
        answer = connection.makefile("rb").read()

    assert answer.startswith(b"HTTP/1.1 202")
    assert api.peak_memory < 150_000_000
    [stored] = (tmp_path / "uploads").glob("*/*")
    assert stored.name == "source"
    assert stored.stat().st_size == SIZE


def test_a_stopped_server_exits_cleanly_and_leaves_no_half_upload(
    api: Process, tmp_path: Path
) -> None:
    with begin(api, 10_000_000) as connection:
        connection.sendall(a_part(bytes(5_000_000)))
        # The server takes this request after the first bytes of the other.
        assert api.status("/livez") == 200

        api.popen.send_signal(signal.SIGTERM)
        connection.shutdown(socket.SHUT_WR)

        assert api.popen.wait(timeout=30) == 0
    assert list((tmp_path / "uploads").glob("*")) == []
