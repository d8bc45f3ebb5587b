"""caudal serve, api, worker, migrate: the commands of the service.

What they run is imported when they run: a conversion need not wait for web and database.
"""

# ruff: noqa: PLC0415 - see above

import asyncio
from typing import Annotated, Any

import typer

from caudal.observe import configure_logging
from caudal.settings import Settings

Host = Annotated[str | None, typer.Option(help="Address the API listens on.")]
Port = Annotated[int | None, typer.Option(help="Port the API listens on.")]


def serve(host: Host = None, port: Port = None) -> None:
    """Run everything: database, API and a worker, until Ctrl-C."""
    from caudal.cli import processes

    asyncio.run(processes.serve(_settings(host, port)))


def api(host: Host = None, port: Port = None) -> None:
    """Run the HTTP API."""
    from caudal.cli import processes

    asyncio.run(processes.api(_settings(host, port)))


def worker() -> None:
    """Run a worker: as many machines as wanted, with the same database and store."""
    from caudal.cli import processes

    asyncio.run(processes.worker(_settings(None, None)))


def migrate() -> None:
    """Bring the database's schema to this version; does nothing when it is there."""
    from caudal.cli import processes

    asyncio.run(processes.migrate(_settings(None, None)))


def _settings(host: str | None, port: int | None) -> Settings:
    given: dict[str, Any] = {"host": host, "port": port}
    settings = Settings(**{name: value for name, value in given.items() if value is not None})
    configure_logging(settings.log_format)
    return settings
