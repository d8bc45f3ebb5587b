"""A place as the documents assume it: a service on its usual data, and a film beside it."""

import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.docs.session import Session
from tests.media import a_film
from tests.postgres import free_port
from tests.service import Client, caudal


@pytest.fixture
def session() -> Iterator[Session]:
    """A shell beside a running `caudal serve`."""
    # Not below pytest's own directory: that is closed to the user who runs the database.
    with tempfile.TemporaryDirectory(prefix="caudal-docs-") as directory:
        place = Path(directory)
        a_film(place / "holiday.mp4", "640x360", 25, 2)
        (place / ".venv").symlink_to(sys.prefix)
        # A refused request is a failed command.
        (place / ".curlrc").write_text("fail\nshow-error\nsilent\n")
        port = free_port()
        with caudal("serve", environment={"CAUDAL_PORT": str(port)}, directory=place):
            Client(base=f"http://127.0.0.1:{port}").wait_until_ready()
            path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
            yield Session(directory=place, port=port, path=path)
