"""Secrets stay where they are: not in logs, answers, process lists or children's environment."""

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from uuid import uuid4

import httpx
import psutil
import pytest

from tests.media import a_film
from tests.postgres import free_port
from tests.service import Own, until

CANARY = f"canary-{uuid4().hex}"


@pytest.fixture
def own() -> Iterator[Own]:
    """A service that asks for keys, and has a secret of its own."""
    # Not below pytest's own directory: that is closed to the user who runs the database.
    with tempfile.TemporaryDirectory(prefix="caudal-secrets-") as room:
        yield Own.at(
            Path(room),
            free_port(),
            CAUDAL_AUTH="keys",
            CAUDAL_LOG_FORMAT="json",
            AWS_SECRET_ACCESS_KEY=CANARY,
            CAUDAL_PLAYBACK="signed",
            CAUDAL_PLAYBACK_KEYS=CANARY,
        )


def made_key(own: Own) -> str:
    """What `caudal keys create` prints."""
    done = subprocess.run(
        [sys.executable, "-m", "caudal", "keys", "create", "of a test"],
        env=dict(own.environment),
        cwd=own.room,
        capture_output=True,
        check=True,
        text=True,
    )
    return done.stdout.strip()


def test_no_secret_leaves_its_place(own: Own) -> None:
    a_film(own.room / "film.mp4", "320x180", 25, 4)
    lists: set[str] = set()
    environments: dict[str, dict[str, str]] = {}
    said = []
    with own.running() as service:
        key = made_key(own)
        http = httpx.Client(
            base_url=own.client.base, headers={"Authorization": f"Bearer {key}"}, timeout=60
        )
        with http, (own.room / "film.mp4").open("rb") as film:
            sent = http.post("/v1/videos", files={"file": ("film.mp4", film)})
            path = sent.headers["location"]

            def over() -> bool | None:
                for process in psutil.Process(service.pid).children(recursive=True):
                    with suppress(psutil.Error):
                        arguments = " ".join(process.cmdline())
                        lists.add(arguments)
                        if "ffmpeg" in process.name() or "probe" in arguments:
                            environments[arguments] = process.environ()
                said.append(http.get(path).text)
                return httpx.Response(200, text=said[-1]).json()["status"] == "concluído" or None

            until(over)
            said.append(httpx.get(own.client.base + path, headers={"Authorization": key}).text)
            said.append(http.post("/v1/videos", headers={"Idempotency-Key": "x" * 256}).text)
    log = "".join(file.read_text() for file in own.room.glob("*.log"))

    assert log
    assert any("ffmpeg" in arguments for arguments in lists)
    assert environments
    for secret in (key, key[-40:-8], CANARY):
        assert secret not in log
        assert secret not in "".join(lists)
        assert secret not in "".join(said)
        assert secret not in str(environments)
    assert {name for found in environments.values() for name in found} <= {
        "HOME",
        "LC_ALL",
        "PATH",
        "PWD",  # bubblewrap says where the tool is
    }
