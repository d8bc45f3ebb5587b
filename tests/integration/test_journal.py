"""What happened is recorded by the database itself, whoever changes the rows."""

from datetime import timedelta
from fractions import Fraction
from pathlib import Path
from uuid import UUID

import pytest

from caudal.adapters.database import PatientPool
from caudal.adapters.failures import failure, last_words
from caudal.adapters.journal import PostgresJournal, forget
from caudal.adapters.queue import Queue
from caudal.adapters.segments import PostgresSegments
from caudal.adapters.videos import PostgresVideos
from caudal.errors import CorruptInput, ToolFailed
from caudal.media.access import Scope
from caudal.media.journal import DAY, HOUR, Outcome, Period
from caudal.media.steps import Kind, Lane
from caudal.media.video import Status
from caudal.ports import Encoded, Published
from tests.api import assert_problem
from tests.build import a_segment
from tests.guarded import guarded
from tests.keys import a_key
from tests.queueing import a_new_video, prepare, query, take

FAILED = ToolFailed(
    ["/opt/ffmpeg", "-i", "/srv/My Videos/uploads/1/source", "out.ts"],
    1,
    "/srv/My Videos/uploads/1/source: Invalid data found at 1/25, see https://ffmpeg.org/x\n"
    "Error opening '/proc/self/fd/7', /srv/My Videos/uploads/1/source.part.\n",
)


@pytest.fixture
def journal(pool: PatientPool) -> PostgresJournal:
    return PostgresJournal(pool, silence=timedelta(seconds=30))


@pytest.fixture
async def video(videos: PostgresVideos) -> UUID:
    return (await videos.submit(a_new_video())).id


def statuses(periods: object) -> list[tuple[Status, bool]]:
    assert isinstance(periods, list)
    assert all(isinstance(period, Period) for period in periods)
    return [(period.status, period.ended_at is None) for period in periods]


async def test_every_status_of_a_video_is_recorded_with_its_end(
    videos: PostgresVideos, queue: Queue, journal: PostgresJournal, video: UUID
) -> None:
    await take(queue, video, Kind.PREPARE)
    await videos.cancel(video)
    await videos.retry(video)
    periods = (await journal.of(video)).periods

    assert statuses(periods) == [
        (Status.PENDING, False),
        (Status.PROCESSING, False),
        (Status.CANCELLED, False),
        (Status.PENDING, True),
    ]
    moments = [period.began_at for period in periods]
    assert moments == sorted(moments)
    assert all(p.ended_at >= p.began_at for p in periods if p.ended_at)


async def test_every_attempt_says_how_it_ended(
    queue: Queue, journal: PostgresJournal, video: UUID
) -> None:
    await take(queue, video, Kind.PREPARE)  # its worker dies
    held = await take(queue, video, Kind.PREPARE)
    await queue.give_back(held)
    held = await take(queue, video, Kind.PREPARE)
    await queue.stumble(held, "processing_crashed", last_words(FAILED))
    held = await take(queue, video, Kind.PREPARE)
    await queue.fail(held, failure("processing_timeout"))
    attempts = (await journal.of(video)).attempts

    assert [(a.kind, a.number, a.outcome, a.error) for a in attempts] == [
        (Kind.PREPARE, 1, Outcome.LOST, None),
        (Kind.PREPARE, 2, Outcome.GIVEN_BACK, None),
        (Kind.PREPARE, 3, Outcome.STUMBLED, "processing_crashed"),
        (Kind.PREPARE, 4, Outcome.FAILED, "processing_timeout"),
    ]
    assert all(a.ended_at and a.ended_at >= a.began_at for a in attempts)
    assert "Invalid data found at 1/25" in attempts[2].log


async def test_the_same_mishap_twice_is_two_events(
    queue: Queue, journal: PostgresJournal, video: UUID
) -> None:
    for _ in range(2):
        await queue.stumble(await take(queue, video, Kind.PREPARE), "processing_crashed")

    attempts = (await journal.of(video)).attempts
    assert [attempt.outcome for attempt in attempts] == [Outcome.STUMBLED] * 2


async def test_an_attempt_that_is_done_says_what_it_took(
    queue: Queue, journal: PostgresJournal, video: UUID
) -> None:
    await prepare(queue, video, chunks=2)
    await queue.finish(await take(queue, video, Kind.ENCODE, 0), Encoded(cpu=1.5))
    await take(queue, video, Kind.ENCODE, 1)
    attempts = (await journal.of(video)).attempts

    assert [(a.kind, a.index, a.outcome, a.cpu) for a in attempts] == [
        (Kind.PREPARE, 0, Outcome.DONE, 0.0),
        (Kind.ENCODE, 0, Outcome.DONE, 1.5),
        (Kind.ENCODE, 1, None, 0.0),
    ]


