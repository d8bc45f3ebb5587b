"""What documents name exists: settings, links, make targets, services, commands, modules."""

import json
import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer
from ruamel.yaml import YAML

from caudal.cli.main import make_app
from caudal.media.video import Status
from caudal.settings import Settings
from tests.docs.documents import NAMES, ROOT, anchors, blocks, targets, text

SETTINGS = {f"CAUDAL_{name.upper()}" for name in Settings.model_fields}
MAKE_TARGETS = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
READMES = ["README.md", "README.pt-BR.md"]


def commands(program: str) -> Iterator[list[str]]:
    """The arguments of every command that begins with this program, in blocks and in prose."""
    for name in NAMES:
        shown = [line for block in blocks(name) for line in block.commands]
        prose = re.findall(r"`([^`\n]+)`", re.sub(r"```.*?```", "", text(name), flags=re.DOTALL))
        for line in [*shown, *prose]:
            try:
                words = shlex.split(line)
            except ValueError:
                continue
            while words and re.fullmatch(r"[A-Z_]+=.*", words[0]):
                words.pop(0)
            if words and Path(words[0]).name == program:
                yield words[1:]


def drawn_files() -> Iterator[Path]:
    """What the tree of the architecture shows below src/caudal."""
    [tree] = [b.text for b in blocks("ARCHITECTURE.md", "text") if "src/caudal/" in b.text]
    package = directory = ROOT / "src/caudal"
    for line in tree.splitlines()[1:]:
        names = re.findall(r"\b[a-z_]+(?:\.py|/)", line)
        if line.startswith(("├── ", "└── ")):
            directory = package
            if names[0].endswith("/"):
                directory = package / names.pop(0)
                yield directory
        yield from (directory / name for name in names)


@pytest.mark.parametrize("name", NAMES)
def test_every_setting_that_is_named_exists(name: str) -> None:
    named = set(re.findall(r"CAUDAL_[A-Z0-9][A-Z0-9_]*", text(name)))

    assert named <= SETTINGS


@pytest.mark.parametrize("name", NAMES)
def test_every_link_leads_somewhere(name: str) -> None:
    local = [t for t in targets(name) if not re.match(r"[a-z]+:", t)]
    broken = []
    for target in local:
        path, _, anchor = target.partition("#")
        place = (ROOT / name).parent / path if path else ROOT / name
        exists = place.resolve().is_relative_to(ROOT) and place.exists()
        if not exists or (anchor and anchor not in anchors(str(place.resolve().relative_to(ROOT)))):
            broken.append(target)

    assert broken == []


def test_every_make_target_that_is_named_exists() -> None:
    named = {word for words in commands("make") for word in words if word.isalpha()}

    assert named >= {"run", "test"}
    assert named <= MAKE_TARGETS


def test_every_service_of_compose_that_is_named_exists() -> None:
    services = YAML(typ="safe").load(ROOT / "docker-compose.yml")["services"]
    lines = [" ".join(words) for words in commands("docker") if words[:1] == ["compose"]]

    scaled = {name for line in lines for name in re.findall(r"--scale (\w+)=\d+", line)}

    assert scaled
    assert scaled <= services.keys()


def test_every_command_and_option_of_caudal_that_is_named_exists() -> None:
    group: Any = typer.main.get_command(make_app())
    unknown = []
    for words in commands("caudal"):
        if not words or words[0].startswith("-"):
            continue
        command = group.commands.get(words[0])
        options = {"--help"}
        if command is not None:
            options |= {option for p in command.params for option in (*p.opts, *p.secondary_opts)}
        used = {word.partition("=")[0] for word in words if word.startswith("--")}
        if command is None or not used <= options:
            unknown.append(words)

    assert unknown == []


def test_every_command_of_caudal_is_in_the_readme() -> None:
    group: Any = typer.main.get_command(make_app())

    assert all(f"caudal {name}" in text("README.md") for name in group.commands)


@pytest.mark.parametrize("name", NAMES)
def test_every_block_of_json_can_be_read(name: str) -> None:
    for block in blocks(name, "json"):
        assert json.loads(block.text)


@pytest.mark.parametrize("name", NAMES)
def test_every_block_of_settings_is_accepted(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for block in blocks(name, "ini"):
        lines = dict(line.split("=", 1) for line in block.text.splitlines())
        with monkeypatch.context() as environment:
            for variable, value in lines.items():
                environment.setenv(variable, value)
            settings = Settings()

            assert all(
                getattr(settings, variable.removeprefix("CAUDAL_").lower()) == value
                for variable, value in lines.items()
                if variable in SETTINGS
            )


@pytest.mark.parametrize("name", READMES)
def test_both_readmes_explain_every_status(name: str) -> None:
    table = [line for line in text(name).splitlines() if line.startswith("| `")]

    assert {status for status in Status if any(row.startswith(f"| `{status}` ") for row in table)}
    assert [line.split("`")[1] for line in table][: len(Status)] == list(Status)


def test_both_readmes_show_the_same() -> None:
    english, portuguese = (blocks(name) for name in READMES)

    assert english == portuguese


def test_the_picture_has_a_text_and_two_colour_schemes() -> None:
    picture = (ROOT / "docs/flow.svg").read_text(encoding="utf-8")

    assert "<title" in picture
    assert "<desc" in picture
    assert "prefers-color-scheme: dark" in picture


def test_every_file_in_the_tree_of_the_architecture_exists() -> None:
    drawn = list(drawn_files())

    assert len(drawn) > 50
    assert [path for path in drawn if not path.exists()] == []


def test_every_package_is_in_the_tree_of_the_architecture() -> None:
    packages = [path.parent.name for path in (ROOT / "src/caudal").glob("*/__init__.py")]

    assert all(f"── {package}/" in text("ARCHITECTURE.md") for package in packages)


def test_every_decision_is_in_the_list_of_decisions() -> None:
    records = {path.name for path in (ROOT / "docs/adr").glob("0*.md")}

    assert set(targets("docs/adr/README.md")) == records
