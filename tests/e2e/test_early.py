"""A video plays while the rest of it is still being made."""

from itertools import pairwise
from pathlib import Path
from typing import Any

import httpx
import m3u8
import pytest

from tests.media import a_film
from tests.service import Client, download, until


def playable(service: Client, video: str) -> dict[str, Any]:
    """The video as soon as it can be played before its end."""

    def seen() -> dict[str, Any] | None:
        now = service.get(video)
        assert now["status"] in {"pendente", "em processamento"}, now
        return now if now["playback"]["playable"] else None

    return until(seen)


def copied_film(path: Path, seconds: int) -> Path:
    """A film that can be copied: keyframes every two seconds, stereo AAC."""
    grid = ("-g", "50", "-keyint_min", "50", "-sc_threshold", "0", "-pix_fmt", "yuv420p")
    rate = ("-preset", "veryfast", "-maxrate", "900k", "-bufsize", "900k")
    return a_film(path, "640x360", 25, seconds, *grid, *rate, "-ac", "2")


@pytest.mark.parametrize("kind", ["encoded", "copied"])
def test_every_early_playlist_names_only_what_can_be_fetched(
    service: Client, tmp_path: Path, kind: str
) -> None:
    film = (
        copied_film(tmp_path / "film.mp4", 60)
        if kind == "copied"
        else a_film(tmp_path / "film.mp4", "640x360", 25, 60)
    )

    early = playable(service, service.send(film))
    started = download(early["playback"]["url"], tmp_path / "early")

    assert early["url"] is None
    assert early["playback"]["url"].endswith("/early.m3u8")
    assert 2 <= early["playback"]["duration"] <= 60
    assert all(len(r.segments) > 0 for r in (*started.pictures, *started.sounds))
    assert early["renditions"][0]["passthrough"] is (kind == "copied"), early["renditions"]


def test_an_early_playlist_only_grows_and_ends_with_the_video(
    service: Client, tmp_path: Path
) -> None:
    video = service.send(a_film(tmp_path / "film.mp4", "640x360", 25, 40))
    url = playable(service, video)["playback"]["url"].replace("early.m3u8", "360p/early.m3u8")
    seen: list[list[str | None]] = []

    def over() -> bool | None:
        answer = httpx.get(url)
        assert answer.headers["cache-control"] == "no-cache"
        seen.append([segment.uri for segment in m3u8.loads(answer.text).segments])
        return service.get(video)["status"] == "concluído" or None

    until(over)
    last = m3u8.loads(httpx.get(url).text)

    assert all(after[: len(before)] == before for before, after in pairwise(seen))
    assert last.is_endlist
    assert len(last.segments) == 8


def test_a_copy_and_its_encoded_rungs_are_cut_at_the_same_instants(
    service: Client, tmp_path: Path
) -> None:
    film = copied_film(tmp_path / "film.mp4", 20)

    last = service.follow(service.send(film))[-1]
    hls = download(last["url"], tmp_path / "played")

    assert [r["passthrough"] for r in last["renditions"]] == [True, False]
    assert {picture.decoded_frames() for picture in hls.pictures} == {500}
    assert len({tuple(picture.durations) for picture in hls.pictures}) == 1
    starts = [[p.pts for p in picture.packets() if p.keyframe] for picture in hls.pictures]
    assert starts[0] == starts[1]
    assert last["cost"]["cpu_seconds"] > 0
