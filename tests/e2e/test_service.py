"""From a POST to a playing video, on everything embedded."""

import json
import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import urljoin
from uuid import UUID

import httpx
import m3u8
import pytest

from tests.damaged import BACK, hurt, rotten
from tests.hls import FFMPEG
from tests.media import a_film, bunny
from tests.postgres import free_port
from tests.service import QUICK, Client, Own, download, files_below, tools_of, until


def test_a_real_film_is_sent_followed_and_played(
    service: Client, data: Path, tmp_path: Path
) -> None:
    seen = service.follow(service.send(bunny(tmp_path)))

    last = seen[-1]
    # How long it waits for a worker, if at all, is the machine's affair.
    statuses = dict.fromkeys(["pendente", *(video["status"] for video in seen)])
    assert list(statuses) == ["pendente", "em processamento", "concluído"]
    assert [v["progress"] for v in seen] == sorted(v["progress"] for v in seen)
    assert last["progress"] == 1
    hls = download(last["url"], tmp_path / "played")
    assert {picture.decoded_frames() for picture in hls.pictures} == {720}
    assert last["source"]["duration"] == 30
    assert UUID(last["id"]).version == 7


def test_a_finished_film_has_a_poster_thumbnails_and_the_preview_that_was_wanted(
    service: Client, data: Path, tmp_path: Path
) -> None:
    wanted = json.dumps(json.loads(QUICK) | {"preview": True})
    video = service.send(a_film(tmp_path / "film.mp4", "320x180", 25, 9), wanted)

    last = service.follow(video)[-1]

    until(lambda: not files_below(data / "uploads") or None)  # what is not needed is gone
    poster, thumbnails = httpx.get(last["poster"]), httpx.get(last["thumbnails"])
    sheets = {line.partition("#")[0] for line in thumbnails.text.splitlines() if "#" in line}
    tiles = httpx.get(urljoin(last["thumbnails"], "00001.jpg"))
    assert poster.headers["content-type"] == tiles.headers["content-type"] == "image/jpeg"
    assert thumbnails.headers["content-type"] == "text/vtt;charset=utf-8"
    assert poster.content[:2] == tiles.content[:2] == b"\xff\xd8"
    left = {file.name for file in files_below(data / "media" / video) if file.suffix == ".jpg"}
    assert left == {"poster.jpg"} | sheets
    preview = httpx.get(last["preview"])
    assert preview.headers["content-type"] == "image/webp"
    assert b"ANMF" in preview.content
    keyframes = m3u8.loads(httpx.get(last["url"]).text).iframe_playlists
    assert httpx.get(urljoin(last["url"], keyframes[0].uri)).status_code == 200


def test_subtitles_sent_beside_a_film_are_read_from_its_playlist(
    service: Client, data: Path, tmp_path: Path
) -> None:
    words = tmp_path / "film.pt-BR.srt"
    words.write_bytes("1\n00:00:01,000 --> 00:00:02,000\nOl\xe1, mundo\n".encode("latin-1"))
    film = a_film(tmp_path / "film.mp4", "320x180", 25, 4)

    last = service.follow(service.send(film, QUICK, words))[-1]

    download(last["url"], tmp_path / "played")
    (media,) = [m for m in m3u8.loads(httpx.get(last["url"]).text).media if m.type == "SUBTITLES"]
    assert media.language == "pt-BR"
    # As a player does: ffmpeg takes the playlist, and the text out of its segments.
    playlist = tmp_path / "played" / media.uri
    shown = subprocess.run(
        [FFMPEG, "-v", "error", "-allowed_extensions", "ALL", "-i", playlist, "-f", "srt", "-"],
        capture_output=True,
        check=True,
        encoding="utf-8",
    ).stdout
    assert "Olá, mundo" in shown
    until(lambda: not files_below(data / "uploads") or None)  # they go with their film


def test_what_was_copied_of_a_rotten_film_is_encoded_before_it_is_finished(
    service: Client, tmp_path: Path
) -> None:
    film = tmp_path / "film.mp4"
    hurt(BACK, rotten, suffix=".mp4")(film)

    last = service.follow(service.send(film, '{"rungs": [72]}'))[-1]

    assert last["status"] == "concluído"
    assert last["renditions"][0]["reasons"] == ["damaged"]
    assert {"picture_damaged", "sound_damaged"} <= {w["code"] for w in last["warnings"]}
    hls = download(last["url"], tmp_path / "played")
    assert {picture.decoded_frames() for picture in hls.pictures} == {250}


def test_source_and_scratch_are_gone_after_success(
    service: Client, data: Path, tmp_path: Path
) -> None:
    video = service.send(a_film(tmp_path / "film.mp4", "320x180", 25, 2))
    service.follow(video)

    until(lambda: not files_below(data / "uploads") or None)
    assert files_below(data / "scratch") == []


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"just a text", "unsupported_format"),
        (b"\x00\x00\x00\x20ftypisom" + b"\x00" * 5000, "corrupt_input"),
    ],
)
def test_a_bad_file_fails_with_a_code_and_a_sentence_and_leaves_nothing(
    service: Client, data: Path, tmp_path: Path, content: bytes, code: str
) -> None:
    (tmp_path / "film.mp4").write_bytes(content)

    video = service.follow(service.send(tmp_path / "film.mp4"))[-1]

    assert video["status"] == "falhou"
    assert video["error"]["code"] == code
    assert video["error"]["message"].endswith(".")
    assert video["url"] is None
    until(lambda: not files_below(data / "uploads") or None)
    assert not (data / "media" / video["id"]).exists()


