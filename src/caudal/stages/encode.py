"""Encode: each finished segment is checked, stored and recorded while the next one is made."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from caudal.errors import OutputInvalid
from caudal.media.chunk import remaining
from caudal.media.command import Input, audio_argv, copy_argv, encode_argv
from caudal.media.keys import segment_key
from caudal.media.plan import AudioRendition, Chunk, Plan, Quality, Rendition
from caudal.media.segment import Segment
from caudal.media.steps import chunk_renditions, first_rendition
from caudal.media.takeover import Taken, take_picture, take_sound
from caudal.ports import (
    Encoded,
    Event,
    FramesDone,
    Progress,
    RunFfmpeg,
    SegmentClosed,
    Segments,
    Store,
    TimeDone,
)

# Segments on their way into the store at once; while all are busy, ffmpeg is stopped.
DELIVERIES = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """All that encoding one step touches.

    Attributes:
        root: What the video's keys begin with.
        attempt: Number of this try; a later one never replaces the objects of an earlier.
        input: The source, a local file.
        scratch: A directory of this attempt's own; whoever made it removes it.
        urgent: Whether somebody waits for this to watch.
        publish: Called after each record; never fails.
    """

    root: str
    attempt: int
    input: Input
    plan: Plan
    scratch: Path
    urgent: bool
    run: RunFfmpeg
    store: Store
    segments: Segments
    publish: Callable[[], Awaitable[None]]
    progress: Progress


async def encode_first(work: Work) -> Encoded:
    """Encode the first chunk as one rendition, as fast as it goes: somebody waits to watch.

    Raises as `encode_chunk`.
    """
    first = first_rendition(work.plan)
    if first is None:
        return Encoded()
    return await _encode(work, work.plan.chunks[0], [first], Quality.FAST)


async def encode_chunk(work: Work, chunk: Chunk) -> Encoded:
    """Encode what is not yet recorded of a chunk, on every rung, from one decode.

    Raises `ToolFailed`, `OutputInvalid`, `StorageUnavailable` or `Fenced`; what was recorded
    until then stays, and the next attempt goes on from there.
    """
    return await _encode(work, chunk, chunk_renditions(work.plan, chunk), work.plan.quality)


async def copy_picture(work: Work) -> Encoded:
    """Copy the source's picture as it is. Raises as `encode_chunk`."""
    copied = work.plan.copied
    if copied is None:
        return Encoded()
    whole = Chunk(index=0, first_segment=0, end_segment=work.plan.segments)
    taking = await _Taking.of(work, [copied], whole, _frames(work.plan.frames))
    return await taking.run(copy_argv(work.input, work.plan, copied), whole)


async def encode_sound(work: Work, audio: AudioRendition) -> Encoded:
    """Encode or copy a whole sound track. It is never cut in chunks: each would add a gap.

    Raises as `encode_chunk`; an attempt after a crash makes the track again, and stores only
    what was not recorded.
    """
    whole = Chunk(index=0, first_segment=0, end_segment=work.plan.segments)
    length = float(work.plan.duration) * 1e6
    taking = await _Taking.of(
        work,
        [audio],
        whole,
        lambda event: event.microseconds / length if isinstance(event, TimeDone) else None,
    )
    return await taking.run(audio_argv(work.input, work.plan, audio), whole)


async def _encode(
    work: Work, chunk: Chunk, renditions: Sequence[Rendition], quality: Quality
) -> Encoded:
    first, end = (work.plan.boundaries[n] for n in (chunk.first_segment, chunk.end_segment))
    taking = await _Taking.of(work, renditions, chunk, _frames(end - first))
    rest = remaining(chunk, taking.known.values(), [rendition.name for rendition in renditions])
    if rest is None:
        return Encoded()
    taking.go_on_at(rest.first_segment)
    argv = encode_argv(work.input, work.plan, rest, renditions, quality)
    return await taking.run(argv, rest)


def _frames(total: int) -> Callable[[Event], float | None]:
    return lambda event: event.frames / total if isinstance(event, FramesDone) else None


