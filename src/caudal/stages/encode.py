"""Encode: each finished segment is checked, stored and recorded while the next one is made."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from caudal.errors import OutputInvalid
from caudal.media.chunk import remaining
from caudal.media.command import audio_argv, encode_argv
from caudal.media.keys import segment_key
from caudal.media.plan import AudioRendition, Chunk, Plan
from caudal.media.segment import Segment
from caudal.media.source import Source
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
        file: The source, a local file.
        scratch: A directory of this attempt's own; whoever made it removes it.
        ffmpeg: The binary.
    """

    root: str
    attempt: int
    source: Source
    plan: Plan
    file: Path
    scratch: Path
    ffmpeg: str
    run: RunFfmpeg
    store: Store
    segments: Segments
    progress: Progress


async def encode_picture(work: Work, chunk: Chunk) -> Encoded:
    """Encode what is not yet recorded of a chunk, on every rung.

    Raises `ToolFailed`, `OutputInvalid`, `StorageUnavailable` or `Fenced`; what was recorded
    until then stays, and the next attempt goes on from there.
    """
    names = [rendition.name for rendition in work.plan.renditions]
    recorded = await work.segments.recorded()
    rest = remaining(chunk, recorded, names)
    if rest is None:
        return Encoded()
    known = {(segment.rendition, segment.index): segment for segment in recorded}

    def take(data: bytes, name: str, index: int, counters: dict[int, int]) -> Taken:
        return take_picture(
            data,
            work.plan,
            chunk,
            rendition=name,
            index=index,
            key=segment_key(work.root, name, index, work.attempt),
            counters=counters,
        )

    def counters(name: str) -> dict[int, int]:
        # A chunk's first packets count from 0; inside it they go on from the segment before.
        if rest.first_segment == chunk.first_segment:
            return {}
        return dict(known[name, rest.first_segment - 1].counters)

    first, end = work.plan.boundaries[rest.first_segment], work.plan.boundaries[rest.end_segment]
    taking = _Taking(
        work=work,
        known=known,
        counters={name: counters(name) for name in names},
        take=take,
        done=lambda event: event.frames / (end - first) if isinstance(event, FramesDone) else None,
    )
    argv = encode_argv(work.ffmpeg, str(work.file), work.source, work.plan, rest)
    await taking.run(argv)
    taking.expect(names, range(rest.first_segment, rest.end_segment))
    return Encoded()


async def encode_sound(work: Work, audio: AudioRendition) -> Encoded:
    """Encode a whole sound track. It is never cut in chunks: each start would add a gap.

    Raises as `encode_picture`; an attempt after a crash encodes the track again, and stores only
    what was not recorded.
    """
    recorded = await work.segments.recorded(audio.name)

    def take(data: bytes, name: str, index: int, counters: dict[int, int]) -> Taken:
        return take_sound(
            data,
            work.plan,
            rendition=name,
            index=index,
            key=segment_key(work.root, name, index, work.attempt),
            counters=counters,
        )

    length = float(work.plan.duration) * 1e6
    taking = _Taking(
        work=work,
        known={(segment.rendition, segment.index): segment for segment in recorded},
        counters={audio.name: {}},
        take=take,
        done=lambda event: event.microseconds / length if isinstance(event, TimeDone) else None,
    )
    if len(recorded) < work.plan.segments:
        await taking.run(audio_argv(work.ffmpeg, str(work.file), work.source, work.plan, audio))
    taking.expect([audio.name], range(work.plan.segments))
    return Encoded()


@dataclass(slots=True, kw_only=True)
class _Taking:
    """Takes segments over from one running ffmpeg, in the order in which it finishes them.

    Attributes:
        known: What was recorded before, and is added to.
        counters: Per rendition the continuity counters of its last segment.
        take: Checks and numbers a segment; runs in a thread.
        done: How far an event says the run is, from 0; None when it does not say.
    """

    work: Work
    known: dict[tuple[str, int], Segment]
    counters: dict[str, dict[int, int]]
    take: Callable[[bytes, str, int, dict[int, int]], Taken]
    done: Callable[[Event], float | None]

    async def run(self, argv: Sequence[str]) -> None:
        """Run ffmpeg until everything it made is stored and recorded."""
        for name in self.counters:
            (self.work.scratch / name).mkdir(parents=True, exist_ok=True)
        slots = asyncio.Semaphore(DELIVERIES)
        try:
            async with asyncio.TaskGroup() as deliveries:

                async def on_event(event: Event) -> None:
                    if isinstance(event, SegmentClosed):
                        taken = await self._take(event.name)
                        if taken is not None:
                            await slots.acquire()
                            delivery = deliveries.create_task(self._deliver(taken))
                            delivery.add_done_callback(lambda _: slots.release())
                    elif (done := self.done(event)) is not None:
                        self.work.progress.done = min(1.0, done)

                await self.work.run(argv, directory=self.work.scratch, on_event=on_event)
        except BaseExceptionGroup as failed:
            raise failed.exceptions[0] from None

    def expect(self, names: Sequence[str], indices: range) -> None:
        """Raise `OutputInvalid` unless all of these segments are recorded."""
        missing = [(name, i) for name in names for i in indices if (name, i) not in self.known]
        if missing:
            name, index = missing[0]
            raise OutputInvalid(f"{name} segment {index} was not made")

    async def _take(self, path: str) -> Taken | None:
        """Take a finished file over; None when an earlier attempt has recorded the segment."""
        name, _, number = path.removesuffix(".ts").partition("/")
        index = int(number)
        before = self.known.get((name, index))
        if before is not None:
            self.counters[name] = dict(before.counters)
            (self.work.scratch / path).unlink()
            return None
        return await asyncio.to_thread(self._take_file, path, name, index)

    def _take_file(self, path: str, name: str, index: int) -> Taken:
        file = self.work.scratch / path
        taken = self.take(file.read_bytes(), name, index, self.counters[name])
        file.unlink()
        return taken

    async def _deliver(self, taken: Taken) -> None:
        """Store, then record: what is recorded can be fetched."""
        await self.work.store.put(taken.record.key, taken.data)
        await self.work.segments.record(taken.record)
        self.known[taken.record.rendition, taken.record.index] = taken.record
