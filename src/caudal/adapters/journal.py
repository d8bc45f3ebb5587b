"""The rows of what happened, which the database itself writes, and what they tell."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import timedelta
from fractions import Fraction
from math import ceil
from typing import Any
from uuid import UUID

from psycopg.rows import kwargs_row

from caudal.adapters.database import Db, Pool, connection
from caudal.media.bitrate import Span
from caudal.media.journal import (
    Attempt,
    History,
    LaneLoad,
    Operations,
    Outcome,
    Part,
    Period,
    Window,
)
from caudal.media.steps import Kind, Lane
from caudal.media.video import Status

# A film of many hours that was tried again and again; who looks at it wants the end.
MOST = 2000

PERIODS = """
    SELECT status, began_at, ended_at, error_code FROM (
        SELECT * FROM period WHERE video_id = %(video)s ORDER BY id DESC LIMIT %(most)s
    ) AS latest ORDER BY id
"""
ATTEMPTS = """
    SELECT * FROM (
        SELECT kind, idx AS index, number, began_at, ended_at, outcome, cpu, error,
               coalesce(log, '') AS log
          FROM attempt WHERE video_id = %(video)s ORDER BY began_at DESC LIMIT %(most)s
    ) AS latest ORDER BY began_at
"""
SEGMENTS = """
    SELECT rendition, bytes, record ->> 'duration' FROM segment
     WHERE video_id = %(video)s ORDER BY rendition, idx
"""

NOW = """
    SELECT now() AS now,
           count(*) FILTER (WHERE status = %(pending)s) AS waiting,
           count(*) FILTER (WHERE status = %(processing)s) AS processing,
           extract(epoch FROM now() - min(began_at) FILTER (WHERE status = %(pending)s))::float8
               AS oldest
      FROM period WHERE status IN (%(pending)s, %(processing)s) AND ended_at IS NULL
"""
STORED = """
    SELECT coalesce(sum(bytes), 0)::bigint FROM period WHERE status = %(done)s AND ended_at IS NULL
"""
LANES = """
    SELECT lane, count(*) FILTER (WHERE state = 'ready') AS ready,
           count(*) FILTER (WHERE state = 'running') AS running
      FROM step
     WHERE state IN ('ready', 'running')
       AND video_id IN (SELECT id FROM videos WHERE status IN (%(pending)s, %(processing)s))
     GROUP BY lane ORDER BY lane
"""
# One worker of Procrastinate's a lane and process.
WORKERS = """
    SELECT count(*) FROM procrastinate_workers WHERE last_heartbeat > now() - %(silence)s
"""

# The last part is the one that goes on; whoever looks twice sees the same parts.
SERIES = """
    SELECT began_at, least(began_at + %(part)s, now()) AS ended_at
      FROM (SELECT to_timestamp((floor(extract(epoch FROM now()) / %(seconds)s) - back)
                                * %(seconds)s) AS began_at
              FROM generate_series(%(parts)s - 1, 0, -1) AS back) AS part
"""
PARTS = f"""
    WITH part AS MATERIALIZED ({SERIES}), happened AS (
        SELECT to_timestamp(floor(extract(epoch FROM began_at) / %(seconds)s) * %(seconds)s)
                   AS began_at,
               count(*) FILTER (WHERE status = %(pending)s) AS queued,
               count(*) FILTER (WHERE status = %(done)s) AS done,
               count(*) FILTER (WHERE status = %(failed)s) AS failed,
               coalesce(sum(bytes), 0)::bigint AS bytes
          FROM period WHERE began_at >= (SELECT min(began_at) FROM part)
         GROUP BY 1
    ), waited AS (
        SELECT part.began_at, count(*) AS waiting,
               extract(epoch FROM part.ended_at - min(period.began_at))::float8 AS oldest
          FROM part JOIN period ON period.status = %(pending)s
           AND period.began_at < part.ended_at
           AND (period.ended_at IS NULL OR period.ended_at >= part.ended_at)
         GROUP BY part.began_at, part.ended_at
    )
    SELECT part.began_at, coalesce(queued, 0) AS queued, coalesce(done, 0) AS done,
           coalesce(failed, 0) AS failed, coalesce(bytes, 0) AS bytes,
           coalesce(waiting, 0) AS waiting, coalesce(oldest, 0) AS oldest
      FROM part LEFT JOIN happened USING (began_at) LEFT JOIN waited USING (began_at)
     ORDER BY part.began_at
