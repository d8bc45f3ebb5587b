"""One bell at a time, with stages that are a few lines."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from uuid import UUID

import pytest

from caudal.adapters.failures import failure
from caudal.adapters.queue import Claim, Queue
from caudal.adapters.videos import PostgresVideos
from caudal.errors import CorruptInput, StorageUnavailable, ToolFailed
from caudal.media.steps import Kind
from caudal.media.video import Failure, Status
from caudal.ports import Progress, Result
from caudal.worker import Worker
from tests.queueing import a_new_video, bell, prepared, query

STEP = "SELECT state, attempt, crashes FROM step WHERE kind = 'prepare'"

Stage = Callable[[Claim, Progress], Awaitable[Result]]


@pytest.fixture
async def video(videos: PostgresVideos) -> UUID:
    """A video just sent."""
    return (await videos.submit(a_new_video())).id


def a_worker(queue: Queue, stage: Stage) -> Worker:
    return Worker(queue, {Kind.PREPARE: stage}, beat_every=timedelta(milliseconds=20))


def raises(error: BaseException) -> Stage:
    async def stage(held: Claim, progress: Progress) -> Result:
        raise error

    return stage


async def endless(held: Claim, progress: Progress) -> Result:
    progress.done = 0.25
    await asyncio.Event().wait()
    raise AssertionError


async def until(queue: Queue, statement: str, *, shows: object) -> None:
    """Wait for the first column of a query's only row."""
    async with asyncio.timeout(5):
        while await query(queue, statement) != [(shows,)]:  # noqa: ASYNC110 - nothing tells
            await asyncio.sleep(0.01)


async def test_a_stage_that_ends_finishes_its_step(queue: Queue, video: UUID) -> None:
    async def stage(held: Claim, progress: Progress) -> Result:
        return prepared(chunks=1)

    await a_worker(queue, stage).run(*await bell(queue, video, Kind.PREPARE))

    assert await query(queue, STEP) == [("done", 1, 0)]


async def test_a_bad_file_fails_at_once_in_the_words_of_who_found_it(
    queue: Queue, videos: PostgresVideos, video: UUID
) -> None:
    stage = raises(CorruptInput("The file is cut off."))

    await a_worker(queue, stage).run(*await bell(queue, video, Kind.PREPARE))

    failed = await videos.get(video)
    assert failed.status is Status.FAILED
    assert failed.failure == Failure(
        code="corrupt_input", message="The file is cut off.", retryable=False
    )


@pytest.mark.parametrize("error", [StorageUnavailable("away"), asyncio.CancelledError()])
async def test_what_is_not_the_steps_fault_is_not_counted(
    queue: Queue, video: UUID, error: BaseException
) -> None:
    worker = a_worker(queue, raises(error))

    for _ in range(4):
        with pytest.raises(type(error)):
            await worker.run(*await bell(queue, video, Kind.PREPARE))

    assert await query(queue, STEP) == [("ready", 4, 0)]


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (ToolFailed(["/opt/ffmpeg"], 1, "/secret/path: no such codec"), "processing_crashed"),
        (RuntimeError("SELECT secrets"), "internal"),
        (ExceptionGroup("", [ToolFailed(["ffmpeg"], 1, "")]), "processing_crashed"),
    ],
)
async def test_any_other_error_is_tried_three_times_and_told_in_general_words(
    queue: Queue, videos: PostgresVideos, video: UUID, error: Exception, code: str
) -> None:
    worker = a_worker(queue, raises(error))
    for _ in range(3):
        with pytest.raises((ToolFailed, RuntimeError)):
            await worker.run(*await bell(queue, video, Kind.PREPARE))

    await worker.run(*await bell(queue, video, Kind.PREPARE))

    assert (await videos.get(video)).failure == failure(code)


async def test_progress_is_recorded_while_a_stage_runs(queue: Queue, video: UUID) -> None:
    running = asyncio.create_task(
        a_worker(queue, endless).run(*await bell(queue, video, Kind.PREPARE))
    )

    await until(queue, "SELECT progress FROM step", shows=0.25)

    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running


async def test_a_cancelled_videos_stage_is_ended(
    queue: Queue, videos: PostgresVideos, video: UUID
) -> None:
    running = asyncio.create_task(
        a_worker(queue, endless).run(*await bell(queue, video, Kind.PREPARE))
    )
    await until(queue, "SELECT state FROM step", shows="running")

    await videos.cancel(video)
    async with asyncio.timeout(2):
        await running

    assert (await videos.get(video)).status is Status.CANCELLED


async def test_an_attempt_that_was_overtaken_rings_no_more(queue: Queue, video: UUID) -> None:
    async def slow(held: Claim, progress: Progress) -> Result:
        await queue.claim(*await bell(queue, video, Kind.PREPARE))
        raise ToolFailed(["ffmpeg"], 1, "")

    await a_worker(queue, slow).run(*await bell(queue, video, Kind.PREPARE))

    assert await query(queue, STEP) == [("running", 2, 1)]
