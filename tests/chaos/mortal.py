"""caudal's own commands, which wait to be harmed at chosen points of their work.

`CHAOS_POINTS=directory python -m tests.chaos.mortal worker`: whoever comes first to a point that
is the name of a file in the directory renames it, and goes on when that is gone.
"""

import functools
import os
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from caudal.adapters.erasures import PostgresErasures
from caudal.adapters.ffmpeg import SandboxedFfmpeg
from caudal.adapters.publication import PostgresPublication, PostgresTurn
from caudal.adapters.queue import Queue
from caudal.adapters.segments import PostgresSegments
from caudal.adapters.store import ObjectStore
from caudal.adapters.uploads import LocalFile, LocalUploads
from caudal.adapters.videos import PostgresVideos
from caudal.cli.main import run
from caudal.media.events import Event, SegmentClosed
from caudal.media.steps import Kind

Call = Callable[..., Awaitable[Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """Just before and just after one of our calls.

    Attributes:
        owner: The class that has the method.
        only: Tells by the call's arguments whether it is one of these; None: each is.
    """

    owner: type
    method: str
    only: Callable[..., bool] | None = None


def _ends(*names: str) -> Callable[..., bool]:
    return lambda _store, key, *_: key.endswith(names)


def _of(*kinds: Kind) -> Callable[..., bool]:
    """Calls that are about steps of these kinds: `(self, [db], held, …)`."""
    return lambda *args: next(a for a in args if hasattr(a, "kind")).kind in kinds


MAKING = (Kind.FIRST, Kind.ENCODE, Kind.AUDIO)

WORKER_POINTS = {
    "claim": Point(owner=Queue, method="claim"),
    "finish-prepare": Point(owner=Queue, method="finish", only=_of(Kind.PREPARE)),
    "finish-encode": Point(owner=Queue, method="finish", only=_of(*MAKING)),
    "finish-finish": Point(owner=Queue, method="finish", only=_of(Kind.FINISH)),
    "finish-cleanup": Point(owner=Queue, method="finish", only=_of(Kind.CLEANUP)),
    "open-encodes": Point(owner=Queue, method="_go_on", only=_of(Kind.PREPARE)),
    "open-finish": Point(owner=Queue, method="_go_on", only=_of(*MAKING)),
    "open-cleanup": Point(owner=Queue, method="_go_on", only=_of(Kind.FINISH)),
    "put-segment": Point(owner=ObjectStore, method="put", only=_ends(".ts")),
    "put-still": Point(owner=ObjectStore, method="put", only=_ends(".jpg")),
    "put-early": Point(owner=ObjectStore, method="put", only=_ends("early.m3u8")),
    "put-index": Point(owner=ObjectStore, method="put", only=_ends("index.m3u8")),
    "put-master": Point(owner=ObjectStore, method="put", only=_ends("master.m3u8")),
    "record": Point(owner=PostgresSegments, method="record"),
    "early-turn": Point(owner=PostgresTurn, method="segments"),
    "early-saved": Point(owner=PostgresTurn, method="save"),
    "source-removed": Point(owner=LocalUploads, method="delete"),
    "objects-removed": Point(owner=ObjectStore, method="delete"),
}
CANCEL_POINTS = {
    "withdraw": Point(owner=PostgresPublication, method="withdraw"),
    "cancel": Point(owner=PostgresVideos, method="cancel"),
}
RETRY_POINTS = {"retry": Point(owner=PostgresVideos, method="retry")}
DELETE_POINTS = {
    "delete": Point(owner=PostgresVideos, method="delete"),
    "erase": Point(owner=PostgresErasures, method="done"),
}
UPLOAD_POINTS = {
    "file-kept": Point(owner=LocalFile, method="keep"),
    "row-written": Point(owner=PostgresVideos, method="_insert"),
    "submit": Point(owner=PostgresVideos, method="submit"),
}
POINTS = {**WORKER_POINTS, **CANCEL_POINTS, **RETRY_POINTS, **DELETE_POINTS, **UPLOAD_POINTS}

# Inside a run of ffmpeg, when it has said that a segment is closed.
SEGMENT_CLOSED = "segment-closed"


def names(points: dict[str, Point]) -> list[str]:
    """What files in the directory are called for these points."""
    return [f"{name}-{when}" for name in points for when in ("before", "after")]


def wait_at(point: str, directory: Path) -> None:
    """Let whoever watches do their harm, if somebody waits for this point.

    The whole process stands still meanwhile.
    """
    armed = directory / point
    if not armed.exists():
        return
    reached = directory / f"{point}.{os.getpid()}"
    try:
        armed.rename(reached)
    except FileNotFoundError:
        return  # another process was here first
    while reached.exists():
        time.sleep(0.002)


def arm(directory: Path) -> None:
    """Have all points watched in this process."""
    for name, point in POINTS.items():
        original = getattr(point.owner, point.method)
        setattr(point.owner, point.method, _watched(name, point, original, directory))
    run_ffmpeg = SandboxedFfmpeg.__call__

    async def watched(
        ffmpeg: SandboxedFfmpeg,
        *args: Any,
        on_event: Callable[[Event], Awaitable[None]],
        **options: Any,
    ) -> float:
        async def heard(event: Event) -> None:
            if isinstance(event, SegmentClosed):
                wait_at(SEGMENT_CLOSED, directory)
            await on_event(event)

        return float(await run_ffmpeg(ffmpeg, *args, on_event=heard, **options))

    setattr(SandboxedFfmpeg, "__call__", watched)  # noqa: B010  (not ours to assign, says mypy)


def _watched(name: str, point: Point, original: Call, directory: Path) -> Call:
    @functools.wraps(original)
    async def call(*args: Any, **options: Any) -> Any:
        if point.only is not None and not point.only(*args):
            return await original(*args, **options)
        wait_at(f"{name}-before", directory)
        result = await original(*args, **options)
        wait_at(f"{name}-after", directory)
        return result

    return call


if __name__ == "__main__":
    arm(Path(os.environ["CHAOS_POINTS"]))
    run()
