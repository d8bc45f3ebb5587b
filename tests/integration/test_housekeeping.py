"""What deleted videos and dead processes leave behind: real rows, a real directory."""

import os
import time
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest

from caudal.adapters.database import PatientPool
from caudal.adapters.erasures import PostgresErasures
from caudal.adapters.queue import Queue
from caudal.adapters.store import DirectoryStore, open_store
from caudal.adapters.uploads import LocalUploads
from caudal.adapters.videos import PostgresVideos
from caudal.housekeeping import House
from caudal.media.steps import Kind
from caudal.media.video import Failure
from caudal.stages.tidy import Kind as Left
from tests.queueing import a_new_video, prepare, query, take

DAY = timedelta(hours=24)
NOTHING = timedelta(0)
UNREADABLE = Failure(code="corrupt_input", message="The file is cut off.", retryable=False)


@pytest.fixture
def store(tmp_path: Path) -> DirectoryStore:
    store = open_store((tmp_path / "media").as_uri(), path_style=True, public_url=None)
    assert isinstance(store, DirectoryStore)
    return store


@pytest.fixture
def house(pool: PatientPool, store: DirectoryStore, tmp_path: Path) -> House:
    return House(
        pool=pool,
        store=store,
        sources=LocalUploads(tmp_path / "uploads"),
        scratch=tmp_path / "scratch",
    )


@pytest.fixture
async def video(videos: PostgresVideos, house: House) -> UUID:
    """A video just sent, with its file."""
    video = a_new_video()
    await a_source(house, video.id)
    return (await videos.submit(video)).id


async def a_source(house: House, video: UUID) -> None:
    assert isinstance(house.sources, LocalUploads)
    async with house.sources.incoming(video) as file:
        await file.write(b"bytes")
        await file.keep()


def a_check(tmp_path: Path) -> None:
    """What a check of the store leaves when its process is killed."""
    (tmp_path / "media" / ".check").mkdir(parents=True)
    (tmp_path / "media" / ".check" / "abc").write_bytes(b"x")


def age_all(tmp_path: Path) -> None:
    """Make everything two days old."""
    before = time.time() - 2 * DAY.total_seconds()
    for path in tmp_path.rglob("*"):
        os.utime(path, (before, before))


async def found(house: House, age: timedelta = NOTHING) -> set[tuple[Left, str]]:
    return {(orphan.kind, orphan.name) for orphan in await house.orphans(age)}


async def test_what_a_deleted_video_left_is_removed_twice_and_then_forgotten(
    house: House, videos: PostgresVideos, store: DirectoryStore, video: UUID
) -> None:
    await store.put(f"{video}/720p/00000.ts", b"segment")
    await videos.delete(video)
    await query(Queue(house.pool), "UPDATE erasure SET due_at = now()")

    await house.erase()
    gone = await store.list(f"{video}/"), await house.sources.waiting()
    await store.put(f"{video}/720p/00001.ts", b"late")
    assert await found(house) == set()
    await query(Queue(house.pool), "UPDATE erasure SET due_at = now()")
    await house.erase()

    assert gone == ({}, {})
    assert await store.list(f"{video}/") == {}
    assert await PostgresErasures(house.pool).pending() == set()


async def test_running_steps_of_a_deleted_video_have_time_to_notice(
    house: House, videos: PostgresVideos, store: DirectoryStore, video: UUID
) -> None:
    await videos.delete(video)

    await house.erase()

    assert await house.sources.waiting() != {}


async def test_an_unacknowledged_upload_is_an_orphan_and_a_waiting_one_is_not(
    house: House, video: UUID
) -> None:
    lost = a_new_video().id
    await a_source(house, lost)

    orphans = await house.orphans(NOTHING)
    await house.remove(orphans)

    assert [(orphan.kind, orphan.name) for orphan in orphans] == [(Left.SOURCE, str(lost))]
    assert set(await house.sources.waiting()) == {video}


async def test_what_is_young_is_left_alone(
    house: House, store: DirectoryStore, tmp_path: Path
) -> None:
    lost = a_new_video().id
    await a_source(house, lost)
    a_check(tmp_path)
    (tmp_path / "media" / ".check" / "abc#12").write_bytes(b"x")

    young = await found(house, DAY)
    age_all(tmp_path)

    assert young == set()
    assert await found(house, DAY) == {
        (Left.SOURCE, str(lost)),
        (Left.OBJECT, ".check/abc"),
        (Left.DRAFT, ".check/abc#12"),
    }


async def test_of_a_video_in_the_making_nothing_is_an_orphan(
    house: House, queue: Queue, store: DirectoryStore, video: UUID
) -> None:
    await prepare(queue, video, chunks=1)
    await store.put(f"{video}/1080p/00000.ts", b"on its way to its record")

    assert await found(house) == set()


async def test_what_came_after_a_video_was_cleaned_up_is_an_orphan(
    house: House, queue: Queue, store: DirectoryStore, video: UUID
) -> None:
    await queue.fail(await take(queue, video, Kind.PREPARE), UNREADABLE)
    await store.put(f"{video}/1080p/00000-2.ts", b"late")

    assert await found(house) == {
        (Left.OBJECT, f"{video}/1080p/00000-2.ts"),
        (Left.SOURCE, str(video)),
    }


async def test_a_worker_leaves_strangers_alone(
    house: House, store: DirectoryStore, tmp_path: Path
) -> None:
    stranger = f"{a_new_video().id}/720p/00000.ts"
    await store.put(stranger, b"another installation's")
    a_check(tmp_path)
    age_all(tmp_path)

    await house.tidy()

    assert await found(house) == {(Left.STRANGER, stranger)}
    assert await store.size(".check/abc") is None


async def test_one_worker_of_all_tidies_up(
    house: House, store: DirectoryStore, tmp_path: Path
) -> None:
    await house.tidy()
    a_check(tmp_path)
    age_all(tmp_path)

    await house.tidy()

    assert await store.size(".check/abc") == 1


async def test_scratch_of_a_dead_process_goes(house: House, tmp_path: Path) -> None:
    (tmp_path / "scratch" / "dead").mkdir(parents=True)

    await house.tidy()

    assert not (tmp_path / "scratch" / "dead").exists()
