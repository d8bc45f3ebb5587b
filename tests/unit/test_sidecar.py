"""Files of subtitles sent beside a video: told by their contents, named by their names."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caudal.media.sidecar import Format, Sidecar, described, read_sidecar

SRT = "1\n00:00:01,000 --> 00:00:02,500\nOlá, coração\n"
WEBVTT = "WEBVTT\n\n00:01.000 --> 00:02.500\nOlá, coração\n"
ASS = (
    "[Script Info]\nScriptType: v4.00+\n\n[Events]\n"
    "Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text\n"
    "Dialogue: 0,0:00:01.00,0:00:02.50,Default,,0,0,0,,Olá, coração\n"
)


@pytest.mark.parametrize(
    ("text", "written"), [(SRT, Format.SRT), (WEBVTT, Format.WEBVTT), (ASS, Format.ASS)]
)
@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "latin-1"]
)
def test_a_file_is_told_by_its_contents_however_it_is_encoded(
    text: str, written: Format, encoding: str
) -> None:
    data = text.replace("\n", "\r\n").encode(encoding)

    assert read_sidecar(data, "a.txt") == (Sidecar(format=written), text)


@pytest.mark.parametrize(
    ("filename", "language", "flags"),
    [
        ("film.pt-BR.srt", "pt-BR", (False, False)),
        ("film.2.por.vtt", "por", (False, False)),
        ("en.srt", "en", (False, False)),
        ("film.en.forced.srt", "en", (False, True)),
        ("film.en.default.ass", "en", (True, False)),
        ("film.srt", "und", (False, False)),
        ("A.Film.srt", "und", (False, False)),
        ("", "und", (False, False)),
    ],
)
def test_a_name_tells_language_and_flags(
    filename: str, language: str, flags: tuple[bool, bool]
) -> None:
    sidecar, _ = read_sidecar(SRT.encode(), filename)

    assert (sidecar.language, (sidecar.default, sidecar.forced)) == (language, flags)


def test_what_the_sender_says_goes_before_what_a_file_is_named() -> None:
    found = [Sidecar(format=Format.SRT, language=code) for code in ("en", "fr")]

    first, second = described(found, [Sidecar(language="pt", title='Do "autor"\n', default=True)])

    assert first == Sidecar(format=Format.SRT, language="pt", title='Do "autor"', default=True)
    assert second == found[1]


def test_a_file_that_did_not_come_cannot_be_spoken_of() -> None:
    with pytest.raises(ValueError, match="number 0"):
        described([], [Sidecar(language="pt")])


@pytest.mark.parametrize(
    "data",
    [
        b"just a text --> or not\n",
        b"WEBVTT\n\nno cue at all\n",
        b"[Script Info]\nTitle: nothing\n",
        b"\x89PNG\r\n\x1a\n",
        b"\x00" * 5000,
    ],
)
def test_what_holds_no_subtitles_is_refused(data: bytes) -> None:
    with pytest.raises(ValueError, match="no subtitles"):
        read_sidecar(data, "film.srt")


@given(st.binary(max_size=2000))
def test_any_bytes_are_subtitles_or_refused(data: bytes) -> None:
    try:
        sidecar, text = read_sidecar(data, "film.srt")
    except ValueError:
        return
    assert sidecar.format is not None
    assert "\0" not in text
