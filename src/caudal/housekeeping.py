"""Housekeeping: the remains of deleted videos and of dead processes go."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from pathlib import Path

from caudal import wiring
from caudal.adapters import scratch
from caudal.adapters.chores import take_turn
from caudal.adapters.credentials import PostgresCredentials
from caudal.adapters.database import Pool
from caudal.adapters.erasures import PostgresErasures
from caudal.adapters.journal import forget
from caudal.adapters.occasions import PostgresOccasions
from caudal.adapters.segments import recorded
from caudal.adapters.shepherd import Chore
from caudal.adapters.upload_rows import PostgresUploadRows
from caudal.adapters.videos import PostgresVideos
from caudal.ports import Store, Waiting
from caudal.settings import Settings
from caudal.stages.erase import erase
from caudal.stages.tidy import Kind, Orphan, Premises, find_orphans, remove

log = logging.getLogger(__name__)

# Longer than any upload is silent or any put lasts, and than most clocks are wrong.
OLD = timedelta(hours=24)
TIDY_EVERY = timedelta(hours=6)


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """What is kept in order.

    Attributes:
        scratch: Directory of files in the making.
    """

    pool: Pool
    store: Store
    sources: Waiting
    scratch: Path

    @classmethod
    def of(cls, settings: Settings, pool: Pool) -> "House":
        """The installation that the settings describe."""
        return cls(
            pool=pool,
            store=wiring.output_store(settings),
            sources=wiring.source_store(settings),
            scratch=settings.scratch,
        )

    def chores(self) -> Sequence[Chore]:
        """For a worker to do beside its steps."""
        return [
            Chore(every=2.0, do=self.erase),
            Chore(every=60.0, do=PostgresUploadRows(self.pool).expire),
            Chore(every=600.0, do=self.tidy),
        ]

    async def erase(self) -> None:
        """Remove what is left of deleted videos."""
        erasures = PostgresErasures(self.pool)
        while (video := await erasures.take()) is not None:
            await erase(video, sources=self.sources, store=self.store)
            await erasures.done(video)

    async def tidy(self) -> None:
        """Remove what broken processes left behind; strangers are left alone."""
        scratch.remove_dead(self.scratch)
        if not await take_turn(self.pool, "tidy", every=TIDY_EVERY):
            return
        await PostgresCredentials(self.pool).forget()
        await PostgresOccasions(self.pool).forget()
        await forget(self.pool)
        await PostgresUploadRows(self.pool).forget()
        orphans = [o for o in await self.orphans(OLD) if o.kind is not Kind.STRANGER]
        await self.remove(orphans)
        if orphans:
            log.info("removed %d orphans", len(orphans))

    async def orphans(self, age: timedelta) -> list[Orphan]:
        """What is older than `age` and nobody needs."""
        premises = Premises(
            videos=PostgresVideos(self.pool),
            erasures=PostgresErasures(self.pool),
            uploads=PostgresUploadRows(self.pool),
            recorded=partial(recorded, self.pool),
            store=self.store,
            sources=self.sources,
        )
        return await find_orphans(premises, age)

    async def remove(self, orphans: Sequence[Orphan]) -> None:
        """Remove orphans."""
        await remove(orphans, store=self.store, sources=self.sources)
