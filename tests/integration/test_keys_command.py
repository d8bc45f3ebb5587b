"""caudal keys, as an operator types it, and the API that wants to know who is there."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from caudal.cli.main import make_app
from caudal.media.access import is_secret


@pytest.fixture
def caudal(database_url: str, monkeypatch: pytest.MonkeyPatch) -> CliRunner:
    monkeypatch.setenv("CAUDAL_DATABASE_URL", database_url)
    return CliRunner()


def test_a_key_is_made_listed_and_revoked(caudal: CliRunner) -> None:
    app = make_app()
    made = caudal.invoke(app, ["keys", "create", "ci", "--tenant", "acme", "--days", "1"])
    (before,) = json.loads(caudal.invoke(app, ["keys", "list", "--json"]).stdout)
    revoked = caudal.invoke(app, ["keys", "revoke", before["id"]])
    (after,) = json.loads(caudal.invoke(app, ["keys", "list", "--json"]).stdout)
    table = caudal.invoke(app, ["keys", "list"]).stdout

    assert is_secret(made.stdout.strip())
    assert (before["name"], before["tenant"]) == ("ci", "acme")
    assert before["scopes"] == ["videos:read", "videos:write"]
    assert before["expires_at"] > before["created_at"]
    assert before["revoked_at"] is None
    assert revoked.exit_code == 0
    assert after["revoked_at"] is not None
    assert "revoked" in table
    assert made.stdout.strip() not in table


def test_a_tenant_has_a_plain_name(caudal: CliRunner) -> None:
    refused = caudal.invoke(make_app(), ["keys", "create", "ci", "--tenant", "Acme & Co"])

    assert refused.exit_code == 2


@pytest.mark.parametrize("command", ["serve", "api"])
def test_caudal_does_not_listen_to_others_without_keys(command: str, tmp_path: Path) -> None:
    refused = subprocess.run(
        [sys.executable, "-m", "caudal", command, "--host", "0.0.0.0", "--port", "0"],
        cwd=tmp_path,
        capture_output=True,
        check=False,
        text=True,
        timeout=60,
    )

    assert refused.returncode == 1
    assert "[open_to_strangers]" in refused.stderr
    assert "CAUDAL_AUTH=keys" in refused.stderr
    assert list(tmp_path.iterdir()) == []
