"""Subtitles of real files, in every form of text that is taken."""

import re
from dataclasses import replace
from pathlib import Path

import m3u8
import pytest

from caudal.media.plan import Options, Quality
from caudal.media.sidecar import read_sidecar
from tests.converting import converted
from tests.media import a_film, run_ffmpeg

FAST = Options(quality=Quality.FAST, rungs=(90,))
SRT = """1
00:00:01,000 --> 00:00:03,500
Olá <i>mundo</i> & <script>

2
00:00:05,000 --> 00:00:08,000
dois
"""


def with_words(path: Path, *options: str, words: bytes = SRT.encode()) -> Path:
    """A film of 9 s with these subtitles."""
    film = a_film(path.with_name("plain.mp4"), "160x90", 25, 9, "-an")
    file = path.with_name("words.srt")
    file.write_bytes(words)
    inputs = ("-i", str(film), "-i", str(file), "-map", "0", "-map", "1", "-c:v", "copy")
    run_ffmpeg(*inputs, "-metadata:s:s:0", "language=por", *options, str(path))
    return path


def cues(directory: Path, segment: int, *, track: int = 0) -> list[tuple[str, str, str]]:
    text = (directory / f"subtitles-{track}" / f"{segment:05d}.vtt").read_text()
    assert text.startswith("WEBVTT\nX-TIMESTAMP-MAP=LOCAL:00:00:00.000,MPEGTS:900000\n")
    return re.findall(r"00:00:(\S+) --> 00:00:(\S+)\n(.*)", text)


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("film.mkv", ("-c:s", "srt")),
        ("film.mkv", ("-c:s", "ass")),
        ("film.mp4", ("-c:s", "mov_text")),
        ("film.webm.mkv", ("-c:s", "webvtt")),
        ("late.mkv", ("-c:s", "srt", "-output_ts_offset", "100")),
    ],
)
async def test_embedded_text_is_shown_at_its_time(
    tmp_path: Path, name: str, options: tuple[str, ...]
) -> None:
    film = with_words(tmp_path / name, *options)

    hls = await converted(film, tmp_path, FAST)

    ((start, end, text), *others) = cues(hls.master.parent, 0)
    assert (start, end) == ("01.000", "03.500")
    assert text.startswith("Olá <i>mundo</i> &amp;")
    assert "<script>" not in text
    assert [other[:2] for other in others] == [("05.000", "08.000")]
    master = hls.master.read_text()
    assert 'TYPE=SUBTITLES,GROUP-ID="subtitles",NAME="por",LANGUAGE="por"' in master


async def test_letters_of_another_encoding_do_not_fail_a_video(tmp_path: Path) -> None:
    film = with_words(
        tmp_path / "film.mkv", "-c:s", "copy", words=SRT.replace("Olá", "Ol\xe1").encode("latin-1")
    )

    hls = await converted(film, tmp_path, FAST)

    assert ("05.000", "08.000", "dois") in cues(hls.master.parent, 0)


LATE = "WEBVTT\n\n00:05.000 --> 00:08.000\n<v Ana>dois & <b>três</b></v>\n"
ASS = """[Script Info]
ScriptType: v4.00+

[Events]
Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text
Dialogue: 0,0:00:05.00,0:00:08.00,Default,,0,0,0,,{\\an8}dois & {\\b1}três{\\b0}
"""


async def test_what_was_sent_beside_a_film_is_an_alternative_like_its_own(tmp_path: Path) -> None:
    film = with_words(tmp_path / "film.mkv", "-c:s", "srt", "-output_ts_offset", "100")
    sent = [
        read_sidecar(data, name)
        for data, name in [
            (LATE.encode("utf-16"), "film.en.vtt"),
            (ASS.encode(), "film.es.forced.ass"),
            (SRT.replace("Olá", "Ol\xe1").encode("latin-1"), "film.pt-BR.default.srt"),
        ]
    ]
    options = replace(FAST, subtitles=tuple(sidecar for sidecar, _ in sent))

    hls = await converted(film, tmp_path, options, subtitles=[text for _, text in sent])

    directory = hls.master.parent
    media = [m for m in m3u8.load(str(hls.master)).media if m.type == "SUBTITLES"]
    assert [(m.language, m.default, m.forced) for m in media] == [
        ("por", "NO", "NO"),
        ("en", "NO", "NO"),
        ("es", "NO", "YES"),
        ("pt-BR", "YES", "NO"),
    ]
    late = [("05.000", "08.000", "dois &amp; <b>três</b>")]
    assert cues(directory, 0, track=1) == cues(directory, 0, track=2) == late
    assert cues(directory, 0, track=3)[0] == ("01.000", "03.500", "Olá <i>mundo</i> &amp;")
