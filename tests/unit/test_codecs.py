"""What elementary streams say of themselves."""

import pytest

from caudal.errors import OutputInvalid
from caudal.media.codecs import eac3_frames


def a_frame(words: int = 384, head: int = 0, blocks: int = 0x3F) -> bytes:
    """An E-AC-3 frame of so many words of 16 bits, its six blocks in 0x30 of the fifth byte."""
    size = words - 1
    return bytes([0x0B, 0x77, head << 3 | size >> 8, size & 0xFF, blocks]).ljust(2 * words, b"\0")


def test_frames_of_surround_sound_are_counted() -> None:
    assert eac3_frames(b"") == 0
    assert eac3_frames(a_frame() + a_frame(words=200) + a_frame()) == 3


@pytest.mark.parametrize(
    "sound",
    [
        a_frame()[:-1],
        a_frame()[:4],
        a_frame() + b"\xff\xf1",
        a_frame(head=8),  # depends on another stream
        a_frame(blocks=0x0F),  # one block
    ],
)
def test_what_is_no_whole_surround_sound_is_refused(sound: bytes) -> None:
    with pytest.raises(OutputInvalid):
        eac3_frames(sound)
