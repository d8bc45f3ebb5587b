"""Whatever the probe answers: a plan that can be carried out, or a refusal with a code."""

import json
from collections.abc import Iterable, Iterator
from copy import deepcopy
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from caudal.adapters.probe import read_answer
from caudal.errors import BadSource, CorruptInput
from caudal.media.command import Input, every_argv
from caudal.media.limits import DEFAULT_LIMITS
from caudal.media.plan import Gop, Options, Passthrough, Plan, Quality
from caudal.media.planning import LONGEST_SIDE, make_plan
from caudal.media.steps import encode_steps
from caudal.media.stills import COVER_SIDE, POSTER_SIDE
from caudal.media.warnings import warnings_of

VIDEO: dict[str, Any] = {
    "index": 0,
    "codec": "h264",
    "width": 1920,
    "height": 1080,
    "sample_aspect_ratio": "1",
    "rotation": 0,
    "frame_rate": "25",
    "nominal_rate": "25",
    "start": "0",
    "duration": "30",
    "pixel_format": "yuv420p",
    "field_order": "progressive",
    "keyframes": [],
    "bitstream": {
        "profile": "High",
        "level": 40,
        "parameter_sets": True,
        "steady": True,
        "closed": True,
        "idr": list(range(0, 750, 50)),
        "idr_bytes": [90_000] * 15,
        "frames": 750,
    },
    "mirrored": False,
    "colour": {
        "primaries": "bt2020",
        "transfer": "bt2020-10",
        "matrix": "bt2020nc",
        "full_range": False,
    },
}
AUDIO: dict[str, Any] = {
    "index": 1,
    "order": 0,
    "codec": "aac",
    "profile": "LC",
    "bitrate": 128_000,
    "sample_rate": 48_000,
    "channels": 2,
    "start": "0",
    "duration": "30",
    "language": "por",
    "title": "Som",
    "default": True,
}
SUBTITLES: dict[str, Any] = {
    "index": 2,
    "codec": "subrip",
    "text": True,
    "language": "por",
    "title": "Legendas",
    "default": True,
    "forced": False,
}
ANSWER: dict[str, Any] = {
    "container": "mov",
    "bytes": 1_000_000,
    "start": "0",
    "duration": "30",
    "video": VIDEO,
    "audio": [AUDIO],
    "subtitles": [SUBTITLES],
    "missing": "0",
    "undecodable": "0",
    "skipped": 0,
    "clock_jumps": False,
    "cover": {"index": 3, "width": 3000, "height": 2000},
    "cover_unreadable": False,
}

ODD_TIMES = ("0", "-1", "1/90000", "1/25", "100", "95443.7", "200000", "1e300", "1/0", "nan", "inf")
ODD_WORDS = ("", "unknown", "interlaced", "mpegts", "smpte2084", "bt709,movie=/etc/passwd", "-f")
ODD_SIDES = (-1, 0, 1, 2, 3, 63, 233, 235, 8191, 8192, 100_000)
odd = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.sampled_from(ODD_SIDES),
    st.sampled_from(ODD_TIMES),
    st.sampled_from(ODD_WORDS),
    st.fractions(max_denominator=90_000).map(str),
    st.fractions(0, 1000, max_denominator=1001).map(str),
    st.text(max_size=12),
    st.lists(st.integers(-1, 800), max_size=6),
    st.lists(st.fractions(0, 30).map(str), max_size=6),
)


def paths(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Where every value of an answer stands."""
    if path:
        yield path
    steps: Iterable[tuple[Any, Any]] = ()
    if isinstance(value, dict):
        steps = value.items()
    elif isinstance(value, list) and path[-1] != "idr_bytes":
        steps = enumerate(value)
    for step, inner in steps:
        yield from paths(inner, (*path, step))


changes = st.lists(st.tuples(st.sampled_from(list(paths(ANSWER))), odd), max_size=3)


def changed(changes: list[tuple[tuple[Any, ...], Any]]) -> dict[str, Any]:
    """A sound answer but for these values."""
    answer = deepcopy(ANSWER)
    for path, value in changes:
        holder = answer
        try:
            for step in path[:-1]:
                holder = holder[step]
            holder[path[-1]] = value
        except (TypeError, KeyError, IndexError):
            pass  # what it stood in was replaced before
    return answer


choices = st.builds(
    Options,
    quality=st.sampled_from(Quality),
    rungs=st.sampled_from([(1080, 720, 480, 360, 234), (64,), (2160, 65)]),
    passthrough=st.sampled_from(Passthrough),
    early=st.booleans(),
    thumbnails=st.booleans(),
    preview=st.booleans(),
    gop=st.sampled_from(Gop),
    audio_only=st.booleans(),
)


@settings(max_examples=150, deadline=None)
@given(changes=changes, options=choices)
def test_an_answer_of_the_probe_gives_a_plan_or_a_refusal(
    changes: list[tuple[tuple[Any, ...], Any]], options: Options
) -> None:
    try:
        source = read_answer(json.dumps(changed(changes)), DEFAULT_LIMITS)
        plan = make_plan(source, options)
    except BadSource:
        return  # a refusal: each has a code and a sentence
    check(plan)
    file = Input(ffmpeg="/bin/ffmpeg", path="/in/source", source=source)
    assert all(isinstance(word, str) for argv in every_argv(file, plan) for word in argv)
    assert encode_steps(plan)
    assert all(warning.message for warning in warnings_of(source))


@given(text=st.text() | st.recursive(st.none() | st.integers() | st.text(), st.lists).map(repr))
def test_any_text_in_place_of_an_answer_is_a_refusal(text: str) -> None:
    with pytest.raises(BadSource):
        read_answer(text, DEFAULT_LIMITS)


@pytest.mark.parametrize("name", ["transfer", "primaries", "matrix"])
def test_no_name_from_the_file_can_add_a_filter(name: str) -> None:
    answer = changed([(("video", "colour", name), "bt709,movie=/etc/passwd")])

    with pytest.raises(CorruptInput):
        read_answer(json.dumps(answer), DEFAULT_LIMITS)


def check(plan: Plan) -> None:
    """What must be true of any plan."""
    assert plan.frame_rate > 0
    assert plan.boundaries[0] == 0
    assert all(first < end for first, end in pairwise(plan.boundaries))
    assert plan.renditions or plan.audio
    for rendition in plan.renditions:
        assert 2 <= rendition.width <= LONGEST_SIDE
        assert 2 <= rendition.height <= LONGEST_SIDE
        assert rendition.width % 2 == rendition.height % 2 == 0
    if plan.renditions:
        assert plan.chunks[0].first_segment == 0
        assert plan.chunks[-1].end_segment == plan.segments
        assert all(a.end_segment == b.first_segment for a, b in pairwise(plan.chunks))
    if plan.cover is not None:
        assert 1 <= min(plan.cover.width, plan.cover.height) <= POSTER_SIDE
        assert max(plan.cover.width, plan.cover.height) <= COVER_SIDE
    assert len(set(plan.names)) == len(tuple(plan.names))
