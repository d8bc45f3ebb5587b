"""Early playlists: what can be played before the rest is made."""

from collections.abc import Mapping
from fractions import Fraction

import m3u8
from hypothesis import given
from hypothesis import strategies as st

from caudal.media.early import Early, early_playlists
from caudal.media.plan import Plan
from tests.build import a_picture, a_plan, a_source, segments_of

PLAN = a_plan(a_source(video=a_picture(duration=Fraction(600))))


def early(there: Mapping[str, int], published: Mapping[str, int] | None = None) -> Early:
    """With so many segments of each rendition."""
    made = {name: segments[: there.get(name, 0)] for name, segments in segments_of(PLAN).items()}
    return early_playlists("", PLAN, made, published or {})


def texts(result: Early) -> dict[str, str]:
    return dict(result.files)


def test_one_segment_of_picture_and_sound_can_be_played() -> None:
    result = early({"360p": 1, "audio-0": 1})

    assert list(texts(result)) == ["360p/early.m3u8", "audio-0/early.m3u8", "early.m3u8"]
    assert result.duration == 2


def test_a_picture_waits_for_its_sound() -> None:
    result = early({"360p": 3})

    assert "early.m3u8" not in texts(result)
    assert result.duration == 0


def test_players_begin_at_the_beginning() -> None:
    playlist = texts(early({"360p": 1}))["360p/early.m3u8"]

    assert "#EXT-X-PLAYLIST-TYPE:EVENT" in playlist
    assert "#EXT-X-START:TIME-OFFSET=0,PRECISE=YES" in playlist
    assert "#EXT-X-ENDLIST" not in playlist


def test_nothing_behind_a_hole_is_named() -> None:
    segments = segments_of(PLAN)["360p"]
    holed = {"360p": [segments[0], segments[2]]}

    playlist = dict(early_playlists("", PLAN, holed, {}).files)["360p/early.m3u8"]

    assert [s.uri for s in m3u8.loads(playlist).segments] == ["00000.ts"]


def test_a_playlist_that_did_not_grow_is_left_alone() -> None:
    result = early({"360p": 2, "audio-0": 5}, {"360p": 2, "audio-0": 4})

    assert list(texts(result)) == ["audio-0/early.m3u8"]


def test_a_new_rendition_is_offered_when_it_is_there() -> None:
    before = {"360p": 1, "audio-0": 10}

    result = early({**before, "1080p": 1}, before)

    assert len(m3u8.loads(texts(result)["early.m3u8"]).playlists) == 2


def test_a_long_playlist_is_not_written_for_every_segment() -> None:
    assert early({"360p": 62}, {"360p": 60}).files == ()
    assert list(texts(early({"360p": 63}, {"360p": 60}))) == ["360p/early.m3u8"]


def test_the_last_segment_ends_the_playlist() -> None:
    playlist = texts(early({"360p": PLAN.segments}, {"360p": PLAN.segments - 1}))["360p/early.m3u8"]

    assert playlist.endswith("#EXT-X-ENDLIST\n")


def test_what_can_be_played_is_what_every_variant_has() -> None:
    assert early({"360p": 9, "1080p": 3, "audio-0": 20}).duration == 12


@given(st.lists(st.integers(0, 100), min_size=2, max_size=8))
def test_a_playlist_only_grows(counts: list[int]) -> None:
    published: Mapping[str, int] = {}
    shown: list[str] = []
    for count in counts:
        result = early({"360p": count}, published)
        published = result.counts
        for text in texts(result).values():
            uris = [segment.uri for segment in m3u8.loads(text).segments]
            assert uris[: len(shown)] == shown
            shown = uris


def test_a_video_without_sound_needs_none() -> None:
    silent: Plan = a_plan(a_source(silent=True))
    one = {"360p": segments_of(silent)["360p"][:1]}

    assert early_playlists("", silent, one, {}).duration == 2
