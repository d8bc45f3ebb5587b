"""A service, a browser, and films that were sent from one to be played in the other."""

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.browser.films import flashes_and_beeps, ready_to_copy, send
from tests.browser.gallery import gallery
from tests.browser.player import Player, browser, player_page
from tests.media import run_ffmpeg
from tests.postgres import free_port
from tests.service import Client, caudal

SECONDS = 30
SRT = "1\n00:00:01,000 --> 00:00:29,000\nolá & tchau\n"


@pytest.fixture(scope="package")
def service() -> Iterator[Client]:
    """`caudal serve` with all its defaults, on a free port."""
    port = free_port()
    # Not below pytest's own directory: that is closed to the user who runs the database.
    with tempfile.TemporaryDirectory(prefix="caudal-browser-") as directory:
        environment = {"CAUDAL_DATA_DIR": f"{directory}/data", "CAUDAL_PORT": str(port)}
        with caudal("serve", environment=environment, directory=Path(directory)):
            client = Client(base=f"http://127.0.0.1:{port}")
            client.wait_until_ready()
            yield client


@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    with browser() as running:
        yield running


@pytest.fixture(scope="package")
def address() -> Iterator[str]:
    """Where the page with the player is."""
    with player_page() as url:
        yield url


@pytest.fixture(scope="package")
def few(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where there is a row of every kind, which nobody changes."""
    with gallery(tmp_path_factory.mktemp("few"), 7) as url:
        yield url


@pytest.fixture(scope="package")
def many(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where there are 200 rows."""
    with gallery(tmp_path_factory.mktemp("many"), 200) as url:
        yield url


@pytest.fixture
def player(chromium: Browser, address: str, tmp_path: Path) -> Iterator[Player]:
    """A viewer before an empty screen. A picture of what he saw last stays in `tmp_path`."""
    page = chromium.new_page()
    page.goto(address)
    yield Player(page)
    page.screenshot(path=tmp_path / "screen.png")
    page.close()


@pytest.fixture(scope="package")
def encoded(service: Client, tmp_path_factory: pytest.TempPathFactory) -> str:
    """`master.m3u8` of flashes and beeps, every rendition encoded."""
    film = flashes_and_beeps(tmp_path_factory.mktemp("encoded") / "film.mov", 20)
    return _finished(service, film, passthrough=False)


@pytest.fixture(scope="package")
def copied(service: Client, tmp_path_factory: pytest.TempPathFactory) -> str:
    """`master.m3u8` of flashes and beeps, picture and sound of the first rendition copied."""
    film = ready_to_copy(tmp_path_factory.mktemp("copied") / "film.mp4", 20)
    return _finished(service, film, passthrough=True)


@pytest.fixture(params=["encoded", "copied"])
def master(request: pytest.FixtureRequest) -> str:
    """`master.m3u8` of an encoded, then of a copied film of 20 s."""
    return str(request.getfixturevalue(request.param))


@pytest.fixture(scope="package")
def video(service: Client, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """A finished video with two sound tracks and subtitles."""
    directory = tmp_path_factory.mktemp("watching")
    film, words = flashes_and_beeps(directory / "film.mov", SECONDS), directory / "words.srt"
    words.write_text(SRT)
    both = directory / "férias.mkv"
    languages = ("-metadata:s:a:0", "language=por", "-metadata:s:a:1", "language=eng")
    maps = ("-map", "0", "-map", "0:a", "-map", "1", *languages)
    run_ffmpeg("-i", str(film), "-i", str(words), *maps, "-c", "copy", "-c:s", "srt", str(both))
    finished = service.follow(send(service, both, quality="fast", rungs=[360, 234]))[-1]
    assert finished["status"] == "concluído"
    return finished


def _finished(service: Client, film: Path, *, passthrough: bool) -> str:
    video = service.follow(send(service, film, quality="fast"))[-1]
    assert video["status"] == "concluído"
    assert [r["passthrough"] for r in video["renditions"]] == [passthrough, False]
    return str(video["url"])