@dataclass(slots=True, kw_only=True)
class _Taking:
    """Takes segments over from one running ffmpeg, in the order in which it finishes them.

    Attributes:
        renditions: What is made, by name.
        chunk: What is made of them, from its beginning, whoever made that.
        known: What was recorded before, and is added to.
        counters: Per rendition the continuity counters of its last segment.
        done: How far an event says the run is, from 0; None when it does not say.
    """

    work: Work
    renditions: Mapping[str, Rendition | AudioRendition]
    chunk: Chunk
    known: dict[tuple[str, int], Segment]
    counters: dict[str, dict[int, int]]
    done: Callable[[Event], float | None]

    @classmethod
    async def of(
        cls,
        work: Work,
        renditions: Sequence[Rendition | AudioRendition],
        chunk: Chunk,
        done: Callable[[Event], float | None],
    ) -> Self:
        """Begin with what is recorded. A chunk's first packets count from 0."""
        names = {rendition.name: rendition for rendition in renditions}
        recorded = await work.segments.recorded(*names)
        return cls(
            work=work,
            renditions=names,
            chunk=chunk,
            known={(segment.rendition, segment.index): segment for segment in recorded},
            counters={name: {} for name in names},
            done=done,
        )

    def go_on_at(self, index: int) -> None:
        """Count on from the segments before this one, within the chunk."""
        if index > self.chunk.first_segment:
            for name in self.renditions:
                self.counters[name] = dict(self.known[name, index - 1].counters)

    async def run(self, argv: Sequence[str], expected: Chunk) -> Encoded:
        """Run ffmpeg until everything it made is stored and recorded.

        Raises `OutputInvalid` when it ends well and a segment of `expected` is missing.
        """
        if not self._missing(expected):
            return Encoded()
        for name in self.renditions:
            (self.work.scratch / name).mkdir(parents=True, exist_ok=True)
        slots = asyncio.Semaphore(DELIVERIES)
        try:
            async with asyncio.TaskGroup() as group:

                async def on_event(event: Event) -> None:
                    if isinstance(event, SegmentClosed):
                        taken = await self._take(event.name)
                        if taken is not None:
                            await slots.acquire()
                            delivery = group.create_task(self._deliver(taken))
                            delivery.add_done_callback(lambda _: slots.release())
                    elif (done := self.done(event)) is not None:
                        self.work.progress.done = min(1.0, done)

                cpu = await self.work.run(
                    argv,
                    directory=self.work.scratch,
                    on_event=on_event,
                    urgent=self.work.urgent,
                )
        except BaseExceptionGroup as failed:
            raise failed.exceptions[0] from None
        if missing := self._missing(expected):
            name, index = missing[0]
            raise OutputInvalid(f"{name} segment {index} was not made")
        return Encoded(cpu=cpu)

    def _missing(self, chunk: Chunk) -> list[tuple[str, int]]:
        return [
            (name, index)
            for name in self.renditions
            for index in range(chunk.first_segment, chunk.end_segment)
            if (name, index) not in self.known
        ]

    async def _take(self, path: str) -> Taken | None:
        """Take a finished file over; None when an earlier attempt has recorded the segment."""
        name, _, number = path.removesuffix(".ts").partition("/")
        index = int(number)
        before = self.known.get((name, index))
        if before is not None:
            self.counters[name] = dict(before.counters)
            (self.work.scratch / path).unlink()
            return None
        return await asyncio.to_thread(self._take_file, path, self.renditions[name], index)

    def _take_file(self, path: str, rendition: Rendition | AudioRendition, index: int) -> Taken:
        file, plan = self.work.scratch / path, self.work.plan
        key = segment_key(self.work.root, rendition.name, index, self.work.attempt)
        counters = self.counters[rendition.name]
        data = file.read_bytes()
        if isinstance(rendition, AudioRendition):
            taken = take_sound(data, plan, rendition, index=index, key=key, counters=counters)
        else:
            taken = take_picture(
                data, plan, self.chunk, rendition, index=index, key=key, counters=counters
            )
        file.unlink()
        return taken

    async def _deliver(self, taken: Taken) -> None:
        """Store, record, publish: what is recorded can be fetched, what is published too."""
        await self.work.store.put(taken.record.key, taken.data)
        await self.work.segments.record(taken.record)
        self.known[taken.record.rendition, taken.record.index] = taken.record
        await self.work.publish()
