"""A client's file name is display text, whatever the client sent."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caudal.media.video import DISPLAY_LENGTH, display_name


@pytest.mark.parametrize(
    ("sent", "shown"),
    [
        ("férias.mov", "férias.mov"),
        ("../../etc/x.mp4", "x.mp4"),
        ("C:\\Users\\ana\\clip.mp4", "clip.mp4"),
        ("-y.mp4", "-y.mp4"),
        ("%03d.mp4", "%03d.mp4"),
        ("http:x.mp4", "http:x.mp4"),
        ("$(id).mp4", "$(id).mp4"),
        (".htaccess", ".htaccess"),
        ("a\nb\r\n.mp4", "ab.mp4"),
        ("a\0b.mp4", "ab.mp4"),
        ("gpj\u202e4pm.exe", "gpj4pm.exe"),
        ("  clip.mp4  ", "clip.mp4"),
        ("", "video"),
        ("..", ".."),
        ("dir/", "video"),
        ("\u200b\u202e", "video"),
    ],
)
def test_a_name_is_shown_without_path_and_control_characters(sent: str, shown: str) -> None:
    assert display_name(sent) == shown


def test_a_name_of_5000_letters_is_cut() -> None:
    assert display_name("ã" * 5000) == "ã" * DISPLAY_LENGTH


@given(st.text(max_size=600))
def test_what_is_shown_is_printable_short_and_never_empty(sent: str) -> None:
    shown = display_name(sent)

    assert 0 < len(shown) <= DISPLAY_LENGTH
    assert not any(unicodedata.category(letter) in ("Cc", "Cf", "Cs", "Zl") for letter in shown)
    assert "/" not in shown
    assert "\\" not in shown
