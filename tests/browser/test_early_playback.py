"""A video plays while the rest of it is still being made."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.browser.films import flashes_and_beeps, ready_to_copy, send
from tests.browser.player import Player
from tests.service import Client, until

SECONDS = 40


@pytest.mark.parametrize("film", [flashes_and_beeps, ready_to_copy])
def test_a_video_in_the_making_plays_from_its_start_to_its_end(
    player: Player, service: Client, tmp_path: Path, film: Callable[[Path, int], Path]
) -> None:
    video = send(service, film(tmp_path / "film.mov", SECONDS), quality="best")

    def playable() -> dict[str, Any] | None:
        now = service.get(video)
        return now if now["playback"]["playable"] else None

    player.play(until(playable)["playback"]["url"])
    player.wait_until("frames.length > 0")
    begun = service.get(video)
    player.wait_until("video.currentTime > 3")
    service.follow(video)
    player.play_at(4)
    player.wait_until("video.ended")

    report = player.report()
    assert begun["status"] == "em processamento"
    assert report.frames[0].time < 1  # at the live edge it would be 2 or later
    assert report.errors() == []
    assert report.jumps_back() == []
    assert report.refused == []
    assert report.time == pytest.approx(SECONDS, abs=0.2)
