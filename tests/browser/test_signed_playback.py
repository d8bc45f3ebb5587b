"""Playback with a token alone: an encrypted video, as ffmpeg and hls.js in Chromium play it."""

import subprocess
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest
from playwright.sync_api import Response

from tests.api import assert_problem
from tests.browser.films import RATE, ready_to_copy, send
from tests.browser.player import Player
from tests.damaged import BACK, hurt, rotten
from tests.hls import FFMPEG
from tests.localstack import LocalStack
from tests.postgres import free_port
from tests.service import Client, Own, files_below, until

SECRET = "an old secret of thirty-two characters"
SECONDS = 8

# A browser that was sent on from another origin than the page's names none: "null".
CORS = """
<CORSConfiguration xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><CORSRule>
<AllowedMethod>GET</AllowedMethod><AllowedOrigin>*</AllowedOrigin>
</CORSRule></CORSConfiguration>
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Guarded:
    """A finished, encrypted video, and the service that has it.

    Attributes:
        room: The directory of the service: its store, and its logs.
    """

    client: Client
    room: Path
    video: dict[str, Any]

    @property
    def key(self) -> bytes:
        """What its segments are encrypted with."""
        return httpx.get(self.video["url"].replace("master.m3u8", "content.key")).content

    def stored(self, video: str) -> list[bytes]:
        """A video's segments as they lie in the store."""
        return [file.read_bytes() for file in self.room.rglob(f"media/{video}/**/*.ts")]

    def foreign(self, url: str) -> str:
        """The same address, with the token of another video."""
        token = urlsplit(self.video["url"]).path.split("/")[3]
        return url.replace(token, f"{token[:-4]}AAAA")


@pytest.fixture(scope="module")
def guarded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Guarded]:
    """Copied picture and sound, and an encoded picture, all of them encrypted."""
    film = ready_to_copy(tmp_path_factory.mktemp("film") / "film.mp4", SECONDS)
    with TemporaryDirectory(prefix="caudal-signed-") as directory:
        own = Own.at(
            Path(directory), free_port(), CAUDAL_PLAYBACK="signed", CAUDAL_PLAYBACK_KEYS=SECRET
        )
        with own.running():
            wanted = {"quality": "fast", "rungs": [360, 234], "preview": True}
            sent = send(own.client, film, **wanted, encryption="aes-128")
            video = own.client.follow(sent)[-1]
            assert video["status"] == "concluído"
            assert [r["passthrough"] for r in video["renditions"]] == [True, False]
            yield Guarded(client=own.client, room=own.room, video=video)


def ffmpeg_frames(url: str) -> int:
    """How many frames ffmpeg decodes of a playlist. Fails on any word of complaint from it."""
    argv = [FFMPEG, "-v", "warning", "-nostdin", "-i", url, "-map", "0:v:0", "-map", "0:a:0"]
    argv += ["-fps_mode", "passthrough", "-progress", "pipe:1", "-f", "null", "-"]
    done = subprocess.run(argv, capture_output=True, text=True, check=True)
    assert done.stderr == ""
    return [int(line[6:]) for line in done.stdout.splitlines() if line.startswith("frame=")][-1]


@pytest.mark.parametrize("playlist", ["master.m3u8", "early.m3u8"])
def test_ffmpeg_plays_every_frame_of_an_encrypted_video(guarded: Guarded, playlist: str) -> None:
    url = guarded.video["url"].replace("master.m3u8", playlist)

    assert ffmpeg_frames(url) == SECONDS * RATE


def test_chromium_plays_an_encrypted_video_to_its_end(player: Player, guarded: Guarded) -> None:
    player.play(guarded.video["url"])
    player.play_at(2)
    player.wait_until("video.ended")

    report = player.report()
    assert report.errors() == []
    assert report.refused == []
    assert report.total == pytest.approx(SECONDS * RATE, abs=2)


def test_nobody_plays_it_with_the_token_of_another_video(player: Player, guarded: Guarded) -> None:
    url = guarded.foreign(guarded.video["url"])

    # Not `play`, which waits for a first frame.
    player.page.evaluate("url => { play(url, {}) }", url)
    player.wait_until("false")

    assert player.report().refused == [f"403 {url}"]
    with pytest.raises(subprocess.CalledProcessError):
        ffmpeg_frames(url)


def test_every_address_that_is_given_needs_its_token(guarded: Guarded) -> None:
    given = [guarded.video[name] for name in ("url", "poster", "thumbnails", "preview")]

    assert guarded.video["playback"]["url"] == guarded.video["url"]
    for url in [*given, given[0].replace("master.m3u8", "content.key")]:
        bare = url[: url.index("/t/")] + "/" + url[url.index("/t/") + 3 :].partition("/")[2]
        assert httpx.get(url).status_code == 200
        assert_problem(httpx.get(guarded.foreign(url)), 403, "playback_forbidden")
        assert_problem(httpx.get(bare), 403, "playback_forbidden")


