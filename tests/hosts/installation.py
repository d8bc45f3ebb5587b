"""An API and workers on a host each, with PostgreSQL and S3 in common and nothing else."""

import asyncio
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

from caudal.adapters.database import patient_pool
from caudal.housekeeping import House
from caudal.settings import Settings
from tests.hosts.network import Host, Network
from tests.localstack import LocalStack
from tests.service import Client, caudal, tools_of

PORT = "8080"


@dataclass(frozen=True, slots=True, kw_only=True)
class Worker:
    """A worker process, and the host that is its own."""

    host: Host
    process: subprocess.Popen[bytes]

    def encodes(self) -> bool:
        """Whether an ffmpeg of its lives."""
        return bool(tools_of(self.process, "ffmpeg"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Installation:
    """Its parts from outside."""

    client: Client
    workers: tuple[Worker, ...]
    database_url: str
    localstack: LocalStack
    bucket: str

    def objects(self, prefix: str) -> Mapping[str, str]:
        """Every object below a prefix, with what its bytes come to."""
        return self.localstack.objects(self.bucket, prefix)

    def tidy(self) -> None:
        """What the janitor does, without regard to age."""

        async def tidy() -> None:
            settings = Settings(
                database_url=self.database_url,
                storage_url=f"{self.bucket}/videos",
                source_url=f"{self.bucket}/sources",
            )
            async with patient_pool(self.database_url) as pool:
                house = House.of(settings, pool)
                await house.remove(await house.orphans(timedelta(0)))

        with pytest.MonkeyPatch.context() as patch:
            for name, value in self.localstack.environment.items():
                patch.setenv(name, value)
            asyncio.run(tidy())


@contextmanager
def installation(
    network: Network, database_url: str, localstack: LocalStack, directory: Path, *, workers: int
) -> Iterator[Installation]:
    """All of it, running; what still runs afterwards must end in good order."""
    bucket = localstack.new_bucket()
    api = network.host()
    environment = {
        **localstack.environment,
        "CAUDAL_HOST": api.address,
        "CAUDAL_PORT": PORT,
        "CAUDAL_ALLOW_ANONYMOUS": "true",
        "CAUDAL_DATABASE_URL": database_url,
        "CAUDAL_STORAGE_URL": f"{bucket}/videos",
        "CAUDAL_SOURCE_URL": f"{bucket}/sources",
        "CAUDAL_WORKERS": "1",
    }

    with ExitStack() as stack:

        def start(host: Host, command: str) -> subprocess.Popen[bytes]:
            own = directory / host.name
            own.mkdir()
            return stack.enter_context(
                caudal(
                    command,
                    environment={**environment, "CAUDAL_DATA_DIR": str(own / "data")},
                    directory=own,
                    on=host.run,
                )
            )

        start(api, "api")
        hosts = [network.host() for _ in range(workers)]
        started = tuple(Worker(host=host, process=start(host, "worker")) for host in hosts)
        client = Client(base=f"http://{api.address}:{PORT}")
        client.wait_until_ready()
        yield Installation(
            client=client,
            workers=started,
            database_url=database_url,
            localstack=localstack,
            bucket=bucket,
        )
