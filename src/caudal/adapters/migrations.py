"""The database's schema: brought to this code's, once, however many start together."""

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine
from sqlalchemy.pool import NullPool

from caudal.adapters.database import connection_options, database_errors
from caudal.errors import DatabaseUnavailable

# Any number that nothing else in the database uses: the letters of "caudal".
MIGRATION_LOCK = 0x63617564616C

RECORDED = "SELECT to_regclass('alembic_version') IS NOT NULL"
REVISION = "SELECT version_num FROM alembic_version"

# The one that migrates may need a while; the others wait for it rather than fail.
WAIT_FOR_TURN = "SET lock_timeout = '120s'"
TAKE_TURN = "SELECT pg_advisory_lock(%s)"

# A migration that waits for a table makes all queries behind it wait: it gives up first.
DO_NOT_BLOCK_TRAFFIC = "SET lock_timeout = '5s'"


def head() -> str:
    """The revision of the schema that this code needs."""
    (revision,) = ScriptDirectory.from_config(_config()).get_heads()
    return revision


def knows(revision: str) -> bool:
    """Whether this code has the revision; else it was made by a newer caudal."""
    scripts = ScriptDirectory.from_config(_config()).walk_revisions()
    return revision in {script.revision for script in scripts}


def revision(database_url: str) -> str | None:
    """The revision the database is at; None before the first migration."""
    with _connected(database_url) as db:
        return _revision(db)


async def look(database_url: str) -> str | None:
    """The same as `revision`, and may be given up at any moment: a frozen server says nothing."""
    with database_errors():
        try:
            connecting = psycopg.AsyncConnection.connect(
                database_url, autocommit=True, **connection_options()
            )
            async with await connecting as db:
                if await (await db.execute(RECORDED)).fetchone() != (True,):
                    return None
                row = await (await db.execute(REVISION)).fetchone()
        except psycopg.ProgrammingError:
            # Its own words may repeat the password.
            raise DatabaseUnavailable("the URL is not one of a PostgreSQL database") from None
    return row[0] if row else None


def migrate(database_url: str) -> None:
    """Bring the schema to `head()`; does nothing when it is there already.

    Takes every URL that psycopg takes. Of any number of parallel calls one migrates, the
    others wait for it. Raises `DatabaseUnavailable`, also when the database's schema is one
    that this code does not know.
    """
    with _connected(database_url) as turn:
        if _known(_revision(turn)) == head():
            return
        turn.execute(WAIT_FOR_TURN)
        turn.execute(TAKE_TURN, (MIGRATION_LOCK,))  # the lock ends with its connection
        if _known(_revision(turn)) != head():
            _upgrade(database_url)


def _upgrade(database_url: str) -> None:
    def connect() -> psycopg.Connection:
        db = psycopg.connect(database_url, **connection_options())
        db.execute(DO_NOT_BLOCK_TRAFFIC)
        db.commit()
        return db

    # psycopg makes the connection, so that all of its URLs work, unix sockets among them.
    engine = create_engine("postgresql+psycopg://", creator=connect, poolclass=NullPool)
    with engine.begin() as connection:
        config = _config()
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", "caudal.adapters:sql")
    config.set_main_option("path_separator", "os")
    return config


def _known(revision: str | None) -> str | None:
    """The revision again, unless it was made by a newer caudal."""
    if revision is not None and not knows(revision):
        raise DatabaseUnavailable(
            f"the database's schema is {revision}, which this version of caudal does not know; "
            "it was made by a newer one"
        )
    return revision


def _revision(db: psycopg.Connection) -> str | None:
    if db.execute(RECORDED).fetchone() != (True,):
        return None
    row = db.execute(REVISION).fetchone()
    return row[0] if row else None


@contextmanager
def _connected(database_url: str) -> Iterator[psycopg.Connection]:
    with (
        database_errors(),
        psycopg.connect(database_url, autocommit=True, **connection_options()) as db,
    ):
        yield db
