"""Looks at an installation from outside: the bucket, the rows, the disk, the processes."""

import asyncio
import re
import threading
from collections.abc import Iterator, Mapping, Set
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from posixpath import dirname, join, normpath
from uuid import UUID

import httpx
import m3u8
import psutil

from caudal.adapters import scratch
from caudal.adapters.database import patient_pool
from caudal.housekeeping import House
from caudal.stages.tidy import Orphan
from tests.chaos.compare import Output, differences
from tests.chaos.installation import Installation, within
from tests.chaos.plan import Wish
from tests.chaos.sender import Sender
from tests.queueing import rows

LEGAL = {
    (None, "pendente"),
    ("pendente", "em processamento"),
    ("em processamento", "concluído"),
    ("em processamento", "falhou"),
    ("pendente", "falhou"),
    ("pendente", "cancelado"),
    ("em processamento", "cancelado"),
    ("falhou", "pendente"),
    ("cancelado", "pendente"),
}

WATCH_EDGES = """
    CREATE TABLE edge (video uuid, before text, after text);
    CREATE FUNCTION note_edge() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP = 'INSERT' THEN
            INSERT INTO edge VALUES (NEW.id, NULL, NEW.status);
        ELSIF NEW.status <> OLD.status THEN
            INSERT INTO edge VALUES (NEW.id, OLD.status, NEW.status);
        END IF;
        RETURN NULL;
    END $$;
    CREATE TRIGGER note_edge AFTER INSERT OR UPDATE ON videos
        FOR EACH ROW EXECUTE FUNCTION note_edge();
"""
OPEN = """
    SELECT (SELECT count(*) FROM step WHERE state IN ('ready', 'running')),
           (SELECT count(*) FROM procrastinate_jobs),
           (SELECT count(*) FROM videos WHERE status IN ('pendente', 'em processamento'))
"""
OPEN_STEPS = "SELECT * FROM step WHERE state IN ('ready', 'running')"
OPEN_JOBS = "SELECT *, now() FROM procrastinate_jobs"
ACTIVITY = """
    SELECT pid, state, wait_event, now() - xact_start AS since, left(query, 80)
      FROM pg_stat_activity WHERE datname = current_database()
"""

# What of a key says which attempt made it.
ATTEMPT = re.compile(r"(\d{5})-\d+(\.\w+)")


class Bucket:
    """Objects, seen past the proxy."""

    def __init__(self, place: Installation, http: httpx.Client) -> None:
        self._http = http
        self._url = f"{place.store_endpoint}/{place.bucket.removeprefix('s3://')}"

    def sizes(self, prefix: str) -> dict[str, int]:
        """Keys below a prefix, all of them, and the bytes of each object."""
        found: dict[str, int] = {}
        token: str | None = ""
        while token is not None:
            query = {"list-type": "2", "prefix": prefix}
            if token:
                query["continuation-token"] = token
            text = self._http.get(self._url, params=query).raise_for_status().text
            for entry in re.findall("<Contents>(.*?)</Contents>", text, re.DOTALL):
                (key,), (size,) = (
                    re.findall("<Key>(.*?)</Key>", entry),
                    re.findall(r"<Size>(\d+)", entry),
                )
                found[key] = int(size)
            more = re.search("<NextContinuationToken>(.*?)</NextContinuationToken>", text)
            token = more.group(1) if more else None
        return found

    def get(self, key: str) -> bytes | None:
        answer = self._http.get(f"{self._url}/{key}")
        return None if answer.status_code == 404 else answer.raise_for_status().content

    def output(self, video: UUID) -> dict[str, bytes]:
        """What a video consists of, by names without attempts."""
        found: dict[str, bytes] = {}
        for key in self.sizes(f"{video}/"):
            data = self.get(key)
            assert data is not None
            if key.endswith((".m3u8", ".vtt")):
                data = ATTEMPT.sub(r"\1\2", data.decode()).encode()
            name = ATTEMPT.sub(r"\1\2", key.removeprefix(f"{video}/"))
            assert name not in found, f"{key} is there twice"
            found[name] = data
        return found


def named(key: str, text: str) -> Iterator[str]:
    """Keys of the objects that a playlist names."""
    parsed = m3u8.loads(text)
    entries = (*parsed.segments, *parsed.playlists, *parsed.media, *parsed.iframe_playlists)
    for entry in entries:
        if entry.uri:
            yield normpath(join(dirname(key), entry.uri))


