"""Subtitles: what ffmpeg wrote, made safe, and cut on the grid of the chunks."""

from dataclasses import replace
from fractions import Fraction

import m3u8
import pytest
from hypothesis import given
from hypothesis import strategies as st

from caudal.errors import OutputInvalid
from caudal.media.plan import Options, Plan
from caudal.media.planning import make_plan
from caudal.media.presentation import playlists
from caudal.media.segment import Segment
from caudal.media.source import SubtitleTrack
from caudal.media.steps import Kind, encode_steps, maker
from caudal.media.subtitles import prove, read_webvtt, segment_text
from caudal.media.webvtt import Cue
from tests.build import a_segment, a_source, segments_of


def a_track(
    index: int, *, language: str = "por", title: str = "", text: bool = True, default: bool = False
) -> SubtitleTrack:
    return SubtitleTrack(
        index=index,
        codec="subrip" if text else "pgssub",
        text=text,
        language=language,
        title=title,
        default=default,
        forced=False,
    )


def a_plan_with(*tracks: SubtitleTrack) -> Plan:
    return make_plan(replace(a_source(), subtitles=tracks), Options())


def words_of(plan: Plan) -> dict[str, list[Segment]]:
    return {
        track.name: [
            a_segment(rendition=track.name, index=n, key=f"{track.name}/{n:05d}.vtt")
            for n in range(len(plan.chunks))
        ]
        for track in plan.subtitles
    }


def a_cue(start: int, end: int, text: str = "Olá") -> Cue:
    return Cue(start=Fraction(start), end=Fraction(end), text=text)


def test_cues_are_read_with_their_times() -> None:
    text = "WEBVTT\n\n00:01.000 --> 00:03.500\nOlá\nmundo\n\n01:00:05.000 --> 01:00:08.250\nfim\n"

    assert read_webvtt(text) == [
        Cue(start=Fraction(1), end=Fraction(7, 2), text="Olá\nmundo"),
        Cue(start=Fraction(3605), end=Fraction(14433, 4), text="fim"),
    ]


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("<i>a</i> & <b>b</b>", "<i>a</i> &amp; <b>b</b>"),
        ("1 < 2 --> 3", "1 &lt; 2 --&gt; 3"),
        ("<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"),
        ("<c.red onclick=x>a</c>", "&lt;c.red onclick=x&gt;a&lt;/c&gt;"),
        ("a\x00\x07b\u202e", "ab"),
    ],
)
def test_text_is_safe_to_show_and_keeps_its_emphasis(written: str, shown: str) -> None:
    (cue,) = read_webvtt(f"WEBVTT\n\n00:01.000 --> 00:02.000\n{written}\n")

    assert cue.text == shown


@given(st.text())
def test_whatever_was_written_is_read(text: str) -> None:
    for cue in read_webvtt(f"WEBVTT\n\n00:01.000 --> 00:02.000\n{text}"):
        assert cue.start < cue.end
        assert "-->" not in cue.text
        assert "\n\n" not in cue.text


def test_a_cue_that_crosses_a_cut_is_in_both_segments() -> None:
    plan = a_plan_with(a_track(2))
    cues = [a_cue(1, 2, "first"), a_cue(5, 7, "both"), a_cue(8, 9, "second")]

    first, second = (segment_text(cues, plan, chunk, 10) for chunk in plan.chunks[:2])

    assert first == (
        "WEBVTT\nX-TIMESTAMP-MAP=LOCAL:00:00:00.000,MPEGTS:900000\n\n"
        "00:00:01.000 --> 00:00:02.000\nfirst\n\n00:00:05.000 --> 00:00:07.000\nboth\n"
    )
    assert ["first" in second, "both" in second, "second" in second] == [False, True, True]


def test_a_stretch_without_words_is_a_segment_all_the_same() -> None:
    plan = a_plan_with(a_track(2))

    text = segment_text([], plan, plan.chunks[0], 10)

    assert text == "WEBVTT\nX-TIMESTAMP-MAP=LOCAL:00:00:00.000,MPEGTS:900000\n"


def test_every_track_of_text_is_an_alternative_of_every_variant() -> None:
    hostile = 'Dublado" X="\n#EXT'
    plan = a_plan_with(
        a_track(2, title=hostile), a_track(3, text=False), a_track(4, language="eng", default=True)
    )

    files = dict(playlists("", plan, segments_of(plan), words_of(plan)))

    master = m3u8.loads(files["master.m3u8"])
    media = [entry for entry in master.media if entry.type == "SUBTITLES"]
    assert [(m.language, m.default, m.autoselect, m.forced, m.uri) for m in media] == [
        ("por", "NO", "YES", "NO", "subtitles-0/index.m3u8"),
        ("eng", "YES", "YES", "NO", "subtitles-1/index.m3u8"),
    ]
    assert media[0].name == "Dublado' X='#EXT"
    assert {variant.stream_info.subtitles for variant in master.playlists} == {"subtitles"}
    assert "subtitles-0/index.m3u8" in files


def test_a_film_without_subtitles_names_none() -> None:
    plan = a_plan_with(a_track(3, text=False))

    text = dict(playlists("", plan, segments_of(plan), {}))["master.m3u8"]

    assert plan.subtitles == ()
    assert "SUBTITLES" not in text


def test_each_track_is_a_step_that_nothing_playable_waits_for() -> None:
    plan = a_plan_with(a_track(2), a_track(3))

    steps = [step for step in encode_steps(plan) if step.kind is Kind.SUBTITLES]

    assert [step.index for step in steps] == [0, 1]
    assert maker(plan, "subtitles-1", 0) == (Kind.SUBTITLES, 1)
    assert min(s.priority for s in encode_steps(plan) if s.kind is not Kind.SUBTITLES) >= 5


def test_a_missing_segment_of_subtitles_is_noticed() -> None:
    plan = a_plan_with(a_track(2))
    prove(plan, words_of(plan)["subtitles-0"])

    with pytest.raises(OutputInvalid, match="subtitles-0 has a hole"):
        prove(plan, words_of(plan)["subtitles-0"][1:])
