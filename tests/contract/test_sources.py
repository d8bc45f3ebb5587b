"""What every place of uploaded files promises."""

import asyncio
import os
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Protocol
from uuid import UUID

import pytest

from caudal.adapters.bucket_sources import BLOCK, PART, BucketSources
from caudal.adapters.source_cache import SourceCache
from caudal.adapters.store import ObjectStore, open_store
from caudal.adapters.uploads import LocalUploads
from caudal.errors import SourceMissing, StorageUnavailable, UploadTakenOver
from caudal.media.keys import part_key
from caudal.media.reading import Span
from caudal.ports import Sources
from caudal.upload_ports import ResumableUploads
from tests.serving import new_id

HOUR = timedelta(hours=1)


class Place(ResumableUploads, Sources, Protocol):
    """Both ends of it."""


class Bucket(SourceCache):
    """The API's end and a worker's in one."""

    def __init__(self, store: ObjectStore, directory: Path, limit: int, idle: timedelta) -> None:
        self.store = store
        bucket = BucketSources(store)
        self.check, self.incoming = bucket.check, bucket.incoming
        self.free, self.size = bucket.free, bucket.size
        self.begin, self.resume = bucket.begin, bucket.resume
        super().__init__(bucket, directory, limit=limit, idle=idle)


@pytest.fixture(params=["directory", "bucket"])
def sources(request: pytest.FixtureRequest, tmp_path: Path) -> Place:
    """An empty place of each kind."""
    if request.param == "bucket":
        return in_bucket(request.getfixturevalue("bucket"), tmp_path)
    return LocalUploads(tmp_path / "uploads")


def in_bucket(
    bucket: str, directory: Path, *, limit: int = 1 << 30, idle: timedelta = HOUR
) -> Bucket:
    """A worker's cache in a directory, in front of a bucket."""
    store = open_store(
        f"{bucket}/some/prefix",
        path_style=True,
        public_url=None,
        patience=timedelta(seconds=10),
    )
    return Bucket(store, directory, limit, idle)