"""  # noqa: S608 - all of it stands above
FAILURES = f"""
    SELECT error_code, count(*) FROM period
     WHERE status = %(failed)s AND began_at >= (SELECT min(began_at) FROM ({SERIES}) AS part)
     GROUP BY error_code ORDER BY 2 DESC, 1
"""  # noqa: S608 - all of it stands above

# What is shown goes back a day; the rest is for whoever asks the table itself.
FORGOTTEN = """
    DELETE FROM period WHERE ended_at < now() - interval '30 days'
       AND NOT EXISTS (SELECT FROM videos WHERE id = period.video_id)
"""

WORDS = {
    "pending": Status.PENDING,
    "processing": Status.PROCESSING,
    "done": Status.DONE,
    "failed": Status.FAILED,
}


def _period(*, status: str, **columns: Any) -> Period:
    return Period(status=Status(status), **columns)


def _attempt(*, kind: str, outcome: str | None, **columns: Any) -> Attempt:
    ended = None if outcome is None else Outcome(outcome)
    return Attempt(kind=Kind(kind), outcome=ended, **columns)


def _lane(*, lane: str, **columns: Any) -> LaneLoad:
    return LaneLoad(lane=Lane(lane), **columns)


class PostgresJournal:
    """What happened to the videos, told from the rows."""

    def __init__(self, pool: Pool, *, silence: timedelta) -> None:
        """A worker that has been silent for so long is not counted."""
        self._pool = pool
        self._silence = silence

    async def of(self, video: UUID) -> History:
        """What is recorded of a video; nothing of one that is not there."""
        asked = {"video": video, "most": MOST}
        async with connection(self._pool) as db:
            periods = await _rows(db, PERIODS, asked, _period)
            attempts = await _rows(db, ATTEMPTS, asked, _attempt)
            found = await (await db.execute(SEGMENTS, asked)).fetchall()
        segments: dict[str, list[Span]] = defaultdict(list)
        for rendition, size, duration in found:
            segments[rendition].append(Span(size, Fraction(duration)))
        return History(periods=periods, attempts=attempts, segments=segments)

    async def operations(self, window: Window) -> Operations:
        """What goes on, and what went on in the window."""
        asked = {
            **WORDS,
            "silence": self._silence,
            "part": window.part,
            "seconds": window.part.total_seconds(),
            "parts": window.parts,
        }
        async with connection(self._pool) as db:
            (now,) = await _rows(db, NOW, asked, dict)
            ((stored,),) = await (await db.execute(STORED, asked)).fetchall()
            ((workers,),) = await (await db.execute(WORKERS, asked)).fetchall()
            failures = await (await db.execute(FAILURES, asked)).fetchall()
            return Operations(
                **now,
                stored=stored,
                workers=ceil(workers / len(Lane)),
                lanes=await _rows(db, LANES, asked, _lane),
                parts=await _rows(db, PARTS, asked, Part),
                failures=[(code, number) for code, number in failures],
            )


async def forget(pool: Pool) -> None:
    """Remove what happened long ago to videos that are gone."""
    async with connection(pool) as db:
        await db.execute(FORGOTTEN)


async def _rows(db: Db, query: str, asked: Mapping[str, Any], row: Any) -> Sequence[Any]:
    async with db.cursor(row_factory=kwargs_row(row)) as cursor:
        await cursor.execute(query, asked)
        return await cursor.fetchall()
