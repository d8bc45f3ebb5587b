"""Videos for the queue, without a picture in them."""

from dataclasses import replace
from typing import Any
from uuid import UUID

import psycopg
import uuid_utils

from caudal.adapters.queue import Claim, Queue
from caudal.media.plan import Chunk, Options
from caudal.media.steps import Kind
from caudal.media.video import NewVideo
from caudal.ports import Encoded, Prepared
from tests.build import a_plan, a_source, an_audio_rendition


def a_new_video(*, filename: str = "férias.mov") -> NewVideo:
    return NewVideo(
        id=UUID(int=uuid_utils.uuid7().int), filename=filename, bytes=1234, options=Options()
    )


def prepared(*, chunks: int, sounds: int = 0) -> Prepared:
    """A plan of so many chunks, one segment each, and so many sound tracks.

    With one rendition, nothing of the first chunk goes ahead.
    """
    source = a_source()
    plan = a_plan(source)
    return Prepared(
        source=source,
        plan=replace(
            plan,
            renditions=plan.renditions[:1],
            boundaries=tuple(range(0, 150 * (chunks + 1), 150)),
            chunks=tuple(
                Chunk(index=index, first_segment=index, end_segment=index + 1)
                for index in range(chunks)
            ),
            audio=tuple(an_audio_rendition(track=track) for track in range(sounds)),
        ),
    )


async def query(queue: Queue, statement: str, *parameters: object) -> list[tuple[Any, ...]]:
    """The rows of any statement."""
    async with queue.pool.connection() as db:
        found = await db.execute(statement, parameters)
        return await found.fetchall() if found.description else []


def rows(database_url: str, statement: str, *parameters: object) -> list[tuple[Any, ...]]:
    """The rows of any statement, on a connection of its own."""
    with psycopg.connect(database_url, autocommit=True) as db:
        found = db.execute(statement, parameters)
        return found.fetchall() if found.description else []


async def bell(queue: Queue, video: UUID, kind: Kind, index: int = 0) -> tuple[int, int]:
    """Step and job, as a worker hears of them."""
    ((step, job),) = await query(
        queue,
        "SELECT id, job_id FROM step WHERE video_id = %s AND kind = %s AND idx = %s",
        video,
        kind,
        index,
    )
    return step, job


async def take(queue: Queue, video: UUID, kind: Kind, index: int = 0) -> Claim:
    """Claim a step that can be claimed."""
    held = await queue.claim(*await bell(queue, video, kind, index))
    assert held is not None
    return held


async def prepare(queue: Queue, video: UUID, *, chunks: int, sounds: int = 0) -> None:
    """Bring a video as far as its encode steps."""
    held = await take(queue, video, Kind.PREPARE)
    await queue.finish(held, prepared(chunks=chunks, sounds=sounds))


async def encode(queue: Queue, video: UUID, *, chunks: int) -> None:
    """Run all encode steps."""
    for index in range(chunks):
        await queue.finish(await take(queue, video, Kind.ENCODE, index), Encoded())