def test_videos_are_listed_newest_first_and_by_status(service: Client, tmp_path: Path) -> None:
    film = a_film(tmp_path / "film.mp4", "320x180", 25, 1)
    older, newer = service.send(film), service.send(film)
    service.follow(older)
    service.follow(newer)

    listed = httpx.get(
        f"{service.base}/v1/videos", params={"status": "concluído", "limit": 2}
    ).json()

    assert [video["id"] for video in listed["items"]] == [newer, older]


def test_nothing_is_lost_when_the_service_stops_and_starts_again(
    room: Path, tmp_path: Path
) -> None:
    service = Own.at(room, free_port(), CAUDAL_DRAIN="PT0.1S")
    film = a_film(tmp_path / "film.mp4", "640x360", 25, 30)
    with service.running() as process:
        video = service.client.send(film)
        until(lambda: tools_of(process, "ffmpeg") or None)

    with service.running():
        last = service.client.follow(video)[-1]
        hls = download(last["url"], tmp_path / "played")

    assert {picture.decoded_frames() for picture in hls.pictures} == {750}


def test_a_killed_worker_is_started_again_and_the_video_ends_whole(
    room: Path, tmp_path: Path
) -> None:
    service = Own.at(room, free_port(), CAUDAL_LEASE="PT4S")
    film = a_film(tmp_path / "film.mp4", "640x360", 25, 30)

    with service.running() as process:
        video = service.client.send(film)
        ffmpeg = until(lambda: tools_of(process, "ffmpeg") or None)
        parent = ffmpeg[0].parent()
        assert parent is not None
        parent.kill()

        until(lambda: not any(tool.is_running() for tool in ffmpeg) or None)
        last = service.client.follow(video)[-1]
        hls = download(last["url"], tmp_path / "played")

        assert {picture.decoded_frames() for picture in hls.pictures} == {750}
        until(lambda: not files_below(room / "data" / "scratch") or None)


def test_every_playlist_that_is_named_is_there_when_all_is_tidied_up(
    service: Client, data: Path, tmp_path: Path
) -> None:
    video = service.follow(service.send(a_film(tmp_path / "film.mp4", "320x180", 25, 3)))[-1]
    until(lambda: not files_below(data / "uploads") or None)

    master = m3u8.loads(httpx.get(video["url"]).raise_for_status().text)
    named = [*master.playlists, *master.media, *master.iframe_playlists]

    assert master.iframe_playlists
    for entry in named:
        assert httpx.get(urljoin(video["url"], entry.uri)).status_code == 200


def test_cancelling_ends_ffmpeg_and_a_retry_goes_on_from_what_is_there(
    room: Path, tmp_path: Path
) -> None:
    service = Own.at(room, free_port())
    film = a_film(tmp_path / "film.mp4", "1280x720", 25, 40)
    with service.running() as process:
        address = f"{service.client.base}/v1/videos/{service.client.send(film)}"
        until(lambda: httpx.get(address).json()["playback"]["playable"] or None)

        cancelled = httpx.post(f"{address}/cancel").json()
        until(lambda: not tools_of(process, "ffmpeg") or None)
        made = set(files_below(room / "data" / "media"))
        retried = httpx.post(f"{address}/retry").json()
        last = service.client.follow(retried["id"])[-1]
        hls = download(last["url"], tmp_path / "played")

    assert (cancelled["status"], retried["status"]) == ("cancelado", "pendente")
    assert {picture.decoded_frames() for picture in hls.pictures} == {1000}
    played = {path.name for picture in hls.pictures for path in picture.playlist.parent.iterdir()}
    assert any(path.name in played and path.suffix == ".ts" for path in made)


def test_a_video_deleted_while_it_is_converted_leaves_nothing(room: Path, tmp_path: Path) -> None:
    service = Own.at(room, free_port())
    film = a_film(tmp_path / "film.mp4", "1280x720", 25, 40)
    with service.running() as process:
        video = service.client.send(film)
        address = f"{service.client.base}/v1/videos/{video}"
        until(lambda: httpx.get(address).json()["playback"]["playable"] or None)

        assert httpx.delete(address).status_code == 204
        assert httpx.get(address).status_code == 404
        until(lambda: not tools_of(process, "ffmpeg") or None)
        until(lambda: not files_below(room / "data" / "media") or None)
        until(lambda: not files_below(room / "data" / "uploads") or None)


def test_an_operator_looks_after_videos_from_the_command_line(
    service: Client, data: Path, tmp_path: Path
) -> None:
    video = service.send(a_film(tmp_path / "film.mp4", "320x180", 25, 1))
    service.follow(video)

    listed = json.loads(ask(data, "videos", "list", "--limit", "1", "--json").stdout)
    shown = json.loads(ask(data, "videos", "show", video).stdout)
    refused = [ask(data, "videos", verb, video) for verb in ("cancel", "retry")]
    deleted = ask(data, "videos", "delete", video)
    orphans = ask(data, "janitor", "--dry-run")

    assert [row["id"] for row in listed] == [video]
    assert (shown["id"], shown["status"]) == (video, "concluído")
    assert [(answer.returncode, "[conflict]" in answer.stderr) for answer in refused] == [
        (1, True)
    ] * 2
    assert deleted.returncode == 0
    assert "[not_found]" in ask(data, "videos", "show", video).stderr
    assert (orphans.returncode, orphans.stdout) == (0, "")


def ask(data: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "caudal", *arguments],
        env=os.environ | {"CAUDAL_DATA_DIR": str(data)},
        cwd=data.parent,
        capture_output=True,
        text=True,
        check=False,
    )
