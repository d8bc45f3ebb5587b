"""Seeded harm at every point of a video's way: nothing is lost, stuck, wrong or left behind.

`make chaos KILLS=200 SEED=7` runs more of it.
"""

import os
import signal
import time
from collections import Counter
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import suppress
from pathlib import Path

import httpx
import psutil
import pytest

from tests.chaos.installation import LEASE, Installation, within
from tests.chaos.plan import Harm, Round, draw
from tests.chaos.sender import Impatient, Sender
from tests.chaos.witness import (
    WATCH_EDGES,
    Bucket,
    Watch,
    open_work,
    tidy,
    until_all_is_over,
    verdict,
)
from tests.queueing import rows

KILLS = int(os.environ.get("KILLS") or 16)
SEED = int(os.environ.get("SEED") or 1)

AT_ONCE = 4  # videos
REACHED = 120.0  # seconds in which a point must be

COUNTED = "SELECT status, count(*) FROM videos GROUP BY status"


def test_whatever_dies_nothing_is_lost_stuck_wrong_or_left_behind(
    place: Installation, film: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    plan = draw(SEED, KILLS)
    sender = Sender(place.api, film)
    rows(place.database_url, WATCH_EDGES)
    with httpx.Client(timeout=30) as http:
        bucket = Bucket(place, http)
        undisturbed = sender.send("undisturbed.mp4")
        assert sender.until_over(undisturbed) == "concluído"
        until_all_is_over(place)
        expected = bucket.output(undisturbed)

        begun = time.monotonic()
        with Watch(bucket, sender) as watch:
            try:
                storm(place, sender, plan)
            except Impatient as late:
                raise AssertionError(f"{late}: {open_work(place)}") from None
            until_all_is_over(place)
        lasted = time.monotonic() - begun
        statuses = place.stop()
        orphans = tidy(place)
        wrong = list(verdict(place, sender, bucket, expected))

    harms = Counter(turn.harm.value for turn in plan)
    statuses_of_videos = dict(rows(place.database_url, COUNTED))
    with capsys.disabled():
        print(  # noqa: T201 - the seed repeats the plan
            f"\nseed {SEED}: {len(plan)} harms at {len({turn.point for turn in plan})} points"
            f" in {lasted:.0f} s: {dict(harms)}"
            f"\n{len(sender.promised)} uploads acknowledged, {len(sender.broken)} not,"
            f" {sender.errors} calls repeated; {statuses_of_videos}; {watch.seen} playlists"
            f" looked at; {len(orphans)} orphans removed"
        )
    assert wrong == []
    assert watch.wrong == []
    assert watch.seen > len(plan)
    assert statuses == [0] * len(statuses)


def storm(place: Installation, sender: Sender, plan: list[Round]) -> None:
    """Do all the harm of a plan, while videos are sent."""
    playing: set[Future[None]] = set()
    with ThreadPoolExecutor(AT_ONCE) as senders:
        for turn in plan:
            (place.points / turn.point).touch()
            playing.add(senders.submit(sender.play, turn))
            reached = _until_reached(place, turn, playing)
            _do(turn.harm, int(reached.suffix[1:]), reached, place)
            place.tend()
            over, playing = wait(playing, timeout=0)
            if len(playing) >= AT_ONCE:
                more, playing = wait(playing, return_when=FIRST_COMPLETED)
                over |= more
            for one in over:
                one.result()
        for one in playing:
            one.result()


def _until_reached(place: Installation, turn: Round, playing: set[Future[None]]) -> Path:
    with suppress(TimeoutError):
        for _ in within(REACHED):
            for path in place.points.glob(f"{turn.point}.*"):
                return path
            for one in playing:
                if one.done():
                    one.result()
    raise AssertionError(f"nobody came to {turn}")


def _do(harm: Harm, pid: int, reached: Path, place: Installation) -> None:
    """Harm while the process stands still; then it may go on."""
    match harm:
        case Harm.KILL:
            place.kill(pid)
            reached.unlink()
        case Harm.FREEZE:
            os.kill(pid, signal.SIGSTOP)
            reached.unlink()
            time.sleep(LEASE + 2)
            os.kill(pid, signal.SIGCONT)
        case Harm.FFMPEG:
            for child in psutil.Process(pid).children(recursive=True):
                with suppress(psutil.NoSuchProcess):  # it has just ended by itself
                    child.kill()
            reached.unlink()
        case Harm.DATABASE:
            place.postgres.stop("immediate")
            reached.unlink()
            time.sleep(0.5)
            place.postgres.start()
        case Harm.COMMIT:
            place.database.swallow_answer_to(b"COMMIT")
            reached.unlink()
        case Harm.STORE_CUT:
            place.store.cut()
            reached.unlink()
        case Harm.STORE_BUSY:
            with place.store.busy():
                reached.unlink()
                time.sleep(1.5)
        case Harm.STORE_AWAY:
            with place.store.refusing():
                reached.unlink()
                time.sleep(1.5)
