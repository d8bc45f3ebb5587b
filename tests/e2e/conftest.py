"""A service to talk to."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.postgres import PostgresServer, free_port, postgres_server
from tests.service import Client, Own


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    with postgres_server() as server:
        yield server


@pytest.fixture
def empty_database_url(postgres: PostgresServer) -> Iterator[str]:
    with postgres.database(template="template1") as url:
        yield url


@contextmanager
def _room() -> Iterator[Path]:
    # Not below pytest's own directory: that is closed to the user who runs the database.
    with tempfile.TemporaryDirectory(prefix="caudal-e2e-") as directory:
        yield Path(directory)


@pytest.fixture
def room() -> Iterator[Path]:
    """A directory for a service of the test's own."""
    with _room() as directory:
        yield directory


@pytest.fixture(scope="module")
def data() -> Iterator[Path]:
    """The data directory of `service`."""
    with _room() as directory:
        yield directory / "data"


@pytest.fixture(scope="module")
def service(data: Path) -> Iterator[Client]:
    """`caudal serve` with all its defaults, on a free port."""
    own = Own.at(data.parent, free_port())
    with own.running():
        yield own.client