class TestEveryPlace:
    async def test_a_file_comes_back_as_it_was_sent(self, sources: Place) -> None:
        video = new_id()
        async with sources.incoming(video) as file:
            await file.write(b"the first block, ")
            await file.write(b"and the last")
            await file.keep()

        async with sources.file(video) as path:
            assert path.read_bytes() == b"the first block, and the last"

    async def test_subtitles_come_back_and_go_with_their_file(self, sources: Place) -> None:
        video = new_id()
        async with sources.incoming(video) as file:
            await file.write(b"film")
            await file.add_sidecar(0, b"first")
            await file.add_sidecar(1, b"second")
            await file.keep()

        assert await sources.sidecar(video, 1) == b"second"
        await sources.delete(video)
        with pytest.raises(SourceMissing):
            await sources.sidecar(video, 0)
        assert await sources.waiting() == {}

    async def test_a_large_file_comes_back_as_it_was_sent(self, sources: Place) -> None:
        data = os.urandom(20 << 20)

        video = await send(sources, data)

        async with sources.file(video) as path:
            assert path.read_bytes() == data

    async def test_what_is_asked_for_of_a_file_is_there(self, sources: Place) -> None:
        data = os.urandom(20 << 20)
        video = await send(sources, data)
        needed = [Span(0, 1), Span(PART - 1, PART + 1), Span(len(data) - 1, len(data))]

        async with sources.file(video, needed) as path:
            found = path.read_bytes()

        assert len(found) == len(data)
        for start, end in needed:
            assert found[start:end] == data[start:end]

    async def test_a_file_by_several_writers_is_what_was_counted_of_each(
        self, sources: Place
    ) -> None:
        data = os.urandom(PART * 3 + 12_345)
        video, at = new_id(), 0
        await sources.begin(video)
        for writer, end in enumerate((5, PART - 1, PART, 2 * PART + 7, len(data)), start=1):
            async with sources.resume(video, writer=writer, offset=at) as file:
                await file.write(data[at:end])
                if end == len(data):
                    await file.keep()
                else:
                    assert await file.flush(rest=True) == end
                    await file.write(b"what nobody counts")
            at = end

        async with sources.file(video) as path:
            assert path.read_bytes() == data

    async def test_a_writer_that_is_taken_over_changes_nothing(self, sources: Place) -> None:
        video = new_id()
        await sources.begin(video)
        async with sources.resume(video, writer=1, offset=0) as first:
            await first.write(bytes([1]) * PART)
            await first.flush(rest=True)
            async with sources.resume(video, writer=2, offset=5) as second:
                await second.write(bytes([2]) * (PART + 3))
                await second.keep()
            with suppress(UploadTakenOver):
                await first.write(bytes([1]) * PART)
                await first.flush(rest=True)
                await first.keep()

        async with sources.file(video) as path:
            assert path.read_bytes() == bytes([1]) * 5 + bytes([2]) * (PART + 3)

    async def test_an_upload_that_fails_leaves_nothing(self, sources: Place) -> None:
        video = new_id()

        async def cut_off() -> None:
            async with sources.incoming(video) as file:
                await file.write(bytes(PART + 1000))
                raise ConnectionError

        with pytest.raises(ConnectionError):
            await cut_off()

        assert await sources.waiting() == {}
        with pytest.raises(SourceMissing):
            async with sources.file(video):
                pass

    async def test_a_file_that_is_not_kept_is_not_a_source(self, sources: Place) -> None:
        video = new_id()
        async with sources.incoming(video) as file:
            await file.write(bytes(1000))

            with pytest.raises(SourceMissing):
                async with sources.file(video):
                    pass

    async def test_deleting_twice_is_deleting_once(self, sources: Place) -> None:
        kept, gone = new_id(), new_id()
        for video in (kept, gone):
            async with sources.incoming(video) as file:
                await file.write(b"film")
                await file.keep()

        await sources.delete(gone)
        await sources.delete(gone)

        assert set(await sources.waiting()) == {kept}
        with pytest.raises(SourceMissing):
            async with sources.file(gone):
                pass

    async def test_what_waits_has_an_age_also_in_the_making(self, sources: Place) -> None:
        whole, half = new_id(), new_id()
        assert await sources.waiting() == {}
        async with sources.incoming(whole) as file:
            await file.write(b"film")
            await file.keep()
        async with sources.incoming(half) as file:
            await file.write(bytes(2 * PART))
            await file.write(bytes(2 * PART))

            ages = await sources.waiting()

        assert set(ages) == {whole, half}
        assert all(age < HOUR for age in ages.values())


async def test_the_age_of_a_local_file_is_that_of_its_newest_byte(tmp_path: Path) -> None:
    sources = LocalUploads(tmp_path)
    video = new_id()
    async with sources.incoming(video) as file:
        await file.write(b"film")
        await file.keep()
    directory = tmp_path / str(video)
    now = directory.stat().st_mtime
    os.utime(directory, (now, now - 7200))
    os.utime(directory / "source", (now, now - 3600))

    ages = await sources.waiting()

    assert HOUR - timedelta(minutes=1) < ages[video] < HOUR + timedelta(minutes=5)


