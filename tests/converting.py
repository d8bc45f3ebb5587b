"""Conversions in this process, whole or a step at a time."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from caudal.adapters.ledger import MemorySegments
from caudal.conversion import Meter, convert
from caudal.errors import StorageUnavailable
from caudal.media.command import Input
from caudal.media.plan import Options
from caudal.media.segment import Segment
from caudal.ports import Progress
from caudal.settings import Settings
from caudal.stages.encode import Work
from caudal.tools import open_tools
from tests.hls import Presentation, read_presentation


async def converted(
    film: Path, into: Path, options: Options, *, subtitles: Sequence[str] = ()
) -> Presentation:
    """What `caudal convert` makes of a film."""
    tools = await open_tools(Settings())
    meter = Meter()
    master = await convert(
        film, into / "hls", options, tools=tools, slots=2, meter=meter, subtitles=subtitles
    )
    return read_presentation(master)


@dataclass
class FailingStore:
    """A store in memory that is away after a number of segments."""

    objects: dict[str, bytes] = field(default_factory=dict)
    left: int = 1_000_000

    async def put(self, key: str, data: bytes) -> None:
        if self.left == 0:
            raise StorageUnavailable("the store is away")
        self.left -= key.endswith(".ts")
        self.objects[key] = data


async def nobody_watches() -> None:
    """Publish nothing."""


async def no_sidecar(_number: int) -> bytes:
    """Nothing came beside the film."""
    raise AssertionError


async def work_on(film: Path, scratch: Path, store: Any, options: Options) -> Work:
    """The first attempt at a step of a film's conversion."""
    tools = await open_tools(Settings())
    prepared = await tools.measure(film, options)
    scratch.mkdir()
    return Work(
        root="",
        attempt=1,
        input=Input(ffmpeg=tools.ffmpeg, path=str(film), source=prepared.source),
        plan=prepared.plan,
        scratch=scratch,
        urgent=True,
        run=tools.run,
        store=store,
        segments=MemorySegments(),
        publish=nobody_watches,
        progress=Progress(),
        sidecar=no_sidecar,
    )


def again(work: Work, store: Any) -> Work:
    """The next attempt at the same step."""
    scratch = work.scratch.with_name("again")
    scratch.mkdir()
    return replace(work, attempt=work.attempt + 1, scratch=scratch, store=store)


async def records_of(segments: Iterable[Segment]) -> MemorySegments:
    """A ledger that holds these."""
    ledger = MemorySegments()
    for segment in segments:
        await ledger.record(segment)
    return ledger