def test_the_last_words_of_a_tool_name_no_path() -> None:
    """The names of directories may have blanks in them."""
    fault = CorruptInput("The file is damaged.")
    fault.__cause__ = FAILED

    assert last_words(fault) == (
        "…: Invalid data found at 1/25, see https://ffmpeg.org/x\nError opening '…', ….part."
    )
    assert last_words(ValueError("/etc/passwd")) == ""


async def finished(queue: Queue, video: UUID) -> None:
    await prepare(queue, video, chunks=2)
    for index in range(2):
        held = await take(queue, video, Kind.ENCODE, index)
        segment = a_segment(index=index, size=1000 * (index + 1), duration=Fraction(2))
        await PostgresSegments(queue.pool, held).record(segment)
        await queue.finish(held, Encoded())
    await queue.finish(await take(queue, video, Kind.FINISH), Published(url="http://x/m.m3u8"))


async def test_what_goes_on_is_counted_from_the_rows(
    videos: PostgresVideos, queue: Queue, journal: PostgresJournal, video: UUID
) -> None:
    """One waits for half an hour, one is being converted, one is finished, one has failed."""
    await finished(queue, video)
    busy, broken, waits = [(await videos.submit(a_new_video())).id for _ in range(3)]
    await prepare(queue, busy, chunks=3)
    await take(queue, busy, Kind.ENCODE, 1)
    await queue.fail(await take(queue, broken, Kind.PREPARE), failure("processing_timeout"))
    ago = "UPDATE period SET began_at = began_at - interval '30 min' WHERE video_id = %s"
    await query(queue, ago, waits)

    found = await journal.operations(HOUR)

    assert (found.waiting, found.processing, found.stored, found.workers) == (1, 1, 3000, 0)
    assert 1800 <= (found.oldest or 0) < 2400
    assert found.failures == [("processing_timeout", 1)]
    assert [(load.lane, load.ready, load.running) for load in found.lanes] == [
        (Lane.BULK, 1, 1),
        (Lane.URGENT, 2, 0),
    ]
    assert len(found.parts) == 60
    assert found.parts[-1].began_at <= found.now
    totals = [
        sum(getattr(part, name) for part in found.parts)
        for name in ("queued", "done", "failed", "bytes")
    ]
    assert totals == [4, 1, 1, 3000]
    # It waited in every minute since.
    waited = [part.oldest for part in found.parts if part.waiting]
    assert len(waited) in (30, 31, 32)
    assert waited == sorted(waited)
    assert waited[-1] == pytest.approx(found.oldest, abs=1)
    day = (await journal.operations(DAY)).parts
    assert (len(day), sum(part.done for part in day)) == (48, 1)


async def test_what_was_done_stays_done_when_a_video_is_deleted_and_is_forgotten_later(
    videos: PostgresVideos, queue: Queue, journal: PostgresJournal, video: UUID
) -> None:
    await finished(queue, video)
    await videos.delete(video)

    after = await journal.operations(HOUR)
    assert (sum(part.done for part in after.parts), after.stored) == (1, 0)
    assert (await journal.of(video)).attempts == []

    await query(queue, "UPDATE period SET ended_at = ended_at - interval '31 days'")
    await forget(queue.pool)
    assert await query(queue, "SELECT * FROM period") == []


async def test_details_are_told_to_the_owner_and_operations_to_an_administrator(
    tmp_path: Path, database_url: str, queue: Queue
) -> None:
    async with guarded(tmp_path, database_url) as api:
        owner, other = [await a_key(api.credentials, tenant=name) for name in ("a", "b")]
        admin = await a_key(api.credentials, Scope.ADMIN)
        video = UUID((await api.send(owner)).json()["id"])
        await prepare(queue, video, chunks=2)
        held = await take(queue, video, Kind.ENCODE)
        segment = a_segment(rendition="1080p", size=500_000, duration=Fraction(2))
        await PostgresSegments(queue.pool, held).record(segment)
        path = f"/v1/videos/{video}/details"

        details = (await api.get(path, owner)).json()
        refused = await api.get(path, other)
        operations = await api.get("/v1/operations", admin, window="day")
        hidden = await api.get("/v1/operations", owner)
        unknown = await api.get("/v1/operations", admin, window="year")

    assert [period["status"] for period in details["periods"]] == ["pendente", "em processamento"]
    assert [attempt["step"] for attempt in details["attempts"]] == ["prepare", "encode"]
    (picture,) = details["renditions"]
    assert (picture["name"], picture["kind"], picture["segments"]) == ("1080p", "picture", 1)
    assert picture["rates"] == [{"start": 0.0, "duration": 2.0, "bitrate": 2_000_000}]
    assert_problem(refused, 404, "not_found")
    assert_problem(hidden, 403, "forbidden")
    assert_problem(unknown, 422, "invalid_request")
    body = operations.json()
    assert body["queue"]["processing"] == 1
    assert body["part_seconds"] == 1800
    assert body["store"] == {"available": True, "bytes": 0}
    assert 0 < body["disk"]["free_bytes"] <= body["disk"]["size_bytes"]
