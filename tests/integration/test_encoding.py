"""Chunks as checkpoints: what is recorded is never made again, and what waits is bounded."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest

from caudal.errors import OutputInvalid, StorageUnavailable
from caudal.media.plan import Chunk, Options, Quality
from caudal.stages.encode import DELIVERIES, Work, copy_picture, encode_chunk, encode_sound
from tests.converting import FailingStore, again, work_on
from tests.hls import counter_jumps, read_packets, steps
from tests.media import a_film

FAST = Options(quality=Quality.FAST, rungs=(180,), early=False)


@dataclass
class SlowStore(FailingStore):
    """A store that takes nothing until it is told to."""

    open: asyncio.Event = field(default_factory=asyncio.Event)
    asked: int = 0

    async def put(self, key: str, data: bytes) -> None:
        self.asked += 1
        await self.open.wait()
        await super().put(key, data)


async def keys_of(work: Work) -> list[str]:
    """Recorded segments, stills aside."""
    return [s.key for s in await work.segments.recorded() if s.key.endswith(".ts")]


async def joined(work: Work, objects: dict[str, bytes]) -> bytes:
    return b"".join(objects[key] for key in await keys_of(work))


async def test_an_interrupted_chunk_goes_on_where_it_stopped(tmp_path: Path) -> None:
    film = a_film(tmp_path / "film.mp4", "320x180", 25, 30, "-an")
    store = FailingStore(left=2)
    first = await work_on(film, tmp_path / "first", store, FAST)
    (chunk,) = first.plan.chunks
    with pytest.raises(StorageUnavailable):
        await encode_chunk(first, chunk)

    store.left = 1_000_000
    second = again(first, store)
    await encode_chunk(second, chunk)

    assert await keys_of(second) == [
        *("180p/00000.ts", "180p/00001.ts"),
        *(f"180p/0000{n}-2.ts" for n in (2, 3, 4)),
    ]
    stream = await joined(second, store.objects)
    assert len(read_packets(stream)) == 750
    assert steps(read_packets(stream)) == {3600}
    assert counter_jumps(stream) == 0


async def test_a_finished_chunk_starts_nothing(tmp_path: Path) -> None:
    film = a_film(tmp_path / "film.mp4", "320x180", 25, 3, "-an")
    work = await work_on(film, tmp_path / "first", FailingStore(), FAST)
    (chunk,) = work.plan.chunks
    await encode_chunk(work, chunk)

    async def must_not_run(*_: object, **__: object) -> float:
        raise AssertionError("ffmpeg was started")

    await encode_chunk(replace(work, run=must_not_run), chunk)


@pytest.mark.parametrize("kind", ["sound", "copy"])
def test_a_whole_track_is_made_again_but_stored_only_where_it_lacks(
    tmp_path: Path, kind: str
) -> None:
    async def story() -> None:
        grid = ("-g", "50", "-sc_threshold", "0", "-pix_fmt", "yuv420p", "-b:v", "300k")
        film = a_film(tmp_path / "film.mp4", "320x180", 25, 30, "-preset", "veryfast", *grid)
        store = FailingStore(left=2)
        first = await work_on(film, tmp_path / "first", store, FAST)

        def run(work: Work) -> Any:
            return copy_picture(work) if kind == "copy" else encode_sound(work, work.plan.audio[0])

        with pytest.raises(StorageUnavailable):
            await run(first)
        store.left = 1_000_000
        second = again(first, store)
        await run(second)

        keys = await keys_of(second)
        assert [key.endswith("-2.ts") for key in keys] == [False, False, True, True, True]
        stream = await joined(second, store.objects)
        assert len(steps(read_packets(stream))) == 1
        assert counter_jumps(stream) == 0

    asyncio.run(story())


async def test_copied_sound_that_outlasts_a_single_segment_stays_in_it(tmp_path: Path) -> None:
    film = a_film(tmp_path / "film.mp4", "320x180", 25, 6, "-ac", "2", "-b:a", "128k")
    work = await work_on(film, tmp_path / "first", FailingStore(), FAST)
    (sound,) = [audio for audio in work.plan.audio if audio.passthrough]

    await encode_sound(work, sound)

    assert [segment.index for segment in await work.segments.recorded()] == [0]


async def test_a_slow_store_slows_the_encoder_and_does_not_fill_the_disk(tmp_path: Path) -> None:
    film = a_film(tmp_path / "film.mp4", "64x64", 25, 300, "-an")
    store = SlowStore()
    work = await work_on(film, tmp_path / "scratch", store, replace(FAST, rungs=(64,)))
    whole = Chunk(index=0, first_segment=0, end_segment=work.plan.segments)
    plan = replace(work.plan, chunks=(whole,))

    encoding = asyncio.create_task(encode_chunk(replace(work, plan=plan), whole))
    await until_steady(work.scratch, store)

    waiting = len(list(work.scratch.rglob("*.ts")))
    # Only what was finished while the encoder was being stopped.
    assert waiting < work.plan.segments // 2
    store.open.set()
    await encoding
    assert len(await keys_of(work)) == work.plan.segments


async def test_the_first_segment_of_a_copy_is_published_before_the_next_one_is_stored(
    tmp_path: Path,
) -> None:
    grid = ("-g", "50", "-sc_threshold", "0", "-pix_fmt", "yuv420p", "-b:v", "300k")
    film = a_film(tmp_path / "film.mp4", "320x180", 25, 30, "-preset", "veryfast", *grid)
    store = FailingStore()
    work = await work_on(film, tmp_path / "scratch", store, FAST)
    there: list[int] = []

    async def publish() -> None:
        async with asyncio.timeout(60):
            # ffmpeg rings no bell.
            while not there and len(list(work.scratch.rglob("*.ts"))) < 3:  # noqa: ASYNC110
                await asyncio.sleep(0.01)
        there.append(len(store.objects))

    await copy_picture(replace(work, publish=publish))

    assert there[0] == 1
    assert len(await keys_of(work)) == work.plan.segments


async def until_steady(scratch: Path, store: SlowStore) -> None:
    """Wait until the store is asked for all it is asked at once, and nothing more is made."""
    seen: list[int] = []
    async with asyncio.timeout(60):
        while store.asked < DELIVERIES or len(seen) < 10 or len(set(seen[-10:])) > 1:
            await asyncio.sleep(0.1)
            seen.append(sum(file.stat().st_size for file in scratch.rglob("*.ts")))


async def test_a_segment_that_is_not_as_planned_is_never_recorded(tmp_path: Path) -> None:
    film = a_film(tmp_path / "film.mp4", "320x180", 25, 13, "-an")
    work = await work_on(film, tmp_path / "first", FailingStore(), FAST)
    (chunk,) = work.plan.chunks

    async def with_other_keyframes(argv: Sequence[str], **how: Any) -> float:
        at = list(argv).index("-g") + 1
        return await work.run([*argv[:at], "70", *argv[at + 1 :]], **how)

    with pytest.raises(OutputInvalid, match="180p segment 0 has 210 frames, 150 were planned"):
        await encode_chunk(replace(work, run=with_other_keyframes), chunk)

    assert await keys_of(work) == []
