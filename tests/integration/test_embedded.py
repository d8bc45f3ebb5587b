import asyncio
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import psutil
import pytest

from caudal.adapters.embedded import embedded_postgres
from tests.queueing import rows

OWNER_WHO_IS_KILLED = """
import asyncio, os, signal, sys
from pathlib import Path
from caudal.adapters.embedded import embedded_postgres

async def main():
    async with embedded_postgres(Path(sys.argv[1])):
        os.kill(os.getpid(), signal.SIGKILL)

asyncio.run(main())
"""


@pytest.fixture
def place() -> Iterator[Path]:
    """A directory that another run of pytest does not lock the server's user out of."""
    with TemporaryDirectory(prefix="caudal-embedded-") as directory:
        yield Path(directory)


def is_running(directory: Path) -> bool:
    lock = directory / "data" / "postmaster.pid"
    return lock.exists() and psutil.pid_exists(int(lock.read_text().split()[0]))


async def test_data_outlives_its_server(place: Path) -> None:
    async with embedded_postgres(place / "pg") as url:
        rows(url, "CREATE TABLE kept AS SELECT 'férias' AS word")
    stopped = not is_running(place / "pg")

    async with embedded_postgres(place / "pg") as url:
        kept = rows(url, "SELECT word FROM kept")

    assert stopped
    assert kept == [("férias",)]


async def test_the_server_of_a_killed_owner_is_found_and_stopped_by_the_next(
    place: Path,
) -> None:
    argv = (sys.executable, "-c", OWNER_WHO_IS_KILLED, str(place / "pg"))
    await (await asyncio.create_subprocess_exec(*argv)).wait()
    left_alone = is_running(place / "pg")

    async with embedded_postgres(place / "pg") as url:
        answer = rows(url, "SELECT 1")

    assert left_alone
    assert answer == [(1,)]
    assert not is_running(place / "pg")


async def test_the_last_of_its_users_stops_it(place: Path) -> None:
    async with embedded_postgres(place / "pg") as url:
        async with embedded_postgres(place / "pg"):
            pass
        answer = rows(url, "SELECT 1")

    assert answer == [(1,)]
    assert not is_running(place / "pg")


@pytest.mark.parametrize("name", ["long name " * 15 + "x", "it's, so"])
async def test_a_directory_may_have_an_unusual_name(place: Path, name: str) -> None:
    async with embedded_postgres(place / name) as url:
        answer = rows(url, "SELECT 1")

    assert answer == [(1,)]


async def test_a_lock_that_now_names_another_process_is_no_obstacle(place: Path) -> None:
    async with embedded_postgres(place / "pg"):
        pass
    (place / "pg" / "data" / "postmaster.pid").write_text(f"{os.getpid()}\n")

    async with embedded_postgres(place / "pg") as url:
        answer = rows(url, "SELECT 1")

    assert answer == [(1,)]


async def test_an_error_of_its_user_stops_it_too(place: Path) -> None:
    with pytest.raises(RuntimeError):
        async with embedded_postgres(place / "pg"):
            raise RuntimeError

    assert not is_running(place / "pg")
