import asyncio
from datetime import UTC, datetime, timedelta
from uuid import UUID

import procrastinate.utils
import pytest

from caudal.adapters.database import PatientPool
from caudal.adapters.failures import failure
from caudal.adapters.queue import Queue
from caudal.adapters.segments import PostgresSegments
from caudal.adapters.videos import PostgresVideos
from caudal.errors import Fenced
from caudal.media.steps import Kind
from caudal.media.video import Failure, Status
from caudal.ports import Cleaned, Damaged, Encoded, Published
from tests.build import a_segment
from tests.queueing import a_new_video, bell, encode, prepare, prepared, query, take

UNREADABLE = Failure(code="corrupt_input", message="The file is cut off.", retryable=False)

STEP = "SELECT state, attempt, crashes, progress FROM step WHERE video_id = %s AND kind = %s"
STATES = "SELECT kind, idx, state FROM step WHERE video_id = %s ORDER BY id"
RUNG = "SELECT count(job_id)::int FROM step WHERE video_id = %s AND kind = 'encode'"


@pytest.fixture
async def video(videos: PostgresVideos) -> UUID:
    """A video just sent."""
    return (await videos.submit(a_new_video())).id


async def test_a_claim_counts_the_attempt_and_starts_the_video(
    queue: Queue, videos: PostgresVideos, video: UUID
) -> None:
    held = await take(queue, video, Kind.PREPARE)

    assert (held.video, held.kind, held.attempt, held.crashes) == (video, Kind.PREPARE, 1, 0)
    assert (await videos.get(video)).status is Status.PROCESSING


async def test_a_step_answers_to_its_own_bell_only(queue: Queue, video: UUID) -> None:
    step, job = await bell(queue, video, Kind.PREPARE)

    assert await queue.claim(step, job + 1) is None


async def test_a_finished_step_is_not_taken_again(queue: Queue, video: UUID) -> None:
    step, job = await bell(queue, video, Kind.PREPARE)
    await prepare(queue, video, chunks=1)

    assert await queue.claim(step, job) is None


async def test_an_attempt_that_ended_without_a_word_counts_as_a_crash(
    queue: Queue, video: UUID
) -> None:
    await take(queue, video, Kind.PREPARE)
    again = await take(queue, video, Kind.PREPARE)

    assert (again.attempt, again.crashes) == (2, 1)


async def test_a_step_given_back_counts_no_crash(queue: Queue, video: UUID) -> None:
    given_back = await queue.give_back(await take(queue, video, Kind.PREPARE))
    again = await take(queue, video, Kind.PREPARE)

    assert given_back
    assert (again.attempt, again.crashes) == (2, 0)


async def test_an_attempt_that_was_overtaken_changes_nothing(queue: Queue, video: UUID) -> None:
    stale = await take(queue, video, Kind.PREPARE)
    await take(queue, video, Kind.PREPARE)

    await queue.finish(stale, prepared(chunks=1))
    await queue.fail(stale, UNREADABLE)
    with pytest.raises(Fenced):
        await queue.beat(stale, 0.5)

    assert not await queue.give_back(stale)
    assert not await queue.stumble(stale, "output_invalid")
    assert await query(queue, STEP, video, Kind.PREPARE) == [("running", 2, 1, 0)]


async def test_the_third_crash_ends_the_video(
    queue: Queue, videos: PostgresVideos, video: UUID
) -> None:
    for _ in range(3):
        await take(queue, video, Kind.PREPARE)

    fourth = await queue.claim(*await bell(queue, video, Kind.PREPARE))

    ended = await videos.get(video)
    assert fourth is None
    assert ended.status is Status.FAILED
    assert ended.failure == failure("processing_crashed")


async def test_the_last_word_of_an_attempt_is_what_the_user_is_told(
    queue: Queue, videos: PostgresVideos, video: UUID
) -> None:
    for _ in range(3):
        await queue.stumble(await take(queue, video, Kind.PREPARE), "processing_timeout")

    await queue.claim(*await bell(queue, video, Kind.PREPARE))

    assert (await videos.get(video)).failure == failure("processing_timeout")


async def test_a_plan_opens_its_steps(queue: Queue, video: UUID) -> None:
    await prepare(queue, video, chunks=2, sounds=1)

    assert await query(queue, STATES, video) == [
        ("prepare", 0, "done"),
        ("audio", 0, "ready"),
        ("encode", 0, "ready"),
        ("encode", 1, "ready"),
    ]


async def test_a_long_video_rings_for_a_window_of_its_steps(queue: Queue, video: UUID) -> None:
    await prepare(queue, video, chunks=40)
    at_first = await query(queue, RUNG, video)

    await encode(queue, video, chunks=1)

    assert at_first == [(32,)]
    assert await query(queue, RUNG, video) == [(33,)]


async def test_the_last_step_of_a_phase_opens_the_next(queue: Queue, video: UUID) -> None:
    await prepare(queue, video, chunks=2)
    await encode(queue, video, chunks=1)
    before = await query(queue, STATES, video)

    await queue.finish(await take(queue, video, Kind.ENCODE, 1), Encoded())

    assert ("finish", 0, "ready") not in before
    assert (await query(queue, STATES, video))[-1] == ("finish", 0, "ready")


async def test_the_last_two_steps_of_a_phase_at_once_open_the_next_once(
    queue: Queue, video: UUID
) -> None:
    await prepare(queue, video, chunks=8)
    held = [await take(queue, video, Kind.ENCODE, index) for index in range(8)]

    await asyncio.gather(*(queue.finish(claim, Encoded()) for claim in held))

    rung = await query(queue, "SELECT state, job_id > 0 FROM step WHERE kind = 'finish'")
    assert rung == [("ready", True)]


