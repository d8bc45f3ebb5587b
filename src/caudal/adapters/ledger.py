"""The record of segments in memory: for a conversion that needs no database."""

from caudal.media.segment import Segment


class MemorySegments:
    """`ports.Segments` for one process; it is gone when the process ends."""

    def __init__(self) -> None:
        self._records: dict[tuple[str, int], Segment] = {}

    async def recorded(self, *renditions: str) -> list[Segment]:
        """What is finished of these renditions, or of all, by rendition and index."""
        return [
            record
            for (name, _), record in sorted(self._records.items())
            if not renditions or name in renditions
        ]

    async def record(self, segment: Segment) -> None:
        """Add a stored segment; one that is recorded already is left as it is."""
        self._records.setdefault((segment.rendition, segment.index), segment)

    def forget(self, *renditions: str) -> list[Segment]:
        """Take back the records of these renditions; they are the result."""
        names = [key for key in self._records if key[0] in renditions]
        return [self._records.pop(key) for key in names]
