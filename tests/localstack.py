"""A real S3 for tests: LocalStack, in the venv of its own that `make test` sets up."""

import os
import re
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import httpx
import pytest

PYTHON = Path(__file__).parents[1] / ".localstack" / "bin" / "python"
START_TIMEOUT = 60.0  # seconds; also for an answer: a busy machine takes its time


@dataclass(frozen=True, slots=True, kw_only=True)
class LocalStack:
    """A running S3.

    Attributes:
        endpoint: Its URL, without a slash at the end.
    """

    endpoint: str

    @property
    def environment(self) -> dict[str, str]:
        """The variables that point a program at it."""
        return {
            "AWS_ENDPOINT_URL": self.endpoint,
            "AWS_REGION": "us-east-1",
            "AWS_ACCESS_KEY_ID": "test",
            "AWS_SECRET_ACCESS_KEY": "test",
        }

    def new_bucket(self) -> str:
        """Make an empty bucket; returns its s3:// URL."""
        name = f"bucket-{uuid4()}"
        httpx.put(f"{self.endpoint}/{name}", timeout=START_TIMEOUT).raise_for_status()
        return f"s3://{name}"

    def keys(self, bucket: str, prefix: str) -> list[str]:
        """The first thousand keys that begin with a prefix."""
        return list(self.objects(bucket, prefix))

    def objects(self, bucket: str, prefix: str) -> dict[str, str]:
        """The first thousand objects whose keys begin with a prefix, and the ETag of each."""
        url = f"{self.endpoint}/{bucket.removeprefix('s3://')}?list-type=2&prefix={prefix}"
        listed = httpx.get(url, timeout=START_TIMEOUT).raise_for_status().text
        return dict(re.findall("<Key>(.*?)</Key>.*?<ETag>(.*?)</ETag>", listed))


@pytest.fixture(scope="session")
def localstack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalStack]:
    """S3 for the whole run, started when the first test asks for it."""
    with localstack_server(tmp_path_factory.mktemp("localstack")) as running:
        yield running


@contextmanager
def localstack_server(directory: Path, address: str = "127.0.0.1") -> Iterator[LocalStack]:
    """A running S3 at an address of this machine, gone afterwards."""
    if not PYTHON.exists():
        pytest.fail("LocalStack is not installed: run `make test`")
    running = LocalStack(endpoint=f"http://{address}:{_free_port()}")
    with (directory / "log").open("wb") as log:
        process = subprocess.Popen(
            [PYTHON, "-m", "localstack.runtime.main"],
            env=_settings(running.endpoint, directory),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
        )
        try:
            _wait_until_healthy(running.endpoint, process, directory / "log")
            yield running
        finally:
            process.terminate()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


@pytest.fixture
def bucket(localstack: LocalStack, monkeypatch: pytest.MonkeyPatch) -> str:
    """The s3:// URL of an empty bucket; AWS_* point at it while the test runs."""
    for name, value in localstack.environment.items():
        monkeypatch.setenv(name, value)
    return localstack.new_bucket()


def _settings(endpoint: str, directory: Path) -> dict[str, str]:
    return {
        "PATH": os.environ["PATH"],
        "HOME": str(directory),
        "TMPDIR": str(directory),
        "FILESYSTEM_ROOT": str(directory),
        "GATEWAY_LISTEN": endpoint.removeprefix("http://"),
        "GATEWAY_SERVER": "hypercorn",
        "SERVICES": "s3",
        "EAGER_SERVICE_LOADING": "1",
        # It would otherwise report its use, fetch a certificate and answer on port 53.
        "DISABLE_EVENTS": "1",
        "SKIP_SSL_CERT_DOWNLOAD": "1",
        "DNS_ADDRESS": "0",
    }


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
        return port


def _wait_until_healthy(endpoint: str, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + START_TIMEOUT
    while time.monotonic() < deadline and process.poll() is None:
        try:
            health = httpx.get(f"{endpoint}/_localstack/health", timeout=5).json()
        except httpx.TransportError:
            time.sleep(0.1)
            continue
        if health["services"]["s3"] in {"available", "running"}:
            return
    pytest.fail(f"LocalStack did not start:\n{log.read_text()[-2000:]}")
