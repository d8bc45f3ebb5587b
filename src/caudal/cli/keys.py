"""caudal keys: create, list, revoke, straight in the database."""

# ruff: noqa: PLC0415 - imported when it runs: a conversion need not wait for web and database

import asyncio
import json
import secrets
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Annotated
from uuid import UUID

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from caudal.media.access import (
    DEFAULT_TENANT,
    SECRET_BYTES,
    TENANT,
    Key,
    Kind,
    NewCredential,
    Scope,
    digest,
    secret_text,
)
from caudal.settings import Settings

if TYPE_CHECKING:
    from caudal.adapters.credentials import PostgresCredentials


def _tenant(name: str) -> str:
    if not TENANT.fullmatch(name):
        raise typer.BadParameter("lower-case letters, digits and hyphens, at most 63")
    return name


Name = Annotated[str, typer.Argument(help="What you call it, such as who has it.")]
Tenant = Annotated[
    str, typer.Option(callback=_tenant, help="Whose the videos are that it sends and sees.")
]
Scopes = Annotated[
    list[Scope] | None,
    typer.Option("--scope", help="May be repeated. Unset: videos:read and videos:write."),
]
Days = Annotated[
    float | None, typer.Option(min=0.001, max=36500, help="Days that it is good for. Unset: all.")
]
Id = Annotated[UUID, typer.Argument(metavar="ID")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON instead of a table.")]


def make_app() -> typer.Typer:
    """The commands below `caudal keys`."""
    app = typer.Typer(name="keys", help="Say who may use the API.", no_args_is_help=True)
    app.command("list")(list_)
    for command in (create, revoke):
        app.command()(command)
    return app


def create(
    name: Name,
    *,
    tenant: Tenant = DEFAULT_TENANT,
    scope: Scopes = None,
    days: Days = None,
) -> None:
    """Make a key and print it; it is shown this once, and kept nowhere."""
    from caudal.wiring import new_id

    secret = secret_text(Kind.KEY, secrets.token_bytes(SECRET_BYTES))
    key = NewCredential(
        id=new_id(),
        kind=Kind.KEY,
        tenant=tenant,
        name=name,
        digest=digest(secret),
        scopes=frozenset(scope or (Scope.READ, Scope.WRITE)),
        lifetime=None if days is None else timedelta(days=days),
    )

    async def add() -> None:
        async with _credentials() as credentials:
            await credentials.add(key)

    asyncio.run(add())
    typer.echo(secret)


def list_(*, as_json: AsJson = False) -> None:
    """List keys, the oldest first; never the keys themselves."""

    async def ask() -> list[Key]:
        async with _credentials() as credentials:
            return await credentials.keys()

    keys = asyncio.run(ask())
    if as_json:
        typer.echo(json.dumps([_view(key) for key in keys], indent=2, ensure_ascii=False))
    else:
        Console().print(_table(keys))


def revoke(key: Id) -> None:
    """Make a key worthless at once, and the upload tokens it asked for."""

    async def ask() -> None:
        async with _credentials() as credentials:
            await credentials.revoke(key)

    asyncio.run(ask())


@asynccontextmanager
async def _credentials() -> "AsyncIterator[PostgresCredentials]":
    from caudal import wiring
    from caudal.adapters.credentials import PostgresCredentials

    async with wiring.database_pool(Settings()) as pool:
        yield PostgresCredentials(pool)


def _view(key: Key) -> dict[str, object]:
    return {
        "id": str(key.id),
        "name": key.name,
        "tenant": key.tenant,
        "scopes": sorted(key.scopes),
        "created_at": _instant(key.created_at),
        "expires_at": _instant(key.expires_at),
        "revoked_at": _instant(key.revoked_at),
        "last_used_at": _instant(key.last_used_at),
    }


def _instant(time: datetime | None) -> str | None:
    return None if time is None else time.isoformat()


def _table(keys: Sequence[Key]) -> Table:
    table = Table(box=None, pad_edge=False)
    for column in ("id", "tenant", "scopes", "expires", "last used", "name"):
        table.add_column(column, no_wrap=column == "id", overflow="fold")
    for key in keys:
        expires = "revoked" if key.revoked_at else _day(key.expires_at)
        scopes = " ".join(sorted(scope.removeprefix("videos:") for scope in key.scopes))
        used = _day(key.last_used_at)
        table.add_row(str(key.id), key.tenant, scopes, expires, used, Text(key.name))
    return table


def _day(time: datetime | None) -> str:
    return f"{time:%Y-%m-%d}" if time else "never"
