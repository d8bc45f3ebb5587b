"""Subtitles as a viewer reads them, with hls.js in Chromium."""

from pathlib import Path

import pytest

from tests.browser.films import flashes_and_beeps, send
from tests.browser.player import Player
from tests.media import run_ffmpeg
from tests.service import Client

SRT = "1\n00:00:01,000 --> 00:00:02,000\num\n\n2\n00:00:07,000 --> 00:00:08,500\ndois & três\n"
# hls.js puts the first frame two frames late, and words with it.
SHIFT = 2 / 25


def test_words_appear_when_they_should(player: Player, service: Client, tmp_path: Path) -> None:
    film, words = flashes_and_beeps(tmp_path / "film.mov", 9), tmp_path / "words.srt"
    words.write_text(SRT)
    both = tmp_path / "both.mkv"
    run_ffmpeg("-i", str(film), "-i", str(words), "-c", "copy", "-c:s", "srt", str(both))
    video = service.follow(send(service, both, quality="fast", rungs=[360]))[-1]

    player.play(video["url"], renderTextTracksNatively=True)
    player.wait_until("hls.subtitleTracks.length === 1")
    player.page.evaluate("hls.subtitleTrack = 0")
    player.wait_until("video.textTracks.length === 1 && video.textTracks[0].cues?.length >= 2")

    seen = player.page.evaluate(
        "[...video.textTracks[0].cues].map(cue => [cue.startTime, cue.endTime, cue.text])"
    )
    times = [time for start, end, _ in seen for time in (start, end)]
    assert [text for _, _, text in seen] == ["um", "dois &amp; três"]
    assert times == pytest.approx([1, 2, 7, 8.5], abs=SHIFT + 0.02)
