"""Encode: each finished segment is checked, stored and recorded while the next one is made."""

import asyncio
import logging
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Self

from caudal.errors import Fenced, OutputInvalid, ToolFailed
from caudal.media.chunk import every_segment, remaining
from caudal.media.command import (
    SIDECAR_FILE,
    SUBTITLES_FILE,
    Input,
    audio_argv,
    copy_argv,
    cover_argv,
    encode_argv,
    sidecar_argv,
    subtitles_argv,
)
from caudal.media.encryption import encrypted
from caudal.media.events import Event, SegmentClosed, TimeDone, share_of
from caudal.media.keys import segment_key, still_key, subtitles_key
from caudal.media.plan import AudioRendition, Chunk, Plan, Quality, Rendition, Subtitles
from caudal.media.segment import Segment
from caudal.media.steps import chunk_renditions, first_rendition
from caudal.media.stills import ENDINGS, NAMES, POSTER, chunk_stills
from caudal.media.subtitles import read_webvtt
from caudal.media.takeover import Taken, take_picture, take_sound, take_still, take_subtitles
from caudal.media.warnings import Lack, SourceWarning, Trouble, found_on_the_way
from caudal.ports import Encoded, Progress, RunFfmpeg, Segments, Store

log = logging.getLogger(__name__)

# Segments on their way into the store at once; while all are busy, ffmpeg is stopped.
DELIVERIES = 8

# ffmpeg's word for a source that is at fault.
INVALID_DATA = "Invalid data found when processing input"


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
        sidecar: Reads a file of subtitles that came beside the source, by its number.
        key: What segments of picture and sound are encrypted with; None: they are not.
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
    sidecar: Callable[[int], Awaitable[bytes]]
    key: bytes | None = field(default=None, repr=False)


async def encode_first(work: Work) -> Encoded:
    """Encode the first chunk as one rendition, as fast as it goes: somebody waits to watch.

    Raises as `encode_chunk`.
    """
    first = first_rendition(work.plan)
    if first is None:
        return Encoded()
    made = await _encode(work, work.plan.chunks[0], [first], Quality.FAST, hurried=True)
    # The chunk itself tells of the same frames.
    return replace(made, warnings=())


async def encode_chunk(work: Work, chunk: Chunk) -> Encoded:
    """Encode what is not yet recorded of a chunk, on every rung, and its stills, from one decode.

    Raises `ToolFailed`, `OutputInvalid`, `StorageUnavailable` or `Fenced`; what was recorded
    until then stays, and the next attempt goes on from there.
    """
    renditions = chunk_renditions(work.plan, chunk)
    return await _encode(work, chunk, renditions, work.plan.quality, stills=True)


async def copy_picture(work: Work) -> Encoded:
    """Copy the source's picture as it is, as far as that goes. Raises as `encode_chunk`."""
    copied = work.plan.copied
    if copied is None:
        return Encoded()
    whole = Chunk(index=0, first_segment=0, end_segment=work.plan.segments)
    taking = await _Taking.of(work, [copied], whole, share_of(work.plan.frames))
    try:
        argv = copy_argv(work.input, work.plan, copied)
        return await taking.run(argv, every_segment([copied], whole))
    except (OutputInvalid, ToolFailed) as failed:
        if isinstance(failed, ToolFailed) and INVALID_DATA not in failed.stderr:
            raise
        # The probe looks at the keyframes alone; what a copy lacks, the file lacks.
        log.warning("%s cannot be copied: %s", work.root or work.input.path, failed)
    return Encoded(warnings=(SourceWarning(code=Lack.PICTURE_DAMAGED),))


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
    return await taking.run(audio_argv(work.input, work.plan, audio), every_segment([audio], whole))


async def show_cover(work: Work) -> Encoded:
    """Make a poster of the cover of a sound file, if it can be read. Raises as `encode_chunk`."""
    if (poster := work.plan.cover) is None:
        return Encoded()
    taking = await _Taking.of(work, (), Chunk(index=0, first_segment=0, end_segment=1), share_of(1))
    try:
        return await taking.run(cover_argv(work.input, poster), [(POSTER, 0)])
    except (OutputInvalid, ToolFailed) as failed:
        if isinstance(failed, ToolFailed) and failed.status < 0:
            raise
        log.warning("the cover of %s: %s", work.root or work.input.path, failed)
    return Encoded(warnings=(SourceWarning(code=Lack.COVER_UNREADABLE),))


