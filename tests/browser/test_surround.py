"""A film with surround sound in a player that has two loudspeakers: hls.js in Chromium."""

from pathlib import Path

from tests.browser.films import flashes_and_beeps, send
from tests.browser.player import Player
from tests.media import run_ffmpeg
from tests.service import Client


def test_a_browser_plays_the_stereo_of_a_film_in_surround_sound(
    player: Player, service: Client, tmp_path: Path
) -> None:
    film, wide = flashes_and_beeps(tmp_path / "film.mov", 6), tmp_path / "wide.mkv"
    run_ffmpeg(
        "-i", str(film), "-c:v", "copy", "-c:a", "flac", "-af", "pan=5.1|FL=c0|FC=c0", str(wide)
    )
    video = service.follow(send(service, wide, quality="fast", rungs=[360]))[-1]

    player.play(video["url"])
    player.wait_until("video.ended")

    heard = player.page.evaluate("hls.audioTracks[hls.audioTrack].groupId")
    assert heard == "audio"
    assert player.report().errors() == []
