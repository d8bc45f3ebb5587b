import asyncio

import psycopg
import pytest

from caudal.adapters.database import again, patient_pool
from tests.postgres import PostgresServer, free_port


async def test_a_patient_pool_waits_longer_than_its_pool_would() -> None:
    url = f"postgresql://postgres@127.0.0.1:{free_port()}/none"
    async with patient_pool(url) as pool:
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(3.5):
                await pool.getconn()


async def test_a_patient_pool_goes_on_when_its_connections_were_cut(
    database_url: str, postgres: PostgresServer
) -> None:
    async with patient_pool(database_url) as pool:
        async with pool.connection() as db:
            await db.execute("SELECT 1")

        postgres.stop("immediate")
        postgres.start()

        async with pool.connection() as db:
            answer = await (await db.execute("SELECT 1")).fetchone()
        assert answer == (1,)


async def test_a_transaction_that_falls_silent_is_ended(database_url: str) -> None:
    async with patient_pool(database_url) as pool, pool.connection() as db:
        shown = await (await db.execute("SHOW idle_in_transaction_session_timeout")).fetchone()

    assert shown == ("10s",)


async def test_a_transaction_on_a_broken_connection_runs_again() -> None:
    outcomes = iter([psycopg.OperationalError("cut"), None])

    @again
    async def transaction() -> str:
        if error := next(outcomes):
            raise error
        return "committed"

    assert await transaction() == "committed"