class Watch:
    """Reads every playlist again and again, and notes those that name what is not there."""

    def __init__(self, bucket: Bucket, sender: Sender) -> None:
        self.seen = 0
        self.wrong: list[str] = []
        self._bucket = bucket
        self._sender = sender
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._look_on)

    def __enter__(self) -> "Watch":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def _look_on(self) -> None:
        done: set[UUID] = set()
        while not self._over.wait(0.3):
            for video in [*self._sender.watched() - done]:
                if self._look_at(video) and self._bucket.get(f"{video}/master.m3u8") is not None:
                    done.add(video)  # looked at once more at the end

    def _look_at(self, video: UUID) -> bool:
        playlists = [key for key in self._bucket.sizes(f"{video}/") if key.endswith(".m3u8")]
        for key in playlists:
            text = self._bucket.get(key)
            if text is None:
                continue
            self.seen += 1
            there = self._bucket.sizes(f"{video}/")
            missing = [name for name in named(key, text.decode()) if not there.get(name)]
            # What its sender has ended may go at any moment.
            if missing and video not in self._sender.ending:
                self.wrong.append(f"{key} names {missing}")
        return bool(playlists)


def until_all_is_over(place: Installation, seconds: float = 90) -> None:
    """Wait until nothing is left to do."""
    try:
        for _ in within(seconds):
            ((steps, jobs, videos),) = rows(place.database_url, OPEN)
            if steps == jobs == videos == 0:
                return
    except TimeoutError:
        raise AssertionError(f"stuck: {open_work(place)}") from None


def open_work(place: Installation) -> list[tuple[object, ...]]:
    """What is not done, and what the database is doing."""
    return [
        row for ask in (OPEN_STEPS, OPEN_JOBS, ACTIVITY) for row in rows(place.database_url, ask)
    ]


def tidy(place: Installation) -> list[Orphan]:
    """One pass of the janitor with age 0, and of the erasures that are due in ten minutes."""
    return asyncio.run(_tidy(place))


async def _tidy(place: Installation) -> list[Orphan]:
    settings = place.settings()
    async with patient_pool(place.database_url) as pool:
        house = House.of(settings, pool)
        for _ in range(2):
            async with pool.connection() as db:
                await db.execute("UPDATE erasure SET due_at = now()")
            await house.erase()
        orphans = await house.orphans(timedelta(0))
        scratch.remove_dead(settings.scratch)
        await house.remove(orphans)
    return orphans


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A video as the database knows it, with the keys of its recorded segments."""

    id: UUID
    filename: str
    status: str
    error: str | None
    crashes: int
    recorded: Set[str]

    def __str__(self) -> str:
        return f"{self.filename} ({self.id}, {self.status})"


VIDEOS = """
    SELECT id, filename, status, error_code,
           (SELECT coalesce(max(crashes), 0) FROM step WHERE video_id = videos.id),
           ARRAY(SELECT key FROM segment WHERE video_id = videos.id)
      FROM videos
"""
EDGES = "SELECT before, after, count(*) FROM edge GROUP BY before, after"


def verdict(
    place: Installation, sender: Sender, bucket: Bucket, undisturbed: Output
) -> Iterator[str]:
    """Everything that is not as it must be, when all is over and tidied up."""
    found = {
        row[0]: Row(
            id=row[0],
            filename=row[1],
            status=row[2],
            error=row[3],
            crashes=row[4],
            recorded=set(row[5]),
        )
        for row in rows(place.database_url, VIDEOS)
    }
    for before, after, times in rows(place.database_url, EDGES):
        if (before, after) not in LEGAL:
            yield f"{times} times from {before} to {after}"
    for video, wish in sender.promised.items():
        if (video in found) == (wish is Wish.DELETE):
            yield f"{video}, whose sender wants to {wish}, is {found.get(video)}"
    for row in found.values():
        yield from _wrong_with(row, bucket, undisturbed)
    yield from _left(place, found, bucket)


def _wrong_with(row: Row, bucket: Bucket, undisturbed: Output) -> Iterator[str]:
    if row.status == "concluído":
        if wrong := differences(bucket.output(row.id), undisturbed):
            yield f"{row} differs in {wrong}"
    elif bucket.sizes(f"{row.id}/").keys() != row.recorded:
        yield f"{row} has other objects than records"
    if row.status == "falhou" and (row.error != "processing_crashed" or row.crashes < 3):
        yield f"{row} failed: {row.error} after {row.crashes} crashes"


def _left(place: Installation, found: Mapping[UUID, Row], bucket: Bucket) -> Iterator[str]:
    owners = {key.partition("/")[0] for key in bucket.sizes("")}
    yield from (f"objects of {owner}" for owner in owners if UUID(owner) not in found)
    waiting = {str(row.id) for row in found.values() if row.status in {"cancelado", "falhou"}}
    sources = {path.name for path in (place.data / "uploads").iterdir()}
    if sources != waiting:
        yield f"sources: {sources ^ waiting}"
    if left := [path for path in (place.data / "scratch").iterdir() if path.is_dir()]:
        yield f"scratch: {left}"
    if rows(place.database_url, "SELECT FROM erasure"):
        yield "deleted videos are still to be erased"
    for process in psutil.process_iter():
        with suppress(psutil.Error):
            if process.cwd().startswith(str(place.data)):
                yield f"{process} lives"