async def test_finishing_twice_is_finishing_once(queue: Queue, video: UUID) -> None:
    held = await take(queue, video, Kind.PREPARE)

    await queue.finish(held, prepared(chunks=1))
    await queue.finish(held, prepared(chunks=1))

    ((jobs,),) = await query(queue, "SELECT count(*) FROM procrastinate_jobs")
    assert jobs == 2


async def test_a_published_video_is_done_and_gets_cleaned_up(
    queue: Queue, videos: PostgresVideos, video: UUID
) -> None:
    await prepare(queue, video, chunks=1)
    await encode(queue, video, chunks=1)
    await queue.finish(await take(queue, video, Kind.FINISH), Published(url="s3://b/v/master"))
    await queue.finish(await take(queue, video, Kind.CLEANUP), Cleaned())

    done = await videos.get(video)
    assert (done.status, done.url, done.progress) == (Status.DONE, "s3://b/v/master", 1)
    assert {state for _, _, state in await query(queue, STATES, video)} == {"done"}


async def test_what_the_store_has_lost_is_made_again(
    queue: Queue, videos: PostgresVideos, pool: PatientPool, video: UUID
) -> None:
    await prepare(queue, video, chunks=2)
    held = await take(queue, video, Kind.ENCODE, 1)
    lost = a_segment(rendition="1080p", index=1)
    await PostgresSegments(pool, held).record(lost)
    await queue.finish(held, Encoded())
    await queue.finish(await take(queue, video, Kind.ENCODE), Encoded())

    await queue.finish(await take(queue, video, Kind.FINISH), Damaged(segments=(lost,)))
    again = await take(queue, video, Kind.ENCODE, 1)

    assert again.attempt == 2
    assert await PostgresSegments(pool, again).recorded() == []
    await queue.finish(again, Encoded())
    await queue.finish(await take(queue, video, Kind.FINISH), Published(url="u"))
    assert (await videos.get(video)).status is Status.DONE


async def test_a_store_that_goes_on_losing_ends_the_video(
    queue: Queue, videos: PostgresVideos, video: UUID
) -> None:
    await prepare(queue, video, chunks=1)
    lost = Damaged(segments=(a_segment(rendition="1080p"),))

    for _ in range(3):
        await encode(queue, video, chunks=1)
        await queue.finish(await take(queue, video, Kind.FINISH), lost)

    failure = (await videos.get(video)).failure
    assert failure is not None
    assert (failure.code, failure.retryable) == ("output_invalid", True)


async def test_progress_never_falls_from_the_first_step_to_the_last(
    queue: Queue, videos: PostgresVideos, video: UUID
) -> None:
    seen = [0.0]

    async def run(kind: Kind, result: Encoded | Published, index: int = 0) -> None:
        for done in (0.5, 0.1):  # the second attempt begins again
            held = await take(queue, video, kind, index)
            await queue.beat(held, done)
            seen.append((await videos.get(video)).progress)
        await queue.finish(held, result)
        seen.append((await videos.get(video)).progress)

    await queue.beat(await take(queue, video, Kind.PREPARE), 0.9)
    await prepare(queue, video, chunks=2, sounds=1)
    seen.append((await videos.get(video)).progress)
    await run(Kind.ENCODE, Encoded())
    await run(Kind.AUDIO, Encoded())
    await run(Kind.ENCODE, Encoded(), 1)
    await run(Kind.FINISH, Published(url="u"))

    assert seen == sorted(seen)
    assert seen[-1] == 1


async def test_a_bad_file_ends_its_video_with_its_reason(
    queue: Queue, videos: PostgresVideos, video: UUID
) -> None:
    await queue.fail(await take(queue, video, Kind.PREPARE), UNREADABLE)

    failed = await videos.get(video)
    assert (failed.status, failed.failure) == (Status.FAILED, UNREADABLE)
    assert await query(queue, STATES, video) == [("prepare", 0, "failed"), ("cleanup", 0, "ready")]


async def test_a_failed_step_takes_its_siblings_with_it(queue: Queue, video: UUID) -> None:
    await prepare(queue, video, chunks=3)
    running = await take(queue, video, Kind.ENCODE, 1)

    await queue.fail(await take(queue, video, Kind.ENCODE, 0), UNREADABLE)

    with pytest.raises(Fenced):
        await queue.beat(running, 0.5)
    assert [state for _, _, state in await query(queue, STATES, video)] == [
        "done",
        "failed",
        "cancelled",
        "cancelled",
        "ready",
    ]


@pytest.mark.parametrize("ahead", [timedelta(0), timedelta(hours=1), timedelta(hours=-1)])
async def test_cleaning_up_waits_for_siblings_that_still_run_whatever_this_clock_says(
    queue: Queue, video: UUID, monkeypatch: pytest.MonkeyPatch, ahead: timedelta
) -> None:
    monkeypatch.setattr(procrastinate.utils, "utcnow", lambda: datetime.now(UTC) + ahead)
    await prepare(queue, video, chunks=2)
    await queue.fail(await take(queue, video, Kind.ENCODE), UNREADABLE)

    ((scheduled,),) = await query(
        queue,
        """SELECT job.scheduled_at BETWEEN now() + interval '2 s' AND now() + interval '6 s'
             FROM procrastinate_jobs AS job JOIN step ON job_id = job.id WHERE kind = 'cleanup'""",
    )
    assert scheduled


async def test_a_failed_cleaning_up_leaves_the_video_done(
    queue: Queue, videos: PostgresVideos, video: UUID
) -> None:
    await prepare(queue, video, chunks=1)
    await encode(queue, video, chunks=1)
    await queue.finish(await take(queue, video, Kind.FINISH), Published(url="u"))

    await queue.fail(await take(queue, video, Kind.CLEANUP), UNREADABLE)

    assert (await videos.get(video)).status is Status.DONE
