"""The schema of a newer version is brought in while processes of this one work on."""

from pathlib import Path

import httpx
import psycopg

from tests.chaos.installation import Installation
from tests.chaos.sender import Sender
from tests.chaos.witness import until_all_is_over
from tests.queueing import rows

# What a newer version may do: add. See "Upgrade" in docs/operating.md.
NEWER = (
    "ALTER TABLE videos ADD COLUMN of_a_newer_version text NOT NULL DEFAULT 'unset'",
    "ALTER TABLE step ADD COLUMN of_a_newer_version integer",
    "ALTER TABLE segment ADD COLUMN of_a_newer_version boolean NOT NULL DEFAULT false",
    "CREATE INDEX of_a_newer_version ON videos (of_a_newer_version)",
    "UPDATE alembic_version SET version_num = '9999'",
)


def test_workers_of_both_versions_go_on_over_a_migration(place: Installation, film: Path) -> None:
    sender = Sender(place.api, film)
    before = sender.send("before")

    with psycopg.connect(place.database_url, autocommit=True) as db:
        for change in NEWER:
            db.execute(change)
    during = sender.send("during")  # the API that runs goes on, and so do the workers
    for name in ("worker-0", "worker-1"):
        place.restart(name)
    after = sender.send("after")
    ready = httpx.get(f"{place.api}/readyz")

    assert [sender.until_over(video) for video in (before, during, after)] == ["concluído"] * 3
    until_all_is_over(place)
    assert ready.status_code == 200
    assert rows(place.database_url, "SELECT DISTINCT of_a_newer_version FROM videos") == [
        ("unset",)
    ]
