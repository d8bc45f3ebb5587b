"""Files that are sent to do harm open nothing, call nobody, and get the right answer."""

import tempfile
from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from caudal.adapters.confinement import Level, bubblewrap
from caudal.adapters.ffmpeg import SandboxedFfmpeg, bundled
from caudal.adapters.sandbox import Limits, Sandbox
from caudal.errors import ToolFailed
from caudal.media.events import Event
from tests.canary import Canary, canary
from tests.hostile import ANY_PROTOCOL, FILES, NAMES, Hostile
from tests.media import a_film
from tests.postgres import free_port
from tests.service import Client, Own, files_below, until

CONFINED = [Level.LANDLOCK, *([Level.BUBBLEWRAP] if Path(bubblewrap()).exists() else [])]
FOLLOWED = [file for file in FILES if file.followed is not None]


@pytest.fixture(scope="module")
def watched() -> Iterator[Canary]:
    with (
        tempfile.TemporaryDirectory(prefix="caudal-canary-") as place,
        canary(Path(place, "others")) as bird,
    ):
        yield bird


# Whitelists and the sandbox; and whitelists alone.
@pytest.fixture(scope="module", params=["auto", "rlimits"])
def guarded(request: pytest.FixtureRequest) -> Iterator[Own]:
    with tempfile.TemporaryDirectory(prefix="caudal-e2e-") as place:
        own = Own.at(Path(place), free_port(), CAUDAL_SANDBOX=request.param)
        with own.running():
            yield own


def test_a_hostile_file_is_refused_and_reaches_nothing(
    guarded: Own, watched: Canary, tmp_path: Path
) -> None:
    sent: dict[str, Hostile] = {}
    for file in FILES:
        path = tmp_path / file.name
        file.make(path, watched)
        sent[guarded.client.send(path)] = file
    watched.seen()

    wrong = [
        f"{file.name}: {came}"
        for video, file in sent.items()
        if (came := outcome(guarded.client, video)) != file.error
    ]

    assert wrong == []
    assert watched.seen() == []
    data = Path(guarded.environment["CAUDAL_DATA_DIR"])
    assert files_below(data / "media") == files_below(data / "scratch") == []
    assert films_are_still_made(guarded.client, tmp_path)


def test_the_name_of_a_file_is_nothing_but_a_text(guarded: Own, watched: Canary) -> None:
    host = f"127.0.0.1:{watched.port}"
    names = [name.format(there=watched.directory, host=host) for name in NAMES]
    before = sorted(watched.directory.iterdir())
    watched.seen()

    answers = [
        httpx.post(f"{guarded.client.base}/v1/videos", files={"file": (name, b"no film")})
        for name in names
    ]

    assert {answer.status_code for answer in answers} == {202}
    assert {outcome(guarded.client, answer.json()["id"]) for answer in answers} == {
        "unsupported_format"
    }
    assert watched.seen() == []
    assert sorted(watched.directory.iterdir()) == before


def outcome(client: Client, video: str) -> str:
    """The code of a video's error when it is over, or its status."""

    def over() -> dict[str, Any] | None:
        seen = client.get(video)
        return seen if seen["status"] in {"concluído", "falhou"} else None

    last = until(over)
    return str(last["error"]["code"]) if last["status"] == "falhou" else str(last["status"])


def films_are_still_made(client: Client, directory: Path) -> bool:
    film = a_film(directory / "good.mp4", "64x64", 25, 1)
    return outcome(client, client.send(film)) == "concluído"


@pytest.mark.parametrize("file", FOLLOWED, ids=lambda file: file.name.replace(" ", "-"))
async def test_without_whitelists_and_sandbox_ffmpeg_falls_for_it(
    file: Hostile, watched: Canary, tmp_path: Path
) -> None:
    assert await reached(Level.RLIMITS, file, watched, tmp_path) != []


@pytest.mark.parametrize("level", CONFINED)
@pytest.mark.parametrize("file", FOLLOWED, ids=lambda file: file.name.replace(" ", "-"))
async def test_without_whitelists_the_sandbox_holds_it(
    file: Hostile, level: Level, watched: Canary, tmp_path: Path
) -> None:
    assert await reached(level, file, watched, tmp_path) == []


async def reached(level: Level, file: Hostile, watched: Canary, tmp_path: Path) -> list[str]:
    """What an ffmpeg that is told to follow everything opens and calls."""
    path, directory = tmp_path / file.name, tmp_path / "own"
    file.make(path, watched)
    directory.mkdir()
    watched.seen()
    argv = [str(bundled()), "-nostdin", "-v", "error", *ANY_PROTOCOL, *(file.followed or ())]
    argv += ["-i", str(path), "-t", "1", "-f", "null", "-"]
    run = SandboxedFfmpeg(Sandbox(level), Limits(wall=timedelta(seconds=30)))
    with suppress(ToolFailed):  # it found nothing where it was sent
        await run(argv, source=path, directory=directory, on_event=nobody_asks, urgent=True)
    return watched.seen()


async def nobody_asks(_event: Event) -> None:
    """How far it is."""
