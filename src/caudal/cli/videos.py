"""caudal videos: list, show, cancel, retry, delete, straight from the database."""

# ruff: noqa: PLC0415 - imported when it runs: a conversion need not wait for web and database

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Annotated, TypeVar
from uuid import UUID

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from caudal.media.video import Status, Video
from caudal.settings import Settings

if TYPE_CHECKING:
    from caudal.adapters.videos import PostgresVideos

T = TypeVar("T")

Id = Annotated[UUID, typer.Argument(metavar="ID")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON instead of a table.")]
OfStatus = Annotated[Status | None, typer.Option(help="Only videos of this status.")]
Limit = Annotated[int, typer.Option(min=1, help="Most videos shown, newest first.")]


def make_app() -> typer.Typer:
    """The commands below `caudal videos`."""
    app = typer.Typer(name="videos", help="Look after videos.", no_args_is_help=True)
    app.command("list")(list_)
    for command in (show, cancel, retry, delete):
        app.command()(command)
    return app


def list_(*, status: OfStatus = None, limit: Limit = 20, as_json: AsJson = False) -> None:
    """List videos, newest first."""
    videos = _ask(lambda rows: rows.page(status=status, limit=limit, after=None))
    if as_json:
        typer.echo(json.dumps([_view(video) for video in videos], indent=2, ensure_ascii=False))
    else:
        Console().print(_table(videos))


def show(video: Id) -> None:
    """Show a video as the API does."""
    _print(_ask(lambda rows: rows.get(video)))


def cancel(video: Id) -> None:
    """End the conversion of an unfinished video."""
    _print(_ask(lambda rows: rows.cancel(video)))


def retry(video: Id) -> None:
    """Go on with a failed or cancelled video from what is done of it."""
    _print(_ask(lambda rows: rows.retry(video)))


def delete(video: Id) -> None:
    """Forget a video at once; its objects and its file are removed by a worker within seconds."""
    _ask(lambda rows: rows.delete(video))


def _ask(act: "Callable[[PostgresVideos], Awaitable[T]]") -> T:
    async def ask() -> T:
        async with _videos() as videos:
            return await act(videos)

    return asyncio.run(ask())


@asynccontextmanager
async def _videos() -> "AsyncIterator[PostgresVideos]":
    from caudal import wiring
    from caudal.adapters.videos import PostgresVideos

    async with wiring.database_pool(Settings()) as pool:
        yield PostgresVideos(pool)


def _view(video: Video) -> object:
    from caudal.web.views import VideoView

    return VideoView.of(video).model_dump(mode="json")


def _print(video: Video) -> None:
    typer.echo(json.dumps(_view(video), indent=2, ensure_ascii=False))


def _table(videos: Sequence[Video]) -> Table:
    table = Table(box=None, pad_edge=False)
    for column in ("id", "status", "progress", "sent", "name"):
        table.add_column(column, no_wrap=column != "name", overflow="fold")
    for video in videos:
        table.add_row(
            str(video.id),
            video.status,
            f"{video.progress:.0%}",
            f"{video.created_at:%Y-%m-%d %H:%M}",
            # Its sender's words: shown as they are, never as mark-up.
            Text(video.title),
        )
    return table
