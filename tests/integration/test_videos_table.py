from contextlib import suppress
from dataclasses import replace
from fractions import Fraction
from itertools import product

import psycopg
import pytest
from procrastinate.exceptions import ConnectorException

from caudal.adapters.database import patient_pool, quick_pool
from caudal.adapters.queue import Queue
from caudal.adapters.segments import PostgresSegments
from caudal.adapters.videos import PostgresVideos
from caudal.errors import DatabaseUnavailable, Fenced, NotFound
from caudal.media.plan import Options, Quality
from caudal.media.steps import Kind
from caudal.media.video import Status, Video
from caudal.ports import Cursor, Encoded
from tests.build import a_segment
from tests.postgres import PostgresServer, free_port
from tests.queueing import a_new_video, prepare, prepared, query, rows, take

LEGAL = {
    (Status.PENDING, Status.PROCESSING),
    (Status.PROCESSING, Status.DONE),
    (Status.PROCESSING, Status.FAILED),
    (Status.PENDING, Status.CANCELLED),
    (Status.PROCESSING, Status.CANCELLED),
    (Status.FAILED, Status.PENDING),
    (Status.CANCELLED, Status.PENDING),
}

SET_STATUS = """
    UPDATE videos SET status = %(status)s,
           url = CASE WHEN %(status)s = 'concluído' THEN 'u' END,
           error_code = CASE WHEN %(status)s = 'falhou' THEN 'c' END,
           error_message = CASE WHEN %(status)s = 'falhou' THEN 'm' END,
           error_retryable = CASE WHEN %(status)s = 'falhou' THEN true END
"""


async def test_a_submitted_video_is_pending_and_reads_back_as_it_was_sent(
    videos: PostgresVideos,
) -> None:
    options = Options(quality=Quality.BEST, rungs=(720, 360))
    new = replace(a_new_video(filename="férias 🎬.mov"), options=options)

    video = await videos.submit(new)

    assert video == await videos.get(new.id)
    assert (video.filename, video.options) == ("férias 🎬.mov", options)
    assert (video.status, video.progress, video.url) == (Status.PENDING, 0, None)
    assert video.created_at.tzinfo is not None


async def test_a_video_is_found_by_its_title_as_by_its_file(videos: PostgresVideos) -> None:
    new = replace(a_new_video(filename="MVI_0042.mov"), options=Options(title="Praia"))
    await videos.submit(new)

    for search in ("praia", "mvi"):
        page = await videos.page(status=None, search=search, limit=10, after=None)
        assert [video.id for video in page] == [new.id]


async def test_a_submitted_video_has_one_step_with_one_job(
    videos: PostgresVideos, queue: Queue
) -> None:
    await videos.submit(a_new_video())

    steps = await query(queue, "SELECT kind, lane, state, job_id FROM step")
    jobs = await query(queue, "SELECT id, queue_name, priority, status FROM procrastinate_jobs")
    job = jobs[0][0]
    assert steps == [("prepare", "urgent", "ready", job)]
    assert jobs == [(job, "urgent", (20 << 26) - 1, "todo")]  # the urgency, and the first turn


async def test_a_submission_that_fails_leaves_nothing(videos: PostgresVideos, queue: Queue) -> None:
    await query(queue, "ALTER TYPE procrastinate_job_to_defer_v1 RENAME TO gone")

    with pytest.raises(ConnectorException):
        await videos.submit(a_new_video())

    assert await query(queue, "SELECT FROM videos") == []
    assert await query(queue, "SELECT FROM step") == []
    assert await query(queue, "SELECT FROM procrastinate_jobs") == []


@pytest.mark.parametrize(
    ("search", "found"),
    [
        ("FERIAS", ["férias em Paraty.mov", "FÉRIAS 100%.mp4"]),
        ("érí", ["férias em Paraty.mov", "FÉRIAS 100%.mp4"]),
        ("0%", ["FÉRIAS 100%.mp4"]),
        ("_", []),
        ("\x00aula\n", ["Aula 1.mkv"]),
        ("", ["Aula 1.mkv", "férias em Paraty.mov", "FÉRIAS 100%.mp4"]),
    ],
)
async def test_names_are_searched_without_case_and_accents(
    videos: PostgresVideos, search: str, found: list[str]
) -> None:
    for name in ("FÉRIAS 100%.mp4", "férias em Paraty.mov", "Aula 1.mkv"):
        await videos.submit(a_new_video(filename=name))

    page = await videos.page(status=None, search=search, limit=10, after=None)

    assert [video.filename for video in page] == found


async def test_an_unknown_video_is_not_found(videos: PostgresVideos) -> None:
    with pytest.raises(NotFound):
        await videos.get(a_new_video().id)


async def test_pages_go_from_new_to_old_without_gap_or_repetition(videos: PostgresVideos) -> None:
    sent = [await videos.submit(a_new_video()) for _ in range(7)]

    seen: list[Video] = []
    after = None
    while page := await videos.page(status=None, limit=3, after=after):
        seen += page
        after = Cursor(created_at=page[-1].created_at, id=page[-1].id)
        await videos.submit(a_new_video())  # a new one shifts nothing

    assert seen == sent[::-1]


async def test_pages_can_be_of_one_status(videos: PostgresVideos, queue: Queue) -> None:
    waiting, started = [await videos.submit(a_new_video()) for _ in range(2)]
    await take(queue, started.id, Kind.PREPARE)

    page = await videos.page(status=Status.PENDING, limit=10, after=None)

    assert [video.id for video in page] == [waiting.id]


