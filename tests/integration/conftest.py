"""One PostgreSQL for all tests here, a database for each."""

from collections.abc import AsyncIterator, Iterator

import pytest

from caudal.adapters.database import PatientPool, patient_pool
from caudal.adapters.queue import Queue
from caudal.adapters.videos import PostgresVideos
from tests.postgres import PostgresServer, postgres_server


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    with postgres_server() as server:
        yield server


@pytest.fixture
def database_url(postgres: PostgresServer) -> Iterator[str]:
    with postgres.database() as url:
        yield url


@pytest.fixture
def empty_database_url(postgres: PostgresServer) -> Iterator[str]:
    """Not yet migrated."""
    with postgres.database(template="template1") as url:
        yield url


@pytest.fixture
async def pool(database_url: str) -> AsyncIterator[PatientPool]:
    async with patient_pool(database_url) as pool:
        yield pool


@pytest.fixture
def videos(pool: PatientPool) -> PostgresVideos:
    return PostgresVideos(pool)


@pytest.fixture
def queue(pool: PatientPool) -> Queue:
    return Queue(pool)
