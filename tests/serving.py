"""The API on a free port: in this process, or alone in one of its own."""

import asyncio
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from uuid import UUID

import httpx
import uuid_utils
from fastapi import FastAPI

from caudal.media.plan import Options
from caudal.settings import Settings
from caudal.stages.receive import Limits
from caudal.web.app import create_app
from caudal.web.events import Feeds
from caudal.web.pages import MediaPlace
from caudal.web.playback import Closed
from caudal.web.server import serve
from caudal.wiring import UPLOAD_PATIENCE, source_store
from tests.doubles import (
    JournalInMemory,
    NoUploadRows,
    OccasionsInMemory,
    UploadsInMemory,
    VideosInMemory,
)


def new_id() -> UUID:
    """A UUIDv7 of the standard library's type."""
    return UUID(int=uuid_utils.uuid7().int)


async def store_is_there() -> None:
    """Check a store that always works."""


@asynccontextmanager
async def serving(
    app: FastAPI, *, stopping: Callable[[], None] | None = None
) -> AsyncIterator[int]:
    """Serve in this process; gives the port."""
    port: asyncio.Future[int] = asyncio.get_running_loop().create_future()
    server = asyncio.create_task(
        serve(
            app,
            "127.0.0.1",
            0,
            started=lambda _, number: port.set_result(number),
            stopping=stopping,
        )
    )
    try:
        yield await port
    finally:
        server.cancel()
        with suppress(asyncio.CancelledError):
            await server


def calling(port: int, *, follow_redirects: bool = False) -> httpx.AsyncClient:
    """A client that waits as long as a busy machine takes."""
    return httpx.AsyncClient(
        base_url=f"http://127.0.0.1:{port}",
        trust_env=False,
        timeout=60,
        follow_redirects=follow_redirects,
    )


def delivering(root: Path | None, closed: Closed | None = None) -> FastAPI:
    """An app whose objects are in a directory, or in a closed bucket, and that has nothing else."""
    bucket = closed.bucket if closed else None
    return create_app(
        videos=VideosInMemory(),
        credentials=None,
        occasions=OccasionsInMemory(),
        uploads=UploadsInMemory(),
        upload_rows=NoUploadRows(),
        check_store=store_is_there,
        limits=Limits(file_bytes=1, disk_reserve=0),
        new_id=new_id,
        media_root=root,
        media=MediaPlace(
            url="http://127.0.0.1/media/", here=True, bucket=bucket.origin if bucket else None
        ),
        defaults=Options(),
        feeds=Feeds(),
        journal=JournalInMemory(),
        closed=closed,
    )


def main(directory: Path, source_url: str | None = None) -> None:
    """Print the port, then serve rows in memory until SIGTERM."""
    settings = Settings(data_dir=directory, source_url=source_url)
    feeds = Feeds()
    app = create_app(
        videos=VideosInMemory(),
        credentials=None,
        occasions=OccasionsInMemory(),
        uploads=source_store(settings, patience=UPLOAD_PATIENCE),
        upload_rows=NoUploadRows(),
        check_store=store_is_there,
        limits=Limits(file_bytes=20_000_000_000, disk_reserve=0),
        new_id=new_id,
        media_root=directory / "media",
        media=MediaPlace(url="http://127.0.0.1/media/", here=True),
        defaults=Options(),
        feeds=feeds,
        journal=JournalInMemory(),
    )

    def started(_address: str, port: int) -> None:
        sys.stdout.write(f"{port}\n")
        sys.stdout.flush()

    asyncio.run(serve(app, "127.0.0.1", 0, started=started, stopping=feeds.close))


if __name__ == "__main__":
    main(Path(sys.argv[1]), *sys.argv[2:])
