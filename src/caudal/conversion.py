"""Convert one file in one process: the stages of the service, without a database."""

import asyncio
import logging
import tempfile
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import assert_never

from caudal.adapters.ledger import MemorySegments
from caudal.adapters.store import open_store
from caudal.errors import StorageUnavailable
from caudal.media import stills
from caudal.media.command import Input
from caudal.media.plan import Options
from caudal.media.steps import Kind, Step, encode_steps
from caudal.media.warnings import SourceWarning, all_warnings
from caudal.ports import Damaged, Encoded, Progress, Published, Spoiled
from caudal.stages.encode import (
    Work,
    convert_subtitles,
    copy_picture,
    encode_chunk,
    encode_first,
    encode_sound,
    show_cover,
)
from caudal.stages.finish import finish
from caudal.tools import Tools

log = logging.getLogger(__name__)


@dataclass(slots=True)
class Meter:
    """How far a conversion is.

    Attributes:
        media: Seconds of the video.
    """

    media: float = 0.0
    _steps: list[tuple[float, Progress]] = field(default_factory=list)

    @property
    def done(self) -> float:
        """From 0 to 1, weighted by cost."""
        total = sum(weight for weight, _ in self._steps)
        return sum(weight * step.done for weight, step in self._steps) / total if total else 0.0

    def add(self, weight: float) -> Progress:
        """What one step reports to."""
        progress = Progress()
        self._steps.append((weight, progress))
        return progress


async def convert(
    file: Path,
    directory: Path,
    options: Options,
    *,
    tools: Tools,
    slots: int,
    meter: Meter,
    subtitles: Sequence[str] = (),
    warn: Callable[[SourceWarning], None] = lambda warning: log.warning("%s", warning.message),
) -> Path:
    """Convert a file into `directory` and return the path of its multivariant playlist.

    Args:
        slots: How many ffmpeg run at once.
        meter: Shows how far it is.
        subtitles: The texts of `options.subtitles`.
        warn: Told what is wrong with the file.

    Raises:
        CaudalError: Whatever a stage raises; then there is no multivariant playlist.
    """
    prepared = await tools.measure(file, options, parts=slots)
    plan = prepared.plan
    meter.media = float(plan.duration)
    store = open_store(directory.absolute().as_uri(), path_style=False, public_url=None)
    segments = MemorySegments()
    free = asyncio.Semaphore(slots)
    found: dict[tuple[Kind, int], tuple[SourceWarning, ...]] = {}

    async def sidecar(number: int) -> bytes:
        return subtitles[number].encode()

    async def encode(step: Step, progress: Progress) -> None:
        async with free:
            with _scratch(directory) as scratch:
                work = Work(
                    root="",
                    attempt=1,
                    input=Input(
                        ffmpeg=tools.ffmpeg,
                        path=str(file.absolute()),
                        source=prepared.source,
                        limits=tools.limits,
                    ),
                    plan=plan,
                    scratch=scratch,
                    urgent=True,
                    run=tools.run,
                    store=store,
                    segments=segments,
                    publish=_nobody_watches,
                    progress=progress,
                    sidecar=sidecar,
                )
                made = await _encode(work, step)
            # Who finds all done knows no more than who did it.
            found[step.kind, step.index] = made.warnings or found.get((step.kind, step.index), ())
            progress.done = 1.0

    async def make() -> Published | Damaged | Spoiled:
        steps = sorted(encode_steps(plan), key=lambda step: -step.priority)
        meters = [(step, meter.add(step.weight)) for step in steps]
        try:
            async with asyncio.TaskGroup() as group:
                for step, progress in meters:
                    group.create_task(encode(step, progress))
        except BaseExceptionGroup as failed:
            raise failed.exceptions[0] from None
        told = list(chain.from_iterable(found.values()))
        return await finish("", plan, store=store, segments=segments, early=False, warnings=told)

    directory.mkdir(parents=True, exist_ok=True)
    result = await make()
    if isinstance(result, Spoiled):
        copied = [name for name in plan.copies if name not in result.plan.copies]
        await store.delete([record.key for record in segments.forget(*copied)])
        plan = result.plan
        result = await make()
    for warning in all_warnings(prepared.source, chain.from_iterable(found.values())):
        warn(warning)
    if isinstance(result, Damaged):
        raise StorageUnavailable(f"{directory} has lost {result.segments[0].key}")
    # The poster was chosen.
    await store.delete([s.key for s in await segments.recorded(stills.POSTER)])
    return directory / "master.m3u8"


def _encode(work: Work, step: Step) -> Awaitable[Encoded]:
    match step.kind:
        case Kind.COPY:
            return copy_picture(work)
        case Kind.AUDIO:
            return encode_sound(work, work.plan.audio[step.index])
        case Kind.COVER:
            return show_cover(work)
        case Kind.SUBTITLES:
            return convert_subtitles(work, work.plan.subtitles[step.index])
        case Kind.FIRST:
            return encode_first(work)
        case Kind.ENCODE:
            return encode_chunk(work, work.plan.chunks[step.index])
        case Kind.PREPARE | Kind.FINISH | Kind.CLEANUP:
            raise ValueError(f"{step.kind} is no step of the work stage")
        case _:
            assert_never(step.kind)


async def _nobody_watches() -> None:
    """Publish nothing: the file is looked at when it is finished."""


@contextmanager
def _scratch(directory: Path) -> Iterator[Path]:
    """Beside the output, so that a file has room where its segments will have it."""
    with tempfile.TemporaryDirectory(dir=directory, prefix=".caudal-") as path:
        yield Path(path)
