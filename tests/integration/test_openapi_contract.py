"""The API keeps what its document promises, whatever is sent: every check of Schemathesis."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("auth", ["keys", "off"])
def test_every_answer_is_one_that_the_document_promises(
    auth: str, database_url: str, tmp_path: Path
) -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "tests.guarded_process", tmp_path, database_url, auth],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    ) as server:
        try:
            assert server.stdout is not None
            port, key = server.stdout.readline().split()
            header = [f"--header=Authorization: Bearer {key}"] if auth == "keys" else []
            done = subprocess.run(
                [
                    Path(sys.executable).with_name("schemathesis"),
                    f"--config-file={Path(__file__).with_name('schemathesis.toml')}",
                    "run",
                    f"http://127.0.0.1:{port}/openapi.json",
                    "--checks=all",
                    "--max-examples=3",
                    "--seed=1",
                    "--no-color",
                    *header,
                ],
                cwd=tmp_path,
                capture_output=True,
                check=False,
                text=True,
                timeout=200,
            )
        finally:
            server.kill()  # it answers SIGTERM by serving no more, and has nothing to lose

    assert done.returncode == 0, done.stdout + done.stderr