def test_what_is_stored_is_no_picture_and_no_sound(guarded: Guarded) -> None:
    stored = guarded.stored(guarded.video["id"])

    assert len(stored) == 8  # two of each picture and each sound
    assert [data for data in stored if data[0] == data[188] == 0x47 or len(data) % 16] == []


def test_the_key_is_in_no_file_of_the_store_and_in_no_line_of_a_log(guarded: Guarded) -> None:
    key = guarded.key
    shapes = [key, key.hex().encode(), b64encode(key), repr(key).encode(), SECRET.encode()]
    kept = [file for file in files_below(guarded.room) if "postgres" not in file.parts]
    logs = [file for file in kept if file.suffix == ".log"]

    assert len(key) == 16
    assert logs
    assert [file for file in kept for s in shapes if s in file.read_bytes()] == []


def test_a_token_of_ones_own_opens_the_page_to_embed(guarded: Guarded) -> None:
    base, video = guarded.client.base, guarded.video["id"]
    made = httpx.post(f"{base}/v1/videos/{video}/playback-tokens", json={"expires_in": 60})
    token = made.json()["token"]

    page = httpx.get(f"{base}{made.json()['embed']}")
    refused = [
        httpx.get(f"{base}/embed/{video}{query}", headers={"Accept": "text/html"})
        for query in ("", "?token=", f"?token={token[:-4]}AAAA")
    ]

    assert made.status_code == 201
    assert httpx.get(made.json()["url"]).status_code == 200
    assert page.status_code == 200
    assert {part.partition("/")[0] for part in page.text.split("/media/t/")[1:]} == {token}
    assert [answer.status_code for answer in refused] == [403] * 3
    assert not [answer for answer in refused if "/media/t/" in answer.text]


def test_what_was_copied_of_a_rotten_film_is_encrypted_when_it_is_encoded_instead(
    guarded: Guarded, tmp_path: Path
) -> None:
    hurt(BACK, rotten, suffix=".mp4")(tmp_path / "film.mp4")

    sent = send(guarded.client, tmp_path / "film.mp4", rungs=[72], encryption="aes-128")
    video = guarded.client.follow(sent)[-1]

    assert video["renditions"][0]["reasons"] == ["damaged"]
    assert ffmpeg_frames(video["url"]) == 250
    assert (stored := guarded.stored(sent))
    assert [data for data in stored if data[0] == data[188] == 0x47] == []


def test_an_encrypted_video_that_is_deleted_has_no_key_any_more(guarded: Guarded) -> None:
    url = guarded.video["url"]
    key = url.replace("master.m3u8", "content.key")

    httpx.delete(f"{guarded.client.base}/v1/videos/{guarded.video['id']}").raise_for_status()

    assert_problem(httpx.get(key), 404, "not_found")
    until(lambda: httpx.get(url).status_code == 404 or None)


def test_players_are_sent_on_to_a_closed_bucket(
    player: Player, localstack: LocalStack, tmp_path: Path
) -> None:
    bucket = localstack.new_bucket()
    address = f"{localstack.endpoint}/{bucket.removeprefix('s3://')}?cors"
    httpx.put(address, content=CORS).raise_for_status()
    film = ready_to_copy(tmp_path / "film.mp4", 4)
    with TemporaryDirectory(prefix="caudal-signed-") as directory:
        own = Own.at(
            Path(directory),
            free_port(),
            CAUDAL_PLAYBACK="signed",
            CAUDAL_PLAYBACK_KEYS=SECRET,
            CAUDAL_STORAGE_URL=f"{bucket}/videos",
            **localstack.environment,
        )
        with own.running():
            video = own.client.follow(send(own.client, film, quality="fast", rungs=[360]))[-1]
            sent_on: list[str] = []

            def see(answer: Response) -> None:
                if answer.status == 307:
                    sent_on.append(answer.url)

            player.page.on("response", see)
            player.play(video["url"])
            player.wait_until("video.ended")
            report = player.report()
            frames = ffmpeg_frames(video["url"])
            poster = httpx.get(video["poster"], follow_redirects=True)

    assert video["url"].startswith(f"{own.client.base}/media/t/")
    assert frames == 4 * RATE
    assert report.errors() == []
    assert report.refused == []
    assert {url.rpartition(".")[2] for url in sent_on} == {"ts"}
    assert str(poster.url).startswith(localstack.endpoint)
    assert poster.headers["content-type"] == "image/jpeg"
