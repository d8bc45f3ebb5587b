"""A disk that is really full: for `make chaos` alone, because mounting one takes privileges."""

import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from tests.api import assert_problem
from tests.chaos.installation import Installation, installation, within
from tests.chaos.sender import Sender
from tests.chaos.test_bad_days import post, reasons
from tests.chaos.witness import WATCH_EDGES, Bucket, tidy, until_all_is_over, verdict
from tests.localstack import LocalStack
from tests.postgres import PostgresServer
from tests.queueing import rows

AMPLE = "64m"
LITTLE = "64k"

HELD = "SELECT coalesce(max(attempt), 0), coalesce(sum(crashes), 0)::int FROM step"


class Disk:
    """A file system of its own, as large as it is told to be."""

    def __init__(self, path: Path) -> None:
        self.path = path
        path.mkdir(parents=True)
        self._mount(f"size={AMPLE}")

    @contextmanager
    def full(self) -> Iterator[None]:
        """Leave next to nothing free."""
        self._mount(f"remount,size={LITTLE}")
        try:
            yield
        finally:
            self._mount(f"remount,size={AMPLE}")

    def end(self) -> None:
        subprocess.run(["umount", "--lazy", self.path], check=True)

    def _mount(self, options: str) -> None:
        subprocess.run(["mount", "-t", "tmpfs", "-o", options, "tmpfs", self.path], check=True)


@pytest.fixture
def disks(tmp_path: Path) -> Iterator[Mapping[str, Disk]]:
    """Of the directories of the same names."""
    disks = {name: Disk(tmp_path / "data" / name) for name in ("scratch", "uploads")}
    yield disks
    for disk in disks.values():
        disk.end()


@pytest.fixture
def place(
    disks: Mapping[str, Disk],
    postgres: PostgresServer,
    localstack: LocalStack,
    bucket: str,
    tmp_path: Path,
) -> Iterator[Installation]:
    with installation(postgres, localstack, tmp_path, CAUDAL_DISK_RESERVE="0") as place:
        yield place
    print(place.log.read_text())  # noqa: T201 - shown when the test fails


def test_a_full_scratch_disk_fails_no_video(
    place: Installation, film: Path, disks: Mapping[str, Disk]
) -> None:
    sender = Sender(place.api, film)
    rows(place.database_url, WATCH_EDGES)
    with httpx.Client(timeout=30) as http:
        bucket = Bucket(place, http)
        undisturbed = sender.send("undisturbed")
        sender.until_over(undisturbed)
        until_all_is_over(place)
        expected = bucket.output(undisturbed)

        with disks["scratch"].full():
            video = sender.send("patient")
            for _ in within(60):
                ((attempts, _),) = rows(place.database_url, HELD)
                if attempts >= 5:  # a crash would end the video after three
                    break
        end = sender.until_over(video)
        until_all_is_over(place)
        ((_, crashes),) = rows(place.database_url, HELD)
        place.stop()
        tidy(place)

        assert end == "concluído"
        assert crashes == 0
        assert list(verdict(place, sender, bucket, expected)) == []


def test_a_full_disk_of_uploads_is_told_and_keeps_what_it_has(
    place: Installation, film: Path, disks: Mapping[str, Disk]
) -> None:
    sender = Sender(place.api, film)
    with httpx.Client(base_url=place.api, timeout=30) as api:
        assert sender.until_over(sender.send("before")) == "concluído"
        until_all_is_over(place)
        with disks["uploads"].full():
            refused = post(api, film)
            left = list(disks["uploads"].path.iterdir())

        assert_problem(refused, 507, "insufficient_storage")
        assert left == []
        assert reasons(api) == set()
        assert sender.until_over(sender.send("after")) == "concluído"
