"""What people decide about a video: cancel, try again, delete."""

import asyncio
from uuid import UUID

import pytest

from caudal.adapters.database import quick_pool
from caudal.adapters.failures import failure
from caudal.adapters.publication import PostgresPublication
from caudal.adapters.queue import Queue
from caudal.adapters.segments import PostgresSegments
from caudal.adapters.videos import PostgresVideos
from caudal.errors import Conflict, Fenced, NotFound, Unsettled
from caudal.media.steps import Kind
from caudal.media.video import Failure, Status
from caudal.ports import Cleaned, Encoded, Published
from tests.build import a_segment
from tests.postgres import PostgresServer
from tests.proxy import proxied
from tests.queueing import a_new_video, bell, encode, prepare, query, rows, take

UNREADABLE = Failure(code="corrupt_input", message="The file is cut off.", retryable=False)
STATES = "SELECT kind, idx, state FROM step WHERE video_id = %s ORDER BY id"
UNLEFT = """
    SELECT (SELECT count(*) FROM videos) + (SELECT count(*) FROM step)
         + (SELECT count(*) FROM segment)
"""


@pytest.fixture
async def video(videos: PostgresVideos) -> UUID:
    """A video just sent."""
    return (await videos.submit(a_new_video())).id


async def test_a_cancelled_video_ends_all_its_steps(
    queue: Queue, videos: PostgresVideos, video: UUID
) -> None:
    await prepare(queue, video, chunks=2)
    running = await take(queue, video, Kind.ENCODE)

    assert (await videos.cancel(video)).status is Status.CANCELLED

    with pytest.raises(Fenced):
        await queue.beat(running, 0.5)


async def test_cancelling_twice_is_cancelling_once(videos: PostgresVideos, video: UUID) -> None:
    await videos.cancel(video)

    assert (await videos.cancel(video)).status is Status.CANCELLED


async def test_a_finished_video_cannot_be_cancelled(
    queue: Queue, videos: PostgresVideos, video: UUID
) -> None:
    await queue.fail(await take(queue, video, Kind.PREPARE), UNREADABLE)

    with pytest.raises(Conflict, match="falhou"):
        await videos.cancel(video)


async def test_cancel_and_finish_at_once_never_wait_for_each_other(
    queue: Queue, videos: PostgresVideos, video: UUID
) -> None:
    await prepare(queue, video, chunks=8)
    held = [await take(queue, video, Kind.ENCODE, index) for index in range(8)]

    async with asyncio.timeout(5):
        await asyncio.gather(
            *(queue.finish(claim, Encoded()) for claim in held), videos.cancel(video)
        )

    assert (await videos.get(video)).status is Status.CANCELLED


async def test_a_cancelled_video_goes_on_from_what_is_done(
    queue: Queue, videos: PostgresVideos, video: UUID
) -> None:
    await prepare(queue, video, chunks=3)
    await queue.finish(await take(queue, video, Kind.ENCODE), Encoded())
    stale = await take(queue, video, Kind.ENCODE, 1)
    await videos.cancel(video)

    assert (await videos.retry(video)).status is Status.PENDING

    again = await take(queue, video, Kind.ENCODE, 1)
    assert (again.attempt, again.crashes) == (stale.attempt + 1, 0)
    assert (await videos.get(video)).status is Status.PROCESSING
    with pytest.raises(Fenced):
        await queue.beat(stale, 0.5)
    await queue.finish(again, Encoded())
    await queue.finish(await take(queue, video, Kind.ENCODE, 2), Encoded())
    await queue.finish(await take(queue, video, Kind.FINISH), Published(url="u"))
    await queue.finish(await take(queue, video, Kind.CLEANUP), Cleaned())
    assert (await videos.get(video)).status is Status.DONE


async def test_a_video_that_crashed_too_often_has_all_its_tries_again(
    queue: Queue, videos: PostgresVideos, video: UUID
) -> None:
    for _ in range(3):
        await take(queue, video, Kind.PREPARE)
    assert await queue.claim(*await bell(queue, video, Kind.PREPARE)) is None
    assert (await videos.get(video)).failure == failure("processing_crashed")

    retried = await videos.retry(video)

    assert (retried.status, retried.failure) == (Status.PENDING, None)
    assert (await take(queue, video, Kind.PREPARE)).crashes == 0


async def test_cleaning_up_that_was_going_on_is_called_off_by_a_retry(
    queue: Queue, videos: PostgresVideos, video: UUID
) -> None:
    await videos.cancel(video)
    cleaning = await take(queue, video, Kind.CLEANUP)

    await videos.retry(video)

    with pytest.raises(Fenced):
        await queue.beat(cleaning, 0)
    ((waits,),) = await query(
        queue,
        "SELECT bool_and(scheduled_at > now() + interval '2 s') FROM procrastinate_jobs"
        " WHERE id IN (SELECT job_id FROM step)",
    )
    assert waits


