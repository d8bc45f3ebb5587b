"""A throwaway PostgreSQL on a free port, which tests may kill; databases made from a template."""

import socket
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from shutil import rmtree
from uuid import uuid4

import psutil
import psycopg
from psycopg.sql import SQL, Identifier

from caudal.adapters.embedded import tools
from caudal.adapters.migrations import migrate

TEMPLATE = "caudal_template"
LOOPBACK = "127.0.0.1"


class PostgresServer:
    """A running server of its own, at an address of this machine."""

    def __init__(self, directory: Path, address: str = LOOPBACK) -> None:
        self.directory = directory
        self.address = address
        self.data = directory / "data"
        self.port = free_port()
        self._tools = tools()
        self._tools.give(directory)
        encoding = ("--encoding=UTF8", "--no-locale")
        login = ("-U", "postgres", "--auth=trust")
        self._run("initdb", "-D", str(self.data), *login, *encoding, "--no-sync")
        if address != LOOPBACK:
            with (self.data / "pg_hba.conf").open("a") as access:
                access.write("host all all samenet trust\n")
        self.start()

    def url(self, database: str = "postgres") -> str:
        return f"postgresql://postgres@{self.address}:{self.port}/{database}"

    def start(self) -> None:
        options = (
            f"-p {self.port} -c listen_addresses={self.address} -c unix_socket_directories=''"
            " -c fsync=off -c max_connections=200"
        )
        log = str(self.directory / "log")
        self._run("pg_ctl", "start", "-w", "-D", str(self.data), "-l", log, "-o", options)

    def stop(self, mode: str = "immediate") -> None:
        """End the server; "immediate" is as hard as a power cut."""
        self._run("pg_ctl", "stop", "-w", "-D", str(self.data), "-m", mode)

    @contextmanager
    def paused(self) -> Iterator[None]:
        """While this lasts the server answers nothing, and keeps its connections."""
        postmaster = psutil.Process(int((self.data / "postmaster.pid").read_text().split()[0]))
        processes = [postmaster, *postmaster.children(recursive=True)]
        for process in processes:
            with suppress(psutil.NoSuchProcess):
                process.suspend()
        try:
            yield
        finally:
            for process in processes:
                with suppress(psutil.NoSuchProcess):
                    process.resume()

    @contextmanager
    def database(self, template: str = TEMPLATE) -> Iterator[str]:
        """The URL of a new database, a copy of the template."""
        name = Identifier(f"test_{uuid4().hex}")
        self.execute(
            SQL("CREATE DATABASE {} TEMPLATE {}").format(name, Identifier(template)),
        )
        try:
            yield self.url(name.as_string(None).strip('"'))
        finally:
            self.execute(SQL("DROP DATABASE {} WITH (FORCE)").format(name))

    def execute(self, statement: SQL | psycopg.sql.Composed) -> None:
        with psycopg.connect(self.url(), autocommit=True) as db:
            db.execute(statement)

    def _run(self, *argv: str) -> None:
        done = self._tools.run(*argv, cwd=self.directory)
        assert done.returncode == 0, done.stdout


@contextmanager
def postgres_server(address: str = LOOPBACK) -> Iterator[PostgresServer]:
    """A running server with its template, gone afterwards."""
    directory = Path(tempfile.mkdtemp(prefix="caudal-postgres-"))
    server = PostgresServer(directory, address)
    try:
        server.execute(SQL("CREATE DATABASE {}").format(Identifier(TEMPLATE)))
        migrate(server.url(TEMPLATE))
        yield server
    finally:
        server.stop()
        rmtree(directory)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
