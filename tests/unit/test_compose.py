"""docker-compose.yml is valid, and says nothing that caudal does not know."""

import re
from datetime import timedelta
from pathlib import Path
from typing import Any, cast

import pytest
from check_jsonschema import main as check_jsonschema  # type: ignore[import-untyped]
from ruamel.yaml import YAML

from caudal.settings import Settings

ROOT = Path(__file__).parents[2]
COMPOSE = ROOT / "docker-compose.yml"

# Variables of the images that are not ours.
LOCALSTACK_NAMES = {"SERVICES", "EAGER_SERVICE_LOADING"}
POSTGRES_NAMES = {"POSTGRES_USER", "POSTGRES_PASSWORD", "POSTGRES_DB"}
AWS_NAMES = {
    "AWS_ENDPOINT_URL",
    "AWS_REGION",
    "AWS_ACCESS_KEY_ID",
    "AWS_SECRET_ACCESS_KEY",
    "AWS_SESSION_TOKEN",
}
CAUDAL_NAMES = {f"CAUDAL_{field.upper()}" for field in Settings.model_fields}

KNOWN = {
    "api": CAUDAL_NAMES | AWS_NAMES,
    "worker": CAUDAL_NAMES | AWS_NAMES,
    "migrate": CAUDAL_NAMES | AWS_NAMES,
    "postgres": POSTGRES_NAMES,
    "localstack": LOCALSTACK_NAMES,
}


@pytest.fixture(scope="module")
def services() -> dict[str, dict[str, Any]]:
    document = YAML(typ="safe").load(COMPOSE)
    return cast("dict[str, dict[str, Any]]", document["services"])


def test_the_compose_file_follows_the_compose_specification() -> None:
    arguments = ["--builtin-schema", "vendor.compose-spec", str(COMPOSE)]

    with pytest.raises(SystemExit) as ended:
        check_jsonschema(arguments)

    assert ended.value.code == 0


def test_every_environment_variable_is_one_that_its_program_reads(
    services: dict[str, dict[str, Any]],
) -> None:
    unknown = {
        name: set(service["environment"]) - KNOWN[name] for name, service in services.items()
    }

    assert unknown == {name: set() for name in KNOWN}


def test_every_variable_taken_from_the_shell_is_one_that_caudal_documents() -> None:
    taken = set(re.findall(r"\$\{(\w+)", COMPOSE.read_text(encoding="utf-8")))

    assert taken <= CAUDAL_NAMES | AWS_NAMES | POSTGRES_NAMES


def test_every_value_for_caudal_is_a_valid_setting(
    services: dict[str, dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in services["worker"]["environment"].items():
        if name.startswith("CAUDAL_"):
            monkeypatch.setenv(name, re.sub(r"\$\{\w+:?-(.*?)\}", r"\1", value))

    settings = Settings()

    assert settings.storage_url == "s3://videos"
    assert settings.public_url == "http://127.0.0.1:4566/videos"
    assert settings.database_url == "postgresql://caudal:caudal@postgres/caudal"


@pytest.mark.parametrize("name", ["api", "worker"])
def test_a_process_has_time_to_hand_back_its_work(
    services: dict[str, dict[str, Any]], name: str
) -> None:
    service = services[name]

    grace = timedelta(seconds=int(service["stop_grace_period"].removesuffix("s")))

    assert grace >= 2 * Settings(drain=service["environment"]["CAUDAL_DRAIN"]).drain


def test_workers_can_be_scaled(services: dict[str, dict[str, Any]]) -> None:
    assert services["worker"].keys().isdisjoint({"ports", "container_name"})


def test_api_and_workers_have_only_database_and_stores_in_common(
    services: dict[str, dict[str, Any]],
) -> None:
    for name in ("api", "worker", "migrate"):
        assert "volumes" not in services[name]
        assert services[name]["environment"]["CAUDAL_SOURCE_URL"].endswith("s3://sources}")


@pytest.mark.parametrize("name", ["api", "worker", "migrate"])
def test_what_a_killed_process_leaves_is_reaped(
    services: dict[str, dict[str, Any]], name: str
) -> None:
    assert services[name]["init"] is True


def test_everything_that_is_mounted_from_here_is_here(
    services: dict[str, dict[str, Any]],
) -> None:
    mounted = [
        ROOT / volume.split(":")[0]
        for service in services.values()
        for volume in service.get("volumes", ())
        if volume.startswith("./")
    ]

    assert mounted
    assert all(path.is_file() for path in mounted)
