"""What caudal needs is away for a while: it says so, waits without haste, and goes on by itself.

`make chaos` repeats this with outages of a minute.
"""

import os
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import httpx
import pytest

from tests.api import assert_problem
from tests.chaos.fleet import lasting
from tests.chaos.installation import Installation, within
from tests.chaos.sender import Sender
from tests.chaos.witness import WATCH_EDGES, Bucket, Watch, tidy, until_all_is_over, verdict
from tests.proxy import Proxy
from tests.queueing import rows

OUTAGE = float(os.environ.get("OUTAGE") or 4)  # seconds
AT_ONCE = 3  # videos

# Connections that three processes try to open; a loop without a pause would open thousands.
MOST_PER_SECOND = 200

COUNTED = "SELECT coalesce(sum(crashes), 0)::int FROM step"


def test_a_database_that_is_away_is_told_waited_for_and_costs_nothing(
    place: Installation, film: Path
) -> None:
    def told(api: httpx.Client) -> None:
        for answer in (post(api, film), api.get("/v1/videos")):
            assert_problem(answer, 503, "database_unavailable")
            assert answer.headers["retry-after"]
        assert reasons(api) == {"/database"}
        assert api.get("/livez").status_code == 200

    go_through(place, film, place.database, place.database.refusing, told)


@pytest.mark.parametrize("trouble", ["busy", "away", "cut in mid-body", "silent"])
def test_a_store_in_trouble_is_told_waited_for_and_costs_nothing(
    place: Installation, film: Path, trouble: str
) -> None:
    store = place.store
    begin = {
        "busy": store.busy,
        "away": store.refusing,
        "cut in mid-body": lambda: store.cutting_after(1500),
        "silent": store.silent,
    }[trouble]

    # What is small gets through where a segment does not.
    away = set() if trouble == "cut in mid-body" else {"/store"}

    def told(api: httpx.Client) -> None:
        assert reasons(api) == away
        assert api.get("/v1/videos").status_code == 200
        assert api.get("/livez").status_code == 200

    go_through(place, film, store, begin, told)


def go_through(
    place: Installation,
    film: Path,
    proxy: Proxy,
    trouble: Callable[[], AbstractContextManager[None]],
    told: Callable[[httpx.Client], None],
) -> None:
    """Have trouble while videos are made, and see that all of them end as without it."""
    sender = Sender(place.api, film)
    rows(place.database_url, WATCH_EDGES)
    with httpx.Client(timeout=30) as http, httpx.Client(base_url=place.api, timeout=30) as api:
        bucket = Bucket(place, http)
        undisturbed = sender.send("undisturbed")
        sender.until_over(undisturbed)
        until_all_is_over(place)
        expected = bucket.output(undisturbed)

        with Watch(bucket, sender) as watch:
            videos = [sender.send(str(number)) for number in range(AT_ONCE)]
            for _ in within(30):
                if sender.get(videos[0])["status"] == "em processamento":
                    break
            with trouble():
                before = proxy.connections
                for _ in lasting(OUTAGE):
                    told(api)
                opened = proxy.connections - before
            ends = {sender.until_over(video) for video in videos}
            until_all_is_over(place)
        ((crashes,),) = rows(place.database_url, COUNTED)
        ready = api.get("/readyz").status_code
        statuses = place.stop()
        tidy(place)

        assert ends == {"concluído"}
        assert list(verdict(place, sender, bucket, expected)) == []
        assert watch.wrong == []
        assert crashes == 0
        assert ready == 200
        assert opened <= MOST_PER_SECOND * OUTAGE
        assert statuses == [0] * len(statuses)


def post(api: httpx.Client, film: Path) -> httpx.Response:
    with film.open("rb") as content:
        return api.post("/v1/videos", files={"file": ("refused.mp4", content)})


def reasons(api: httpx.Client) -> set[str]:
    """What is not well, as readiness tells it."""
    answer = api.get("/readyz")
    if answer.is_success:
        return set()
    return {str(error["pointer"]) for error in assert_problem(answer, 503, "not_ready")["errors"]}
