"""caudal doctor, as an operator runs it."""

import json
import os
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.postgres import free_port

CHECKED = {
    "caudal",
    "Python",
    "sandbox",
    "ffmpeg",
    "ffmpeg's version",
    "ffmpeg's encoders",
    "ffmpeg's muxers",
    "ffmpeg's filters",
    "PyAV",
    "PyAV's libraries",
    "encoder x264",
    "encoder nvenc",
    "encoder vaapi",
    "encoder qsv",
    "encoder videotoolbox",
    "database",
    "store",
    "sources",
    "data directory",
    "disk",
    "scratch",
    "cores",
}


@pytest.fixture
def place() -> Iterator[Path]:
    # Not below pytest's own directory: that is closed to the user who runs the database.
    with tempfile.TemporaryDirectory(prefix="caudal-doctor-test-") as directory:
        Path(directory).chmod(0o711)
        yield Path(directory)


def run_doctor(place: Path, *options: str, **settings: str) -> subprocess.CompletedProcess[str]:
    clean = {name: value for name, value in os.environ.items() if not name.startswith("CAUDAL_")}
    return subprocess.run(
        [sys.executable, "-m", "caudal", "doctor", *options],
        env={**clean, **settings},
        cwd=place,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def failures(done: subprocess.CompletedProcess[str]) -> dict[str, dict[str, Any]]:
    answer = json.loads(done.stdout)
    assert answer["healthy"] is (done.returncode == 0)
    return {f["check"]: f for f in answer["findings"] if f["verdict"] == "fail"}


def test_a_sound_installation_is_healthy(place: Path) -> None:
    done = run_doctor(place, "--json")

    assert done.returncode == 0, done.stdout
    assert {finding["check"] for finding in json.loads(done.stdout)["findings"]} == CHECKED
    assert done.stderr == ""


def test_the_table_names_every_check_and_warns_of_an_encoder_chosen_in_vain(place: Path) -> None:
    done = run_doctor(place, COLUMNS="200", CAUDAL_ENCODER="nvenc")

    assert done.returncode == 0
    assert all(check in done.stdout for check in CHECKED)
    [warning] = [line for line in done.stdout.splitlines() if line.startswith("warn")]
    assert "x264 encodes: Cannot load libcuda.so.1" in warning


def test_a_database_that_is_away_is_a_failure_with_a_remedy(place: Path) -> None:
    url = f"postgresql://caudal:secret@127.0.0.1:{free_port()}/caudal"

    done = run_doctor(place, "--json", CAUDAL_DATABASE_URL=url)

    assert done.returncode == 1
    assert failures(done).keys() == {"database"}
    assert "CAUDAL_DATABASE_URL" in failures(done)["database"]["mend"]
    assert "secret" not in done.stdout


def test_a_database_that_says_nothing_is_not_waited_for(place: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"postgresql://caudal@127.0.0.1:{silent.getsockname()[1]}/caudal"

        done = run_doctor(place, "--json", CAUDAL_DATABASE_URL=url)

    assert failures(done).keys() == {"database"}


def test_every_failure_is_told_at_once_and_no_secret_with_it(place: Path) -> None:
    done = run_doctor(
        place,
        "--json",
        CAUDAL_DATABASE_URL="postgres:secret caudal",
        CAUDAL_FFMPEG=str(place / "ffmpeg"),
    )

    assert failures(done).keys() == {"database", "ffmpeg", "encoder x264"}
    assert "secret" not in done.stdout


def test_a_store_that_cannot_be_written_is_a_failure(place: Path) -> None:
    done = run_doctor(place, "--json", CAUDAL_STORAGE_URL="file:///dev/null/media")

    assert done.returncode == 1
    assert failures(done).keys() == {"store"}


def test_a_place_for_uploads_that_cannot_be_written_is_a_failure(place: Path) -> None:
    done = run_doctor(place, "--json", CAUDAL_SOURCE_URL="file:///dev/null/uploads")

    assert done.returncode == 1
    assert failures(done).keys() == {"sources"}
    assert "CAUDAL_SOURCE_URL" in failures(done)["sources"]["mend"]