async def convert_subtitles(work: Work, subtitles: Subtitles) -> Encoded:
    """Make a track of subtitles WebVTT. What ffmpeg cannot read of it is left out.

    Raises `ToolFailed` when ffmpeg was killed, `StorageUnavailable` or `Fenced`.
    """
    recorded = {segment.index for segment in await work.segments.recorded(subtitles.name)}
    missing = [chunk for chunk in work.plan.chunks if chunk.index not in recorded]
    if not missing:
        return Encoded()
    if subtitles.sidecar is None:
        source, argv = Path(work.input.path), subtitles_argv(work.input, subtitles)
    else:
        source = work.scratch.absolute() / SIDECAR_FILE
        text = await work.sidecar(subtitles.index)
        await asyncio.to_thread(source.write_bytes, text)
        argv = sidecar_argv(work.input, str(source), subtitles.sidecar)
    cpu, failure = 0.0, False
    try:
        cpu = await work.run(
            argv,
            source=source,
            directory=work.scratch,
            on_event=_nothing,
            urgent=work.urgent,
        )
    except ToolFailed as failed:
        if failed.status < 0:
            raise
        # No video fails for the sake of its subtitles.
        failure = True
        log.warning("%s of %s: %s", subtitles.name, work.root, failed)
    file = work.scratch / SUBTITLES_FILE
    written = file.read_text(errors="replace") if file.exists() else ""
    cues = await asyncio.to_thread(read_webvtt, written)
    for chunk in missing:
        key = subtitles_key(work.root, subtitles.name, chunk.index, work.attempt)
        taken = take_subtitles(cues, work.plan, chunk, subtitles.name, key=key)
        await work.store.put(key, taken.data)
        await work.segments.record(taken.record)
    unreadable = (SourceWarning(code=Lack.SUBTITLES_UNREADABLE),) if failure and not cues else ()
    return Encoded(cpu=cpu, warnings=unreadable)


async def _nothing(_event: Event) -> None:
    """Subtitles are there at once, or not at all."""


async def _encode(
    work: Work,
    chunk: Chunk,
    renditions: Sequence[Rendition],
    quality: Quality,
    *,
    stills: bool = False,
    hurried: bool = False,
    from_start: bool = False,
) -> Encoded:
    first, end = (work.plan.boundaries[n] for n in (chunk.first_segment, chunk.end_segment))
    taking = await _Taking.of(work, renditions, chunk, share_of(end - first))
    rest = remaining(chunk, taking.known.values(), [rendition.name for rendition in renditions])
    planned = chunk_stills(work.plan, chunk) if stills else ()
    pictures = [(still.name, number) for still in planned for number in still.numbers]
    # All or none: those that are recorded are dropped.
    lacking = bool(taking.lacks(pictures))
    if rest is None:
        if not lacking:
            return Encoded()
        # Of the very same frames, scaled in the same way: all is made again, the stills are kept.
        rest = chunk
    else:
        taking.go_on_at(rest.first_segment)
    argv = encode_argv(
        work.input,
        work.plan,
        rest,
        renditions,
        quality,
        stills=chunk if lacking else None,
        hurried=hurried,
        from_start=from_start,
    )
    try:
        return await taking.run(argv, [*every_segment(renditions, rest), *pictures])
    except OutputInvalid as invalid:
        if from_start or work.input.parts is not None:
            raise
        # Where nothing can be decoded, a frame that was shown long before stands still.
        log.warning("%s is read from its start: %s", work.root or work.input.path, invalid)
    return await _encode(
        work, chunk, renditions, quality, stills=stills, hurried=hurried, from_start=True
    )


