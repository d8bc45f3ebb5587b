"""A large upload costs the API no memory and no patience, and SIGTERM ends it cleanly."""

import http.client
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from caudal.adapters.bucket_sources import PART
from tests.forms import CLOSING, CONTENT_TYPE, a_part
from tests.localstack import LocalStack

SIZE = 4 << 30
BUCKET_SIZE = 300 << 20
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


@contextmanager
def serving(directory: Path, *source_url: str) -> Iterator[Process]:
    command = [sys.executable, "-m", "tests.serving", str(directory), *source_url]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=REPOSITORY) as popen:
        assert popen.stdout is not None
        try:
            yield Process(popen, int(popen.stdout.readline()), directory)
        finally:
            popen.kill()


@pytest.fixture
def api(tmp_path: Path) -> Iterator[Process]:
    with serving(tmp_path) as process:
        yield process
    shutil.rmtree(tmp_path / "uploads", ignore_errors=True)


def begin(api: Process, length: int) -> socket.socket:
    """Open a connection and send the head of an upload."""
    connection = socket.create_connection(("127.0.0.1", api.port), timeout=60)
    connection.sendall(
        f"POST /v1/videos HTTP/1.1\r\nHost: caudal\r\nContent-Length: {length}\r\n"
        f"Content-Type: {CONTENT_TYPE}\r\nConnection: close\r\n\r\n".encode()
    )
    return connection


def send_hole(api: Process, size: int, directory: Path) -> bytes:
    """Send so many zeroes, and ask for something in the middle of it; the answer."""
    # A hole on the sender's side: the kernel sends zeroes, nothing is read from a disk.
    hole = directory / "hole"
    with hole.open("wb") as file:
        file.truncate(size)
    head, tail = a_part(b"")[:-2], b"\r\n" + CLOSING

    with begin(api, len(head) + size + len(tail)) as connection:
        connection.sendall(head)
        with hole.open("rb") as file:
            half = connection.sendfile(file, 0, size // 2)
            assert api.status("/livez") == 200
            connection.sendfile(file, half)
        connection.sendall(tail)
        return connection.makefile("rb").read()


def test_an_upload_of_4_gb_takes_less_than_50_mb_of_memory(api: Process, tmp_path: Path) -> None:
    before = api.peak_memory

    answer = send_hole(api, SIZE, tmp_path)

    assert answer.startswith(b"HTTP/1.1 202")
    assert api.peak_memory - before < 50_000_000
    [stored] = (tmp_path / "uploads").glob("*/*")
    assert stored.name == "source"
    assert stored.stat().st_size == SIZE


def test_an_upload_to_a_bucket_takes_memory_for_a_few_parts_alone(
    bucket: str, localstack: LocalStack, tmp_path: Path
) -> None:
    with serving(tmp_path, f"{bucket}/sources") as api:
        before = api.peak_memory

        answer = send_hole(api, BUCKET_SIZE, tmp_path)

        assert answer.startswith(b"HTTP/1.1 202")
        # Two on their way, one that is gathered, and what is copied between them.
        assert api.peak_memory - before < 12 * PART
    *parts, manifest = localstack.keys(bucket, "sources/")
    assert len(parts) == -(-BUCKET_SIZE // PART)
    assert manifest.endswith("/manifest.json")
    assert not (tmp_path / "uploads").exists()


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


def test_a_stopped_server_leaves_no_half_upload_in_a_bucket(
    bucket: str, localstack: LocalStack, tmp_path: Path
) -> None:
    with serving(tmp_path, bucket) as api, begin(api, 90_000_000) as connection:
        connection.sendall(a_part(bytes(50_000_000)))
        while not localstack.keys(bucket, ""):
            assert api.status("/livez") == 200

        api.popen.send_signal(signal.SIGTERM)
        connection.shutdown(socket.SHUT_WR)

        assert api.popen.wait(timeout=30) == 0
    assert localstack.keys(bucket, "") == []
