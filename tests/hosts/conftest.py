"""A network, with PostgreSQL and S3 where all its hosts reach them."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.hosts.installation import Installation, installation
from tests.hosts.network import Network, network
from tests.localstack import LocalStack, localstack_server
from tests.media import run_ffmpeg
from tests.postgres import PostgresServer, postgres_server

SECONDS = 600
RATE = 12


@pytest.fixture(scope="session")
def switch() -> Iterator[Network]:
    with network() as made:
        yield made


@pytest.fixture(scope="session")
def postgres(switch: Network) -> Iterator[PostgresServer]:
    with postgres_server(switch.address) as server:
        yield server


@pytest.fixture(scope="session")
def store(switch: Network, tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalStack]:
    with localstack_server(tmp_path_factory.mktemp("localstack"), switch.address) as running:
        yield running


@pytest.fixture
def three_workers(
    switch: Network, postgres: PostgresServer, store: LocalStack, tmp_path: Path
) -> Iterator[Installation]:
    with (
        postgres.database() as url,
        installation(switch, url, store, tmp_path, workers=3) as made,
    ):
        yield made


@pytest.fixture(scope="session")
def long_film(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Ten minutes of a small picture that takes many bytes and little time; no sound."""
    minute = tmp_path_factory.mktemp("films") / "minute.mp4"
    film = minute.with_name("film.mp4")
    picture = f"testsrc2=size=256x144:rate={RATE}:duration=60"
    noise = ("-vf", "noise=alls=40:allf=t,format=yuv420p", "-g", "24", "-b:v", "1500k")
    encode = ("-c:v", "libx264", "-preset", "ultrafast", "-bf", "2", *noise)
    run_ffmpeg("-f", "lavfi", "-i", picture, *encode, str(minute))
    again = ("-stream_loop", str(SECONDS // 60 - 1), "-i", str(minute))
    run_ffmpeg(*again, "-c", "copy", str(film))
    return film
