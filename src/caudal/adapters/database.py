"""Connections to PostgreSQL: patient ones for workers, impatient ones for the API."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from typing import Any

import psycopg
import stamina
from psycopg import AsyncConnection
from psycopg.rows import TupleRow
from psycopg.sql import SQL, Identifier
from psycopg_pool import AsyncConnectionPool, PoolTimeout

from caudal.errors import DatabaseUnavailable

log = logging.getLogger(__name__)

Db = AsyncConnection[TupleRow]
Pool = AsyncConnectionPool[Db]

# A transaction that may safely run twice is run again after a broken connection.
again = stamina.retry(on=psycopg.OperationalError, attempts=10, timeout=None)


def connection_options() -> dict[str, Any]:
    """What every connection has: it goes through pgbouncer and notices a cut cable."""
    return {
        "prepare_threshold": None,  # pgbouncer: the next statement may meet another server
        "application_name": "caudal",
        "client_encoding": "utf8",  # whatever the database says of itself
        "connect_timeout": 5,
        "tcp_user_timeout": 10_000,  # milliseconds; else a cut cable hangs for 15 minutes
    }


# A process that is frozen inside a transaction keeps its locks, and with them everybody else.
NO_LOCK_OUTLIVES_A_FREEZE = "SET idle_in_transaction_session_timeout = '10s'"


async def _configure(db: Db) -> None:
    await db.set_autocommit(True)
    await db.execute(NO_LOCK_OUTLIVES_A_FREEZE)
    await db.set_autocommit(False)


class PatientPool(AsyncConnectionPool[Db]):
    """Waits out an outage of any length; each turn of waiting is a new client.

    psycopg_pool stops reconnecting after `reconnect_timeout` until a *new* client asks: when
    all clients wait, none comes, and the pool stays deaf for ever.
    """

    async def getconn(self, timeout: float | None = None) -> Db:  # noqa: ARG002
        while True:
            with suppress(PoolTimeout):
                return await super().getconn(timeout=3.0)


def patient_pool(database_url: str, *, size: int = 4) -> PatientPool:
    """For workers, to be entered with `async with`.

    Never smaller than 4: the rescue holds one connection and asks for another. A step holds one
    while it puts early playlists into the store; heartbeats must not wait for a slow one.
    """
    return PatientPool(
        database_url,
        min_size=2,
        max_size=max(4, size),
        open=False,
        kwargs=connection_options(),
        configure=_configure,
        reconnect_timeout=2,
        check=AsyncConnectionPool.check_connection,
    )


def quick_pool(database_url: str, *, size: int = 8, timeout: float = 2.0) -> Pool:
    """For the API, to be entered with `async with`: no connection in `timeout` s is an error."""
    return AsyncConnectionPool(
        database_url,
        connection_class=AsyncConnection[TupleRow],
        min_size=1,
        max_size=size,
        open=False,
        kwargs=connection_options(),
        configure=_configure,
        timeout=timeout,
        reconnect_timeout=2,
        check=AsyncConnectionPool.check_connection,
    )


@contextmanager
def database_errors() -> Iterator[None]:
    """Say `DatabaseUnavailable` for whatever psycopg raises when PostgreSQL is away."""
    try:
        yield
    except psycopg.OperationalError as error:
        raise DatabaseUnavailable("the database does not answer") from error


async def hear(conninfo: str, channel: str, ring: Callable[[], None]) -> None:
    """Ring at every notification, and when some may have been missed; never returns.

    An error ends nothing: whoever listens also asks by itself, more seldom.
    """
    listen = SQL("LISTEN {}").format(Identifier(channel))
    while True:
        try:
            async with await AsyncConnection.connect(
                conninfo, autocommit=True, **connection_options()
            ) as db:
                await db.execute(listen)
                ring()
                async for _ in db.notifies():
                    ring()
        except Exception as error:
            log.warning("listening failed, going on: %r", error)
        await asyncio.sleep(0.5)


@asynccontextmanager
async def connection(pool: Pool) -> AsyncIterator[Db]:
    """A connection for one transaction; `DatabaseUnavailable` when it or its answers do not come.

    A patient pool waits for them as long as it takes.
    """
    # A server that is frozen keeps its connections and says nothing.
    limit = None if isinstance(pool, PatientPool) else 3 * pool.timeout
    try:
        with database_errors():
            async with asyncio.timeout(limit), pool.connection() as db:
                yield db
    except TimeoutError as error:
        raise DatabaseUnavailable("the database does not answer in time") from error
