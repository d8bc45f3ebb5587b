"""The processes of the service: what `caudal serve`, `api`, `worker` and `migrate` run."""

import asyncio
import signal
import sys
from asyncio.subprocess import Process
from contextlib import suppress

import typer

from caudal import wiring
from caudal.adapters import migrations
from caudal.adapters.sandbox import start_service
from caudal.errors import OpenToStrangers, ServiceEnded
from caudal.housekeeping import House
from caudal.settings import Settings
from caudal.stages.receive import Limits
from caudal.web.app import Bounds, create_app
from caudal.web.events import Feeds
from caudal.web.limits import LimitsView
from caudal.web.pages import MediaPlace
from caudal.web.playback import Closed
from caudal.web.server import serve as serve_http
from caudal.worker import work

RESTART_AFTER = 1.0  # seconds; a process that cannot start must not spin


async def serve(settings: Settings) -> None:
    """Keep an API process and a worker process; a killed one is started again."""
    _refuse_strangers(settings)
    # The worker is a process of its own, so that encoding never delays a request.
    # What was given on the command line holds for both: the worker writes URLs.
    given = {"CAUDAL_HOST": settings.host, "CAUDAL_PORT": str(settings.port)}
    stopping = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stopping.set)
    async with wiring.database(settings) as url:
        await asyncio.to_thread(migrations.migrate, url)
        try:
            async with asyncio.TaskGroup() as group:
                for command in ("api", "worker"):
                    group.create_task(_keep(command, given, stopping))
        except BaseExceptionGroup as failed:
            raise failed.exceptions[0] from None


async def _keep(command: str, given: dict[str, str], stopping: asyncio.Event) -> None:
    stop = asyncio.ensure_future(stopping.wait())
    while not stopping.is_set():
        process = await start_service([sys.executable, "-m", "caudal", command], given)
        ended = asyncio.ensure_future(process.wait())
        try:
            await asyncio.wait({ended, stop}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            await _end(process)
        status = await ended
        if stopping.is_set():
            return
        if status > 0:  # it said why; a second try would say the same
            raise ServiceEnded(f"caudal {command} ended with status {status}")
        with suppress(TimeoutError):
            await asyncio.wait_for(stopping.wait(), RESTART_AFTER)


async def _end(process: Process) -> None:
    """Ask the process to end, and wait: it drains within its own bounds."""
    if process.returncode is None:
        with suppress(ProcessLookupError):
            process.terminate()
    await process.wait()


async def api(settings: Settings) -> None:
    _refuse_strangers(settings)
    async with wiring.api_parts(settings) as parts:
        feeds = Feeds(parts.listen)
        app = create_app(
            videos=parts.videos,
            credentials=parts.credentials,
            occasions=parts.occasions,
            uploads=parts.uploads,
            upload_rows=parts.upload_rows,
            check_store=parts.check_stores,
            limits=Limits(file_bytes=settings.max_upload_bytes, disk_reserve=settings.disk_reserve),
            new_id=wiring.new_id,
            media_root=settings.local_store,
            media=MediaPlace(
                url=parts.media_url,
                here=settings.delivers,
                bucket=parts.bucket.origin if parts.bucket else None,
            ),
            defaults=settings.defaults,
            feeds=feeds,
            journal=parts.journal,
            presets=settings.presets,
            bounds=Bounds(requests=settings.requests_a_minute, uploads=settings.max_uploads),
            shown_limits=LimitsView.of(settings),
            closed=Closed(
                playback=parts.playback, content_keys=parts.content_keys, bucket=parts.bucket
            )
            if parts.playback
            else None,
        )
        await serve_http(app, settings.host, settings.port, started=_announce, stopping=feeds.close)


def _refuse_strangers(settings: Settings) -> None:
    if settings.open_to_strangers:
        raise OpenToStrangers(
            f"on {settings.host} others could send, read and delete videos without a key: set "
            "CAUDAL_AUTH=keys, or CAUDAL_ALLOW_ANONYMOUS=true where only you reach that address"
        )


def _announce(address: str, port: int) -> None:
    typer.echo(f"caudal listens on http://{address}:{port}", err=True)


async def worker(settings: Settings) -> None:
    async with wiring.worker_parts(settings) as parts:
        await work(
            parts.pool,
            parts.stages,
            slots=settings.encode_slots,
            lease=settings.lease,
            drain=settings.drain,
            # Behind pgbouncer, or on many machines, listening costs every commit; polling does.
            listen=settings.database_url is None,
            chores=House.of(settings, parts.pool).chores(),
        )


async def migrate(settings: Settings) -> None:
    async with wiring.database(settings) as url:
        await asyncio.to_thread(migrations.migrate, url)