@dataclass(slots=True, kw_only=True)
class _Taking:
    """Takes files over from one running ffmpeg, in the order in which it finishes them.

    Attributes:
        renditions: What is made, by name.
        chunk: What is made of them, from its beginning, whoever made that.
        known: What was recorded before, and is added to.
        counters: Per rendition the continuity counters of its last segment.
        done: How far an event says the run is, from 0; None when it does not say.
        troubles: What ffmpeg says of the source.
    """

    work: Work
    renditions: Mapping[str, Rendition | AudioRendition]
    chunk: Chunk
    known: dict[tuple[str, int], Segment]
    counters: dict[str, dict[int, int]]
    done: Callable[[Event], float | None]
    troubles: Counter[Trouble] = field(default_factory=Counter)

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
        recorded = await work.segments.recorded(*names, *NAMES)
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

    async def run(self, argv: Sequence[str], expected: Sequence[tuple[str, int]]) -> Encoded:
        """Run ffmpeg until everything it made is stored and recorded.

        `expected` are names and numbers. Raises `OutputInvalid` when ffmpeg ends well and one of
        them is missing.
        """
        if not self.lacks(expected):
            return Encoded()
        for name in {name for name, _ in expected}:
            (self.work.scratch / name).mkdir(parents=True, exist_ok=True)
        # Sound comes a hundred times as fast as it plays: all at once would keep the disk from the
        # picture that somebody waits to see.
        sound = all(isinstance(made, AudioRendition) for made in self.renditions.values())
        slots = asyncio.Semaphore(1 if sound else DELIVERIES)
        try:
            async with asyncio.TaskGroup() as group:

                async def on_event(event: Event) -> None:
                    if isinstance(event, Trouble):
                        self.troubles[event] += 1
                    elif isinstance(event, SegmentClosed):
                        if (taken := await self._take(event.name)) is None:
                            return
                        if taken.record.index == 0 and self._copies(taken.record.rendition):
                            # Copies come so fast that the disk would keep the first from whoever
                            # waits to see it.
                            await self._deliver(taken)
                            return
                        await slots.acquire()
                        delivery = group.create_task(self._deliver(taken))
                        delivery.add_done_callback(lambda _: slots.release())
                    elif (done := self.done(event)) is not None:
                        self.work.progress.done = min(1.0, done)

                cpu = await self.work.run(
                    argv,
                    source=Path(self.work.input.path),
                    directory=self.work.scratch,
                    on_event=on_event,
                    urgent=self.work.urgent,
                )
        except BaseExceptionGroup as failed:
            raise failed.exceptions[0] from None
        if missing := self.lacks(expected):
            name, index = missing[0]
            raise OutputInvalid(f"{name} segment {index} was not made")
        plan, (first, end) = self.work.plan, (self.chunk.first_segment, self.chunk.end_segment)
        lasts = (plan.boundaries[end] - plan.boundaries[first]) / plan.frame_rate
        found = found_on_the_way(self.troubles, self.work.input.source, lasts)
        return Encoded(cpu=cpu, warnings=found)

    def lacks(self, expected: Sequence[tuple[str, int]]) -> list[tuple[str, int]]:
        """What of these names and numbers is not recorded."""
        return [one for one in expected if one not in self.known]

    def _copies(self, name: str) -> bool:
        return name in self.renditions and self.renditions[name].passthrough

    async def _take(self, path: str) -> Taken | None:
        """Take a finished file over; None when an earlier attempt has recorded it."""
        name, _, file = path.partition("/")
        index = int(file.partition(".")[0])
        before = self.known.get((name, index))
        if before is not None:
            if name in self.counters:
                self.counters[name] = dict(before.counters)
            (self.work.scratch / path).unlink()
            return None
        return await asyncio.to_thread(self._take_file, path, name, index)

    def _take_file(self, path: str, name: str, index: int) -> Taken:
        file = self.work.scratch / path
        data = file.read_bytes()
        if name in NAMES:
            taken = self._still(data, name, index)
        else:
            taken = self._segment(data, name, index)
            if self.work.key is not None:
                taken = encrypted(taken, self.work.key)
        # Not before: a file that was cut off shall be found on the disk that was full.
        file.unlink()
        return taken

    def _still(self, data: bytes, name: str, index: int) -> Taken:
        key = still_key(self.work.root, name, index, self.work.attempt, ENDINGS[name])
        return take_still(data, self.work.plan, name, index=index, key=key)

    def _segment(self, data: bytes, name: str, index: int) -> Taken:
        plan, rendition, counters = self.work.plan, self.renditions[name], self.counters[name]
        key = segment_key(self.work.root, name, index, self.work.attempt)
        if isinstance(rendition, AudioRendition):
            return take_sound(data, plan, rendition, index=index, key=key, counters=counters)
        return take_picture(
            data, plan, self.chunk, rendition, index=index, key=key, counters=counters
        )

    async def _deliver(self, taken: Taken) -> None:
        """Store, record, publish: what is recorded can be fetched, what is published too."""
        await self.work.store.put(taken.record.key, taken.data)
        try:
            await self.work.segments.record(taken.record)
        except Fenced:
            await self._take_back(taken.record)
            raise
        self.known[taken.record.rendition, taken.record.index] = taken.record
        await self.work.publish()

    async def _take_back(self, segment: Segment) -> None:
        """Remove an object that nobody will name: whoever tidies up may have been here already."""
        recorded = await self.work.segments.recorded(segment.rendition)
        if segment.key not in {other.key for other in recorded}:
            await self.work.store.delete([segment.key])