@pytest.mark.parametrize(("before", "after"), list(product(Status, Status)))
async def test_the_database_allows_only_the_legal_edges(
    database_url: str, videos: PostgresVideos, before: Status, after: Status
) -> None:
    video = await videos.submit(a_new_video())
    with psycopg.connect(database_url, autocommit=True) as db:
        db.execute("SET session_replication_role = replica")  # without the trigger
        db.execute(SET_STATUS, {"status": before})
        db.execute("RESET session_replication_role")

        with suppress(psycopg.errors.CheckViolation):
            db.execute(SET_STATUS, {"status": after})

    expected = after if before is after or (before, after) in LEGAL else before
    assert (await videos.get(video.id)).status is expected


async def test_a_change_moves_the_time_of_the_change_alone(
    videos: PostgresVideos, queue: Queue
) -> None:
    video = await videos.submit(a_new_video())

    await take(queue, video.id, Kind.PREPARE)

    changed = await videos.get(video.id)
    assert changed.updated_at > video.updated_at
    assert changed.created_at == video.created_at


async def test_source_and_plan_come_back_exactly(videos: PostgresVideos, queue: Queue) -> None:
    video = await videos.submit(a_new_video())

    await prepare(queue, video.id, chunks=3, sounds=1)

    made = prepared(chunks=3, sounds=1)
    stored = await videos.get(video.id)
    assert (stored.source, stored.plan) == (made.source, made.plan)


async def test_a_missing_database_is_called_unavailable_after_a_short_wait() -> None:
    url = f"postgresql://postgres@127.0.0.1:{free_port()}/none"
    async with quick_pool(url, timeout=0.2) as pool:
        with pytest.raises(DatabaseUnavailable):
            await PostgresVideos(pool).submit(a_new_video())


async def test_a_frozen_database_is_called_unavailable(
    database_url: str, postgres: PostgresServer
) -> None:
    async with quick_pool(database_url, timeout=0.2) as pool:
        videos = PostgresVideos(pool)
        await videos.check()

        with postgres.paused(), pytest.raises(DatabaseUnavailable):
            await videos.check()


async def test_the_check_passes_on_this_codes_schema(videos: PostgresVideos) -> None:
    await videos.check()


async def test_the_check_fails_on_another_schema(videos: PostgresVideos, database_url: str) -> None:
    rows(database_url, "UPDATE alembic_version SET version_num = '0000'")

    with pytest.raises(DatabaseUnavailable):
        await videos.check()


async def test_the_check_fails_on_a_database_without_schema(empty_database_url: str) -> None:
    async with patient_pool(empty_database_url) as pool:
        with pytest.raises(DatabaseUnavailable):
            await PostgresVideos(pool).check()


async def test_a_recorded_segment_comes_back_exactly_and_in_order(
    videos: PostgresVideos, queue: Queue
) -> None:
    video = await videos.submit(a_new_video())
    segments = PostgresSegments(queue.pool, await take(queue, video.id, Kind.PREPARE))
    second = a_segment(index=1, duration=Fraction(1001, 240))
    first = a_segment(index=0)
    sound = a_segment(rendition="audio-0", index=0)

    for segment in (second, sound, first):
        await segments.record(segment)

    assert await segments.recorded() == [first, second, sound]
    assert await segments.recorded("audio-0") == [sound]


async def test_a_segment_that_is_recorded_stays_as_it_is(
    videos: PostgresVideos, queue: Queue
) -> None:
    video = await videos.submit(a_new_video())
    segments = PostgresSegments(queue.pool, await take(queue, video.id, Kind.PREPARE))
    await segments.record(a_segment(size=1000))

    await segments.record(a_segment(size=2000))

    assert await segments.recorded() == [a_segment(size=1000)]


async def test_an_attempt_that_was_overtaken_records_nothing(
    videos: PostgresVideos, queue: Queue
) -> None:
    video = await videos.submit(a_new_video())
    stale = PostgresSegments(queue.pool, await take(queue, video.id, Kind.PREPARE))
    await take(queue, video.id, Kind.PREPARE)

    with pytest.raises(Fenced):
        await stale.record(a_segment())

    assert await stale.recorded() == []


async def test_a_waiting_video_knows_how_many_go_before_it(
    queue: Queue, videos: PostgresVideos
) -> None:
    first, second = [await videos.submit(a_new_video()) for _ in range(2)]

    assert (first.queue_position, second.queue_position) == (0, 1)
    await take(queue, first.id, Kind.PREPARE)
    assert (await videos.get(first.id)).queue_position is None
    assert (await videos.get(second.id)).queue_position == 0


async def test_the_time_left_follows_the_speed_so_far(queue: Queue, videos: PostgresVideos) -> None:
    video = (await videos.submit(a_new_video())).id
    await prepare(queue, video, chunks=2)
    held = await take(queue, video, Kind.ENCODE)
    assert (await videos.get(video)).eta is None  # too early to say

    await queue.beat(held, 1.0)
    started = "UPDATE videos SET started_at = now() - interval '1 h' WHERE id = %s"
    await query(queue, started, video)

    eta = (await videos.get(video)).eta
    assert eta is not None
    assert 3000 < eta < 4200  # half of the work took an hour


async def test_a_video_knows_what_cpu_time_it_took(queue: Queue, videos: PostgresVideos) -> None:
    video = (await videos.submit(a_new_video())).id
    await prepare(queue, video, chunks=2)

    for index in range(2):
        await queue.finish(await take(queue, video, Kind.ENCODE, index), Encoded(cpu=1.5))

    assert (await videos.get(video)).cpu == 3.0
