"""A PostgreSQL that may be killed, and a fleet of workers for each test."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from functools import partial
from pathlib import Path

import pytest

from tests.chaos.fleet import Fleet, a_fleet
from tests.chaos.installation import Installation, installation
from tests.localstack import LocalStack
from tests.media import a_film
from tests.postgres import PostgresServer, postgres_server

NewFleet = Callable[..., AbstractContextManager[Fleet]]


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    with postgres_server() as server:
        yield server


@pytest.fixture
def new_fleet(postgres: PostgresServer, tmp_path: Path) -> Iterator[NewFleet]:
    """Makes a fleet with these habits on a database of its own."""
    log = tmp_path / "workers.log"
    with postgres.database() as url:
        yield partial(a_fleet, url, log)
    if log.exists():
        print(log.read_text())  # noqa: T201 - shown when the test fails


@pytest.fixture(scope="session")
def film(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Eight seconds of little picture: three segments in two chunks."""
    return a_film(tmp_path_factory.mktemp("film") / "film.mp4", "320x180", 10, 8)


@pytest.fixture
def place(
    postgres: PostgresServer, localstack: LocalStack, bucket: str, tmp_path: Path
) -> Iterator[Installation]:
    """An installation that may be harmed."""
    with installation(postgres, localstack, tmp_path) as place:
        yield place
    print(place.log.read_text())  # noqa: T201 - shown when the test fails
