"""What a viewer sees and hears of a video, with hls.js in Chromium."""

from itertools import accumulate
from statistics import median
from urllib.parse import urljoin

import httpx
import m3u8
import pytest

from tests.browser.films import PERIOD, RATE, WIDTHS
from tests.browser.player import Player, Report

FRAME = 1 / RATE
# hls.js puts the first frame where its decoding time would be zero: two frames late.
SHIFT = 2 * FRAME


def test_a_finished_video_plays_to_its_end_without_a_stall(player: Player, master: str) -> None:
    player.play(master)
    player.play_at(2)
    player.wait_until("video.ended")

    report = player.report()
    ((start, end),) = report.buffered
    assert report.errors() == []
    assert report.stalls() == []
    assert report.refused == []
    assert report.total == pytest.approx(20 * RATE, abs=2)
    assert start < 0.1
    assert end == pytest.approx(20 + SHIFT, abs=FRAME)


def test_quality_goes_up_and_down_at_a_viewers_wish(player: Player, encoded: str) -> None:
    best, least = WIDTHS
    player.play(encoded)
    player.wait_until("video.currentTime > 1")

    for width, time in ((least, 2), (best, 4), (least, 6)):
        player.switch("currentLevel", width)
        player.wait_until(f"video.videoWidth === {width} && video.currentTime > {time}")

    report = player.report()
    assert report.errors() == []
    assert report.widths()[-3:] == [least, best, least]
    assert report.jumps_back() == []


def test_a_copied_picture_gives_way_to_an_encoded_one_at_a_seam(
    player: Player, copied: str
) -> None:
    best, least = WIDTHS
    player.play(copied, startLevel=1)  # the best of two
    player.wait_until("video.currentTime > 1")

    player.switch("nextLevel", least)
    player.wait_until(f"video.videoWidth === {least} && video.currentTime > 10")

    report = player.report()
    first = next(frame.time for frame in report.frames if frame.width == least)
    assert report.widths() == [best, least]
    assert min(abs(first - SHIFT - seam) for seam in _seams(copied)) <= FRAME
    assert report.errors() == []
    assert report.stalls() == []


def test_a_flash_is_seen_when_its_beep_is_heard(player: Player, master: str) -> None:
    """Within a frame, on the video's own clock.

    Seen: the media time of the frame that is white. Heard: the first loud sample that leaves the
    video element, on the clock of WebAudio, brought to the video's by readings of both clocks.
    The way from there to a loudspeaker is the machine's, and is not measured.
    """
    player.listen()
    player.play(master)
    player.wait_until("beeps.length === 6")

    report = player.report()
    seen = [frame.time for frame in report.frames if frame.darkest > 200]
    heard = [_on_the_videos_clock(beep, report) for beep in report.beeps]
    pairs = [(flash, beep) for flash in seen for beep in heard if abs(flash - beep) < PERIOD / 2]
    assert len(pairs) >= 3
    assert [beep for _, beep in pairs] == pytest.approx([flash for flash, _ in pairs], abs=FRAME)


def _seams(master: str) -> list[float]:
    """Where one segment ends and the next begins, in seconds from the start of the video."""
    first = m3u8.loads(httpx.get(master).text).playlists[0].uri
    segments = m3u8.loads(httpx.get(urljoin(master, first)).text).segments
    return list(accumulate(segment.duration for segment in segments[:-1]))


def _on_the_videos_clock(sound: float, report: Report) -> float:
    """From readings within a second, for the clocks part where a busy machine is late."""
    near = [video - at for at, video in report.clocks if abs(at - sound) < 1]
    return sound + median(near)
