"""Playlists: values in, text out; read back by an independent parser."""

from dataclasses import replace
from fractions import Fraction
from itertools import chain
from pathlib import Path

import m3u8
import pytest
from hypothesis import given
from hypothesis import strategies as st

from caudal.errors import OutputInvalid
from caudal.media.bitrate import Span, average_bitrate, bitrates, peak_bitrate
from caudal.media.plan import Options, Plan
from caudal.media.planning import make_plan
from caudal.media.playlist import (
    Entry,
    Sound,
    multivariant_playlist,
    quoted,
    target_duration,
    vod_playlist,
)
from caudal.media.presentation import by_rendition, damaged, peak, playlists, prove
from caudal.media.segment import Segment
from tests.build import a_picture, a_plan, a_segment, a_sound, a_source, segments_of

GOLDEN = Path(__file__).parent / "golden"

CLIP = a_source(
    video=a_picture(width=1280, height=720, duration=Fraction("12.48")),
    audio=(
        a_sound(duration=Fraction("12.48"), language="por", title='João "ao vivo"', default=True),
        a_sound(order=1, duration=Fraction("12.48"), language="eng"),
    ),
)
PLAN = a_plan(CLIP)


def texts() -> dict[str, str]:
    return dict(playlists("", PLAN, segments_of(PLAN), {}))


@pytest.mark.parametrize(
    ("key", "golden"),
    [
        ("master.m3u8", "master.m3u8"),
        ("720p/index.m3u8", "media.m3u8"),
        ("720p/iframes.m3u8", "iframes.m3u8"),
    ],
)
def test_the_playlists_of_a_clip_are_these(key: str, golden: str) -> None:
    assert texts()[key] == (GOLDEN / golden).read_text()


def surround() -> dict[str, str]:
    """Playlists of a film with one sound in 5.1 and one in stereo."""
    tracks = (
        a_sound(duration=Fraction("12.48"), language="por", channels=6, default=True),
        a_sound(order=1, duration=Fraction("12.48"), language="eng"),
    )
    plan = a_plan(a_source(video=a_picture(duration=Fraction("12.48")), audio=tracks))
    return dict(playlists("", plan, segments_of(plan), {}))


def test_the_multivariant_playlist_of_surround_sound_is_this() -> None:
    assert surround()["master.m3u8"] == (GOLDEN / "surround.m3u8").read_text()


def test_surround_sound_has_the_members_of_the_stereo_group_and_variants_of_its_own() -> None:
    parsed = m3u8.loads(surround()["master.m3u8"])
    groups: dict[str, list[tuple[str, str, str]]] = {}
    for entry in parsed.media:
        groups.setdefault(entry.group_id, []).append((entry.name, entry.channels, entry.uri))

    variants: dict[str, list[str]] = {}
    for entry in parsed.playlists:
        variants.setdefault(entry.stream_info.audio, []).append(entry.uri)

    assert groups["audio-surround"] == [
        ("por", "6", "audio-surround-0/index.m3u8"),
        ("eng", "2", "audio-1/index.m3u8"),
    ]
    assert [name for name, _, _ in groups["audio"]] == ["por", "eng"]
    assert variants["audio-surround"] == sorted(variants["audio"], key=variants["audio"].index)
    assert parsed.playlists[0].stream_info.audio == "audio"
    assert variants["audio-low"] == ["234p/index.m3u8"]


def test_the_multivariant_playlist_becomes_visible_last() -> None:
    assert list(texts())[-1] == "master.m3u8"


def test_every_rendition_is_named_once() -> None:
    parsed = m3u8.loads(texts()["master.m3u8"])

    named = [entry.uri for entry in parsed.playlists] + [entry.uri for entry in parsed.media]

    assert sorted(named) == sorted(f"{name}/index.m3u8" for name in PLAN.names)


def test_bandwidth_counts_the_sound_as_well() -> None:
    segments = segments_of(PLAN)
    picture = peak(segments["720p"], 6)
    sound = peak(segments["audio-0"], 6)

    parsed = m3u8.loads(texts()["master.m3u8"])

    assert max(entry.stream_info.bandwidth for entry in parsed.playlists) == picture + sound


def test_two_sounds_of_one_name_are_told_apart() -> None:
    twice = tuple(a_sound(order=order, language="eng") for order in range(2))
    plan = a_plan(a_source(audio=twice))

    parsed = m3u8.loads(dict(playlists("", plan, segments_of(plan), {}))["master.m3u8"])

    assert len({(entry.group_id, entry.name) for entry in parsed.media}) == 4
    assert {entry.group_id for entry in parsed.media} == {"audio", "audio-low"}


def test_the_smallest_variant_stays_below_apples_limit_with_its_sound() -> None:
    parsed = m3u8.loads(texts()["master.m3u8"])

    smallest = min(parsed.playlists, key=lambda entry: entry.stream_info.resolution[1])

    assert smallest.stream_info.audio == "audio-low"


@given(st.text())
def test_no_text_breaks_out_of_a_quoted_string(text: str) -> None:
    sound = Sound(
        uri="a/index.m3u8", group="a", name=text, language="und", channels=2, default=True
    )

    parsed = m3u8.loads(multivariant_playlist([], [sound]))

    assert [entry.uri for entry in parsed.media] == ["a/index.m3u8"]
    assert quoted(text).count('"') == 2