class TestBucket:
    async def test_only_the_blocks_that_are_needed_are_fetched(
        self, bucket: str, tmp_path: Path
    ) -> None:
        data = os.urandom(20 << 20)
        sources = in_bucket(bucket, tmp_path)
        video = await send(sources, data)

        async with sources.file(video, [Span(9 * BLOCK + 1, 9 * BLOCK + 2)]) as path:
            assert path.stat().st_blocks * 512 == BLOCK
            assert path.read_bytes()[9 * BLOCK : 10 * BLOCK] == data[9 * BLOCK : 10 * BLOCK]

    async def test_steps_that_want_the_same_bytes_fetch_them_once(
        self, bucket: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        sources = in_bucket(bucket, tmp_path)
        video = await send(sources, os.urandom(5 * BLOCK))
        fetched: list[int] = []

        async def count(key: str, start: int, end: int) -> bytes:
            fetched.append(start)
            return await ObjectStore.get_range(sources.store, key, start, end)

        monkeypatch.setattr(sources.store, "get_range", count)

        async def use() -> None:
            async with sources.file(video):
                pass

        await asyncio.gather(use(), use(), use())
        await use()

        assert sorted(fetched) == [0, BLOCK, 2 * BLOCK, 3 * BLOCK, 4 * BLOCK]

    async def test_bytes_that_are_not_those_sent_are_never_used(
        self, bucket: str, tmp_path: Path
    ) -> None:
        sources = in_bucket(bucket, tmp_path)
        data = bytearray(os.urandom(2 * BLOCK))
        video = await send(sources, data)
        data[BLOCK] ^= 1
        await sources.store.put(part_key(video, 0), bytes(data))

        async with sources.file(video, [Span(0, BLOCK)]):
            pass
        with pytest.raises(StorageUnavailable, match="not what was stored"):
            await sources.file(video).__aenter__()

    async def test_a_part_that_is_gone_is_a_source_that_is_missing(
        self, bucket: str, tmp_path: Path
    ) -> None:
        sources = in_bucket(bucket, tmp_path)
        video = await send(sources, os.urandom(2 * PART))
        await sources.store.delete([part_key(video, 1)])

        with pytest.raises(SourceMissing):
            await sources.file(video).__aenter__()

    async def test_copies_that_nobody_reads_make_room_the_oldest_first(
        self, bucket: str, tmp_path: Path
    ) -> None:
        sources = in_bucket(bucket, tmp_path, limit=5 * BLOCK)
        first, second, third = [await send(sources, os.urandom(2 * BLOCK)) for _ in range(3)]

        async with sources.file(first) as kept:
            async with sources.file(second) as oldest:
                pass
            async with sources.file(third) as newest:
                pass
            await gone(oldest)
            assert kept.exists()
            assert newest.exists()

    async def test_a_file_in_use_stays_however_large_it_is(
        self, bucket: str, tmp_path: Path
    ) -> None:
        sources = in_bucket(bucket, tmp_path, limit=BLOCK)
        data = os.urandom(3 * BLOCK)
        video = await send(sources, data)

        async with sources.file(video) as path:
            assert path.read_bytes() == data
        await gone(path)

    async def test_a_copy_that_nobody_uses_any_more_goes(self, bucket: str, tmp_path: Path) -> None:
        sources = in_bucket(bucket, tmp_path, idle=timedelta())
        video = await send(sources, b"film")

        async with sources.file(video) as path:
            pass

        await gone(path)

    async def test_an_upload_whose_bucket_fails_leaves_nothing_and_says_so(
        self, bucket: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        sources = in_bucket(bucket, tmp_path)

        async def fail(key: str, data: bytes) -> None:
            if key.endswith("000002.part"):
                raise StorageUnavailable("away")
            await ObjectStore.put(sources.store, key, data)

        monkeypatch.setattr(sources.store, "put", fail)

        with pytest.raises(StorageUnavailable):
            await send(sources, bytes(5 * PART))
        assert await sources.waiting() == {}

    async def test_objects_of_others_are_not_taken_for_videos(
        self, bucket: str, tmp_path: Path
    ) -> None:
        sources = in_bucket(bucket, tmp_path)
        await sources.store.put("notes/000000.part", b"x")

        assert await sources.waiting() == {}


async def send(place: Place, data: bytes | bytearray) -> UUID:
    """Send a file in blocks, as the API does."""
    video = new_id()
    async with place.incoming(video) as file:
        for start in range(0, len(data), 3 << 20):
            await file.write(data[start : start + (3 << 20)])
        await file.keep()
    return video


async def gone(path: Path) -> None:
    """Wait until a file is removed: that happens behind the scenes."""
    for _ in range(1000):
        if not path.exists():
            return
        await asyncio.sleep(0.01)
    raise AssertionError(f"{path} is still there")
