"""The commands that documents show do what the documents say."""

from pathlib import Path

import psycopg

from tests.docs.documents import NAMES, Block, blocks
from tests.docs.session import Session, as_json, same_shape


def test_the_session_of_the_readme_plays_out_as_shown(session: Session) -> None:
    script = blocks("README.md", "sh", "json", "text")
    printed = ""

    for block in script:
        if block.kind == "sh":
            printed = "".join(session.type(command) for command in block.commands)
        elif block.kind == "json":
            session.learn(block.text, printed)
            assert same_shape(as_json(block.text), as_json(printed)), printed
            assert _status(block.text) == _status(printed)
        else:
            assert _words(block.text) <= _words(printed), printed

    assert (session.directory / "holiday-hls/master.m3u8").is_file()


def test_every_command_of_the_operating_guide_works(session: Session) -> None:
    for block in blocks("docs/operating.md", "sh"):
        for command in block.commands:
            session.type(command)

    with psycopg.connect(_embedded_database(session.directory)) as db:
        for block in blocks("docs/operating.md", "sql"):
            for query in block.text.strip().removesuffix(";").split(";"):
                assert db.execute(query.encode()).description


def test_every_document_that_shows_commands_to_type_is_run_here() -> None:
    typed = {name for name in NAMES if blocks(name, "sh", "bash", "shell")}

    assert typed == {"README.md", "README.pt-BR.md", "docs/operating.md"}


def _status(text: str) -> object:
    value = as_json(text)
    return value["status"] if isinstance(value, dict) else None


def _words(text: str) -> set[str]:
    """What does not depend on the film: the tags of a playlist, the path of a playlist."""
    return {word for word in text.replace(":", " ").split() if word.startswith(("#EXT", "holiday"))}


def _embedded_database(directory: Path) -> str:
    """As the operating guide says."""
    [command] = [
        c for b in blocks("docs/operating.md", "console") for c in b.commands if "$PWD" in c
    ]
    return command.split('"')[1].replace("$PWD", str(directory))


def test_a_block_knows_its_commands() -> None:
    shown = Block(kind="console", text="$ make run\ncaudal listens\n$ make test\n")

    assert shown.commands == ["make run", "make test"]
