"""Encrypted segments: their bytes, their records, and the playlists that name them."""

from dataclasses import replace
from hashlib import sha256

import pytest

from caudal.media.early import early_playlists
from caudal.media.encryption import encrypted
from caudal.media.presentation import playlists
from caudal.media.takeover import Taken
from tests.build import a_plan, a_segment, segments_of

# NIST SP 800-38A, F.1.1: with an IV of zeros, CBC begins as ECB does.
KEY = bytes.fromhex("2b7e151628aed2a6abf7158809cf4f3c")
PLAIN = bytes.fromhex("6bc1bee22e409f96e93d7e117393172a")
CIPHER = bytes.fromhex("3ad77bb40d7a3660a89ecaf32466ef97")


def taken(data: bytes, index: int = 0) -> Taken:
    return Taken(data=data, record=a_segment(index=index))


def test_the_first_segment_is_encrypted_as_the_standard_wants() -> None:
    assert encrypted(taken(PLAIN), KEY).data[:16] == CIPHER


@pytest.mark.parametrize(("size", "stored"), [(0, 16), (15, 16), (16, 32), (188, 192)])
def test_what_is_stored_is_padded_to_whole_blocks(size: int, stored: int) -> None:
    assert len(encrypted(taken(bytes(size)), KEY).data) == stored


def test_a_segment_is_recorded_as_it_is_stored() -> None:
    sealed = encrypted(taken(bytes(188)), KEY)

    assert sealed.record.bytes == len(sealed.data)
    assert sealed.record.sha256 == sha256(sealed.data).hexdigest()
    assert sealed.record.keyframes == ()


def test_no_two_segments_of_a_rendition_are_encrypted_alike() -> None:
    stored = {encrypted(taken(PLAIN, index), KEY).data for index in range(3)}

    assert len(stored) == 3


def test_every_playlist_of_picture_and_sound_names_the_key() -> None:
    plan = replace(a_plan(), encrypted=True)
    recorded = segments_of(plan)
    vod = dict(playlists("", plan, recorded, {}))
    early = dict(early_playlists("", plan, recorded, {}).files)

    media = {key: text for key, text in (vod | early).items() if "#EXTINF" in text}
    assert len(media) == 2 * len(plan.names)
    assert all('#EXT-X-KEY:METHOD=AES-128,URI="../content.key"' in t for t in media.values())
    assert not [key for key in vod if "iframes" in key]
    assert "I-FRAME" not in vod["master.m3u8"]


def test_the_playlists_of_a_video_that_is_not_encrypted_name_no_key() -> None:
    plan = a_plan()
    texts = [text for _, text in playlists("", plan, segments_of(plan), {})]

    assert not [text for text in texts if "EXT-X-KEY" in text]
