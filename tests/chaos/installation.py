"""A whole installation that tests harm: PostgreSQL and S3 behind proxies, an API, two workers."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import httpx

from caudal.settings import Settings
from tests.localstack import LocalStack
from tests.postgres import PostgresServer, free_port
from tests.proxy import Proxy, proxied

ROOT = Path(__file__).parents[2]
LEASE = 6  # seconds; shorter, and a busy machine passes for a dead one
STARTED = 200.0  # seconds; a bound, not an expectation
FLEET = ("api", "worker-0", "worker-1")


@dataclass(slots=True, kw_only=True)
class Installation:
    """Its parts, and the processes of caudal's that run.

    Attributes:
        database_url: Past the proxy.
        bucket: s3:// URL of the output.
        own: Settings of its processes, by their names.
        points: Directory of the points at which a process waits to be harmed.
    """

    postgres: PostgresServer
    database: Proxy
    database_url: str
    store: Proxy
    store_endpoint: str
    bucket: str
    directory: Path
    points: Path
    port: int
    own: Mapping[str, str]
    processes: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    @property
    def api(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def data(self) -> Path:
        return self.directory / "data"

    @property
    def log(self) -> Path:
        return self.directory / "log"

    def settings(self) -> Settings:
        """The installation as seen from outside, past the proxies."""
        return Settings(data_dir=self.data, database_url=self.database_url, storage_url=self.bucket)

    def start(self, name: str) -> None:
        """Start a process, or one in the place of one that is dead."""
        with self.log.open("ab") as log:
            self.processes[name] = subprocess.Popen(
                [sys.executable, "-m", "tests.chaos.mortal", name.partition("-")[0]],
                env=self._environment(),
                cwd=ROOT,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )

    def tend(self) -> None:
        """Start what is dead again, as whoever runs a service does."""
        for name, process in list(self.processes.items()):
            if process.poll() is not None:
                self.start(name)

    def restart(self, name: str) -> int:
        """Tell a process to end, wait for it, and start it anew; what it returned."""
        self.processes[name].terminate()
        status = self.processes[name].wait(60)
        self.start(name)
        if name == "api":
            for _ in within(STARTED):
                with suppress(httpx.TransportError):
                    httpx.get(f"{self.api}/livez")
                    break
        return status

    def kill(self, pid: int) -> None:
        """Kill one of the processes."""
        (process,) = (p for p in self.processes.values() if p.pid == pid)
        process.kill()
        process.wait()

    def stop(self) -> list[int]:
        """Have all processes end in good order; what each returns."""
        for process in self.processes.values():
            process.terminate()
        return [process.wait(60) for process in self.processes.values()]

    def _environment(self) -> dict[str, str]:
        clean = {k: v for k, v in os.environ.items() if not k.startswith("CAUDAL_")}
        return {
            **clean,
            "AWS_ENDPOINT_URL": f"http://127.0.0.1:{self.store.port}",
            "CHAOS_POINTS": str(self.points),
            "CAUDAL_DATABASE_URL": self.database_url.replace(
                f":{self.postgres.port}/", f":{self.database.port}/"
            ),
            "CAUDAL_STORAGE_URL": self.bucket,
            "CAUDAL_DATA_DIR": str(self.data),
            "CAUDAL_PORT": str(self.port),
            "CAUDAL_LEASE": f"PT{LEASE}S",
            "CAUDAL_DRAIN": "PT10S",
            "CAUDAL_WORKERS": "2",
            **self.own,
        }


@contextmanager
def installation(
    postgres: PostgresServer, localstack: LocalStack, directory: Path, **settings: str
) -> Iterator[Installation]:
    """All of it, running, with these settings by their names; gone afterwards."""
    points = directory / "points"
    points.mkdir(parents=True)
    with ExitStack() as stack:
        url = stack.enter_context(postgres.database())
        port = urlsplit(localstack.endpoint).port
        assert port is not None
        place = Installation(
            postgres=postgres,
            database=stack.enter_context(proxied(postgres.port)),
            database_url=url,
            store=stack.enter_context(proxied(port)),
            store_endpoint=localstack.endpoint,
            bucket=localstack.new_bucket(),
            directory=directory,
            points=points,
            port=free_port(),
            own=settings,
        )
        stack.callback(_end, place)
        for name in FLEET:
            place.start(name)
        yield place


def _end(place: Installation) -> None:
    for process in place.processes.values():
        process.kill()
        process.wait()


def within(seconds: float) -> Iterator[None]:
    """Turns until the time is over; then it raises TimeoutError."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        yield
        time.sleep(0.01)
    raise TimeoutError(f"not within {seconds} s")