@given(st.lists(st.fractions("1/60", 7), min_size=1, max_size=50))
def test_what_is_written_can_be_read_back(durations: list[Fraction]) -> None:
    entries = [Entry(uri=f"{n:05d}.ts", duration=d) for n, d in enumerate(durations)]

    parsed = m3u8.loads(vod_playlist(entries, target_duration(durations)))

    assert [segment.uri for segment in parsed.segments] == [entry.uri for entry in entries]
    for segment, duration in zip(parsed.segments, durations, strict=True):
        assert segment.duration == pytest.approx(float(duration), abs=1e-6)
        assert int(segment.duration + 0.5) <= parsed.target_duration


def test_an_ntsc_segment_has_the_target_duration_six() -> None:
    assert target_duration([Fraction("6.006")]) == 6


def test_the_peak_is_that_of_the_worst_run_of_segments() -> None:
    spans = [Span(size, Fraction(6)) for size in (1000, 3000, 1000)]

    assert peak_bitrate(spans, 6) == 3000 * 8 / 6


def test_a_short_segment_alone_is_no_peak() -> None:
    spans = [Span(1200, Fraction(6)), Span(900, Fraction(1))]

    assert peak_bitrate(spans, 6) == 2100 * 8 // 7


def test_a_video_shorter_than_any_run_peaks_at_its_average() -> None:
    only = [Span(900, Fraction(1))]

    assert peak_bitrate(only, 6) == average_bitrate(only) == 7200


def recorded() -> list[Segment]:
    return [segment for segments in segments_of(PLAN).values() for segment in segments]


def stored() -> dict[str, int]:
    return {s.key: s.bytes for segments in segments_of(PLAN).values() for s in segments}


def test_bit_rates_over_time_are_of_whole_segments_and_no_more_than_asked_for() -> None:
    spans = [Span(1000 * (number + 1), Fraction(2)) for number in range(5)]

    assert bitrates(spans, 5)[1] == (Fraction(2), Fraction(2), 8000)
    assert list(map(tuple, bitrates(spans, 2))) == [(0, 6, 8000), (6, 4, 18_000)]
    assert bitrates([], 2) == []


def test_a_whole_video_is_proved() -> None:
    prove(PLAN, segments_of(PLAN))

    assert damaged(recorded(), stored()) == []


def test_a_missing_segment_is_noticed() -> None:
    segments = segments_of(PLAN)
    del segments["360p"][1]

    with pytest.raises(OutputInvalid, match="360p has a hole"):
        prove(PLAN, segments)


@pytest.mark.parametrize("size", [999, None])
def test_an_object_that_is_not_as_recorded_is_noticed(size: int | None) -> None:
    objects = {**stored(), "720p/00001.ts": size}

    lost = damaged(recorded(), {k: v for k, v in objects.items() if v is not None})

    assert [segment.key for segment in lost] == ["720p/00001.ts"]


def test_a_picture_of_another_length_is_noticed() -> None:
    segments = segments_of(PLAN)
    segments["720p"][0] = a_segment(rendition="720p", duration=Fraction(5))

    with pytest.raises(OutputInvalid, match="720p is not as long as planned"):
        prove(PLAN, segments)


def test_sound_of_another_length_is_noticed() -> None:
    segments = segments_of(PLAN)
    segments["audio-0"][0] = a_segment(rendition="audio-0", duration=Fraction(5), codec="mp4a.40.2")

    with pytest.raises(OutputInvalid, match="audio-0 lasts"):
        prove(PLAN, segments)


def test_headers_that_change_within_a_rendition_are_noticed() -> None:
    segments = segments_of(PLAN)
    segments["720p"][0] = a_segment(rendition="720p", codec="avc1.42001e")

    with pytest.raises(OutputInvalid, match="720p changes its codec"):
        prove(PLAN, segments)


def test_segments_are_put_in_order() -> None:
    ordered = by_rendition([a_segment(index=index) for index in (2, 0, 1)])

    assert [segment.index for segment in ordered["1080p"]] == [0, 1, 2]


def test_surround_sound_without_a_picture_is_a_variant_behind_the_others() -> None:
    tracks = (a_sound(channels=6, default=True), a_sound(order=1, language="por"))
    plan = make_plan(replace(a_source(), video=None, audio=tracks), Options())

    master = master_of(plan)
    lone = master_of(make_plan(replace(a_source(), video=None, audio=tracks[:1]), Options()))

    assert [v.stream_info.audio for v in master.playlists][-1] == "audio-surround"
    assert [v.uri.partition("/")[0] for v in lone.playlists][-1] == "audio-surround-0"
    assert [m.uri for m in master.media if m.group_id == "audio-surround"] == [
        "audio-surround-0/index.m3u8",
        "audio-1/index.m3u8",
    ]


def master_of(plan: Plan) -> m3u8.M3U8:
    coded = [
        replace(s, codec="ec-3") if s.rendition.startswith("audio-surround") else s
        for s in chain.from_iterable(segments_of(plan).values())
    ]
    return m3u8.loads(dict(playlists("", plan, by_rendition(coded), {}))["master.m3u8"])