@pytest.mark.parametrize("status", ["pendente", "em processamento", "concluído"])
async def test_only_what_failed_or_was_cancelled_can_be_tried_again(
    queue: Queue, videos: PostgresVideos, video: UUID, status: str
) -> None:
    if status != "pendente":
        await prepare(queue, video, chunks=1)
    if status == "concluído":
        await encode(queue, video, chunks=1)
        await queue.finish(await take(queue, video, Kind.FINISH), Published(url="u"))

    with pytest.raises(Conflict, match=status):
        await videos.retry(video)


async def test_a_file_that_is_at_fault_is_not_tried_again(
    queue: Queue, videos: PostgresVideos, video: UUID
) -> None:
    await queue.fail(await take(queue, video, Kind.PREPARE), UNREADABLE)

    with pytest.raises(Conflict, match="file"):
        await videos.retry(video)


async def test_a_retried_video_publishes_from_the_beginning(
    pool: object, queue: Queue, videos: PostgresVideos, video: UUID
) -> None:
    await prepare(queue, video, chunks=1)
    publication = PostgresPublication(queue.pool, video)
    async with publication.turn() as turn:
        assert turn is not None
        await turn.save({"720p": 3}, "early", 6.0)

    await publication.withdraw()

    async with publication.turn() as turn:
        assert turn is not None
        assert turn.published == {}
    assert (await videos.get(video)).early_url is None


async def test_a_deleted_video_is_gone_at_once_with_all_that_could_write_for_it(
    queue: Queue, videos: PostgresVideos, video: UUID
) -> None:
    await prepare(queue, video, chunks=2)
    running = await take(queue, video, Kind.ENCODE)
    segments = PostgresSegments(queue.pool, running)
    await segments.record(a_segment(rendition="720p", index=0))

    await videos.delete(video)

    with pytest.raises(NotFound):
        await videos.get(video)
    with pytest.raises(Fenced):
        await queue.beat(running, 0.5)
    with pytest.raises(Fenced):
        await segments.record(a_segment(rendition="720p", index=1))
    await queue.finish(running, Encoded())
    async with PostgresPublication(queue.pool, video).turn() as turn:
        assert turn is None
    assert await query(queue, UNLEFT) == [(0,)]
    assert await query(queue, "SELECT video_id FROM erasure") == [(video,)]


async def test_deleting_never_waits_for_who_writes_early_playlists(
    queue: Queue, videos: PostgresVideos, video: UUID
) -> None:
    await prepare(queue, video, chunks=1)

    async with PostgresPublication(queue.pool, video).turn(), asyncio.timeout(5):
        await videos.delete(video)


async def test_delete_record_and_finish_at_once_never_wait_in_a_circle(
    queue: Queue, videos: PostgresVideos, video: UUID
) -> None:
    await prepare(queue, video, chunks=8)
    held = [await take(queue, video, Kind.ENCODE, index) for index in range(8)]
    writers = [
        PostgresSegments(queue.pool, claim).record(a_segment(rendition="720p", index=index))
        for index, claim in enumerate(held[:4])
    ]

    async with asyncio.timeout(5):
        outcomes = await asyncio.gather(
            *writers,
            *(queue.finish(claim, Encoded()) for claim in held[4:]),
            videos.delete(video),
            return_exceptions=True,
        )

    assert {type(outcome) for outcome in outcomes} <= {type(None), Fenced}
    assert await query(queue, UNLEFT) == [(0,)]


async def test_what_is_not_there_cannot_be_decided_about(videos: PostgresVideos) -> None:
    nobody = a_new_video().id

    for decide in (videos.cancel, videos.retry, videos.delete):
        with pytest.raises(NotFound):
            await decide(nobody)


async def test_a_commit_whose_answer_is_lost_is_known_to_have_happened(
    postgres: PostgresServer, database_url: str
) -> None:
    with proxied(postgres.port) as proxy:
        through = database_url.replace(str(postgres.port), str(proxy.port))
        async with quick_pool(through) as pool:
            new = a_new_video()
            proxy.swallow_answer_to(b"COMMIT")

            video = await PostgresVideos(pool).submit(new)

    assert video.id == new.id
    assert proxy.connections > 1
    assert rows(database_url, "SELECT count(*), max(attempt) FROM step") == [(1, 0)]
    assert rows(database_url, "SELECT count(*) FROM procrastinate_jobs") == [(1,)]


async def test_a_commit_that_nobody_can_ask_about_is_unsettled(
    postgres: PostgresServer, database_url: str
) -> None:
    with proxied(postgres.port) as proxy:
        through = database_url.replace(str(postgres.port), str(proxy.port))
        async with quick_pool(through, timeout=0.3) as pool:
            proxy.swallow_answer_to(b"COMMIT", then_refuse=True)

            with pytest.raises(Unsettled):
                await PostgresVideos(pool).submit(a_new_video())

    assert rows(database_url, "SELECT count(*) FROM videos") == [(1,)]
