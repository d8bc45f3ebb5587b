"""caudal janitor: what broken processes left behind."""

# ruff: noqa: PLC0415 - imported when it runs: a conversion need not wait for web and database

import asyncio
from collections.abc import Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Annotated

import typer

from caudal.settings import Settings

if TYPE_CHECKING:
    from caudal.stages.tidy import Orphan

OlderThan = Annotated[
    float, typer.Option(min=0.25, help="Hours; what is younger may still be in use.")
]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Only say what would be removed.")]
Strangers = Annotated[
    bool,
    typer.Option(
        "--strangers",
        help="Also remove objects of videos that the database does not know: only when no other "
        "installation uses this store, and the database is no old copy of itself.",
    ),
]


def janitor(
    *, older_than: OlderThan = 24.0, dry_run: DryRun = False, strangers: Strangers = False
) -> None:
    """Find and remove what nobody needs; workers do the same by themselves, every few hours."""
    orphans = asyncio.run(_tidy(timedelta(hours=older_than), dry_run=dry_run, strangers=strangers))
    for orphan in orphans:
        typer.echo(f"{orphan.kind}\t{orphan.name}")


async def _tidy(age: timedelta, *, dry_run: bool, strangers: bool) -> "Sequence[Orphan]":
    from caudal import wiring
    from caudal.adapters import scratch
    from caudal.housekeeping import House
    from caudal.stages.tidy import Kind

    settings = Settings()
    async with wiring.database_pool(settings) as pool:
        house = House.of(settings, pool)
        orphans = [
            orphan
            for orphan in await house.orphans(age)
            if strangers or dry_run or orphan.kind is not Kind.STRANGER
        ]
        if not dry_run:
            scratch.remove_dead(settings.scratch)
            await house.remove(orphans)
    return orphans
