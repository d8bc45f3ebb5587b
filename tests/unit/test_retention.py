from dataclasses import replace

from caudal.media.keys import video_root
from caudal.media.presentation import by_rendition, playlists
from caudal.media.retention import kept_keys
from caudal.media.video import Failure, Status
from tests.build import a_finished_video

CRASHED = Failure(code="processing_crashed", message="m", retryable=True)
UNREADABLE = Failure(code="corrupt_input", message="m", retryable=False)


def test_of_a_finished_video_all_stays_that_a_playlist_names() -> None:
    video, segments = a_finished_video()
    assert video.plan is not None

    kept = kept_keys(video, segments)

    texts = dict(playlists(video_root(video.id), video.plan, by_rendition(segments), {}))
    assert kept >= set(texts) | {segment.key for segment in segments}
    assert any(key.endswith("/iframes.m3u8") for key in kept)
    assert f"{video_root(video.id)}early.m3u8" in kept


def test_of_a_video_that_may_be_tried_again_the_segments_stay() -> None:
    video, segments = a_finished_video()

    for status, why in ((Status.CANCELLED, None), (Status.FAILED, CRASHED)):
        over = replace(video, status=status, url=None, failure=why)
        assert kept_keys(over, segments) == {segment.key for segment in segments}


def test_of_a_file_that_is_at_fault_nothing_stays() -> None:
    video, segments = a_finished_video()

    failed = replace(video, status=Status.FAILED, url=None, failure=UNREADABLE)

    assert kept_keys(failed, segments) == set()
