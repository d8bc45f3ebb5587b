"""Publish: what is finished of a video can be played while the rest is being made."""

import asyncio
import logging
from collections import defaultdict

from caudal.errors import Unavailable
from caudal.media import keys
from caudal.media.early import early_playlists
from caudal.media.plan import Plan
from caudal.media.presentation import by_rendition
from caudal.media.segment import Segment
from caudal.ports import Publication, Store

log = logging.getLogger(__name__)


class EarlyPublisher:
    """Rewrites one video's early playlists after new segments, one writer at a time.

    A playlist names only segments that are recorded, so they can be fetched, and only grows.
    """

    def __init__(self, root: str, plan: Plan, *, publication: Publication, store: Store) -> None:
        self._root = root
        self._plan = plan
        self._publication = publication
        self._store = store
        self._known: defaultdict[str, list[Segment]] = defaultdict(list)
        self._writing = asyncio.Lock()
        self._next = False

    async def refresh(self) -> None:
        """Publish what is recorded by now; leave it to whoever is next already.

        Never fails: when the store or the database is away, a later call makes up for it.
        """
        if self._next:
            return
        self._next = True
        try:
            await self._writing.acquire()
        finally:
            self._next = False
        try:
            await self._publish()
        except Unavailable as error:
            log.warning("early playlists of %s are late: %s", self._root, error)
        finally:
            self._writing.release()

    async def _publish(self) -> None:
        async with self._publication.turn() as turn:
            if turn is None:
                return
            known = {name: len(self._known[name]) for name in self._plan.names}
            for name, segments in by_rendition(await turn.segments(known)).items():
                self._known[name] += _following(segments, known[name])
            early = early_playlists(self._root, self._plan, self._known, turn.published)
            if not early.files:
                return
            for key, text in early.files:
                # A process that slept must not replace what others have written since.
                await turn.hold()
                await self._store.put(key, text.encode())
            url = self._store.url(keys.early_master_key(self._root)) if early.duration else None
            await turn.save(early.counts, url, float(early.duration))


def _following(segments: list[Segment], known: int) -> list[Segment]:
    """Segments that go on where the known ones end; those behind a hole come again later."""
    return [segment for number, segment in enumerate(segments, known) if segment.index == number]
