"""A new version is rolled out while videos come in: every process stops and starts in turn."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx

from tests.chaos.installation import FLEET, Installation
from tests.chaos.sender import Sender
from tests.chaos.witness import WATCH_EDGES, Bucket, Watch, tidy, until_all_is_over, verdict
from tests.queueing import rows

SENDERS = 2
EACH = 2  # videos

CRASHES = "SELECT sum(crashes)::int FROM step"


def test_a_rolling_restart_under_load_loses_no_video_and_burns_no_attempt(
    place: Installation, film: Path
) -> None:
    sender = Sender(place.api, film)
    rows(place.database_url, WATCH_EDGES)
    with httpx.Client(timeout=30) as http:
        bucket = Bucket(place, http)
        undisturbed = sender.send("undisturbed")
        sender.until_over(undisturbed)
        until_all_is_over(place)
        expected = bucket.output(undisturbed)

        with Watch(bucket, sender) as watch, ThreadPoolExecutor(SENDERS) as senders:
            ends = [senders.submit(send_some, sender, number) for number in range(SENDERS)]
            statuses = [place.restart(name) for name in FLEET]
            ended = [end for one in ends for end in one.result()]
        until_all_is_over(place)
        ((crashes,),) = rows(place.database_url, CRASHES)
        place.stop()
        orphans = tidy(place)

        assert statuses == [0] * len(statuses)
        assert ended == ["concluído"] * SENDERS * EACH
        assert list(verdict(place, sender, bucket, expected)) == []
        assert watch.wrong == []
        assert crashes == 0
        assert orphans == []


def send_some(sender: Sender, number: int) -> list[str]:
    """Send videos one after the other; the ends of all."""
    return [sender.until_over(sender.send(f"{number}-{n}")) for n in range(EACH)]
