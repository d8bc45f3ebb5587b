"""A PostgreSQL that may be killed, and a fleet of workers for each test."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from functools import partial
from pathlib import Path

import pytest

from tests.chaos.fleet import Fleet, a_fleet
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
