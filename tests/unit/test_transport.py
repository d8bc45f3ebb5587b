"""MPEG-TS packets, made by hand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caudal.errors import OutputInvalid
from caudal.media.codecs import aac_codec, adts_frames, avc_codec, is_idr
from caudal.media.transport import (
    MEDIA_PID,
    PACKET,
    close_counters,
    continue_counters,
    elementary,
    units,
)
from tests.hls import counter_jumps

TABLES = (0x0011, 0x0000, 0x1000)


def a_packet(pid: int, payload: bytes, *, start: bool = False, keyframe: bool = False) -> bytes:
    """One packet, filled up by an adaptation field where the payload is short."""
    space = PACKET - 4 - len(payload)
    head = bytes((0x47, (0x40 if start else 0) | pid >> 8, pid & 0xFF))
    if not space:
        return head + b"\x10" + payload
    flags = b"" if space == 1 else bytes((0x40 if keyframe else 0,)) + b"\xff" * (space - 2)
    return head + b"\x30" + bytes((space - 1,)) + flags + payload


def a_pts(ticks: int) -> bytes:
    return bytes(
        (
            0x21 | ticks >> 29 & 0x0E,
            ticks >> 22 & 0xFF,
            ticks >> 14 & 0xFE | 1,
            ticks >> 7 & 0xFF,
            ticks << 1 & 0xFE | 1,
        )
    )


def a_unit(picture: bytes, *, ticks: int = 900_000, keyframe: bool = False) -> bytes:
    """A PES packet in as many packets as it takes, tables before a keyframe."""
    body = b"\x00\x00\x01\xe0\x00\x00\x80\x80\x05" + a_pts(ticks) + picture
    tables = b"".join(a_packet(pid, b"\x00" * 184, start=True) for pid in TABLES)
    first, rest = body[:176], body[176:]
    packets = [a_packet(MEDIA_PID, first, start=True, keyframe=keyframe)]
    packets += [a_packet(MEDIA_PID, rest[at : at + 184]) for at in range(0, len(rest), 184)]
    return (tables if keyframe else b"") + b"".join(packets)


SPS = b"\x00\x00\x00\x01\x67\x64\x00\x28\xac"
IDR = b"\x00\x00\x00\x01\x09\xf0" + SPS + b"\x00\x00\x01\x68\xee" + b"\x00\x00\x01\x65\x88"
RECOVERY_POINT = SPS + b"\x00\x00\x01\x06\x06\x01\xc4\x80" + b"\x00\x00\x01\x41\x9a"


def a_segment_file(frames: int = 3, size: int = 900) -> bytes:
    return b"".join(
        a_unit(
            IDR + b"\xaa" * size if number == 0 else b"\x00\x00\x01\x41" + b"\xbb" * size,
            ticks=900_000 + number * 3600,
            keyframe=number == 0,
        )
        for number in range(frames)
    )


def test_every_frame_of_a_segment_is_found_with_its_time() -> None:
    assert [unit.pts for unit in units(a_segment_file())] == [900_000, 903_600, 907_200]


@given(st.integers(0, (1 << 33) - 1))
def test_a_timestamp_has_33_bits(ticks: int) -> None:
    assert units(a_unit(IDR, ticks=ticks))[0].pts == ticks


def test_a_keyframe_can_be_fetched_with_the_tables_before_it() -> None:
    keyframe = units(a_unit(b"\x00\x00\x01\x41") + a_segment_file())[1]

    assert keyframe.random_access
    assert keyframe.start - keyframe.offset == len(TABLES) * PACKET


def test_the_stream_of_a_unit_comes_back_whole() -> None:
    segment = a_segment_file()

    assert elementary(segment, units(segment)[0]) == IDR + b"\xaa" * 900


@pytest.mark.parametrize(
    "broken", [b"", b"\x47" * 187, b"\x00" * 188, a_segment_file()[:-1], a_segment_file()[4:]]
)
def test_anything_but_whole_packets_is_refused(broken: bytes) -> None:
    with pytest.raises(OutputInvalid):
        units(broken)


def test_counters_run_on_from_segment_to_segment() -> None:
    counters: dict[int, int] = {}
    joined = b""
    for _ in range(3):
        segment = bytearray(a_segment_file(frames=7))
        continue_counters(segment, counters)
        joined += segment

    assert counter_jumps(joined) == 0


@given(frames=st.integers(1, 40), size=st.integers(20, 2000))
def test_a_closed_chunk_ends_where_the_next_one_begins(frames: int, size: int) -> None:
    counters: dict[int, int] = {}
    chunk = bytearray(a_segment_file(frames, size))
    continue_counters(chunk, counters)

    closed = close_counters(chunk, counters)

    assert counter_jumps(bytes(closed) * 2) == 0
    assert set(counters.values()) == {15}
    assert len(closed) - len(chunk) <= 15 * 4 * PACKET


def test_a_chunk_that_ends_at_15_already_stays_as_it_is() -> None:
    chunk = bytearray(b"".join(a_packet(pid, b"\x00" * 184) for pid in TABLES) + a_unit(IDR))

    assert close_counters(bytearray(chunk), dict.fromkeys((*TABLES, MEDIA_PID), 15)) == chunk


@given(frames=st.integers(1, 40), size=st.integers(20, 2000))
def test_closing_changes_no_picture(frames: int, size: int) -> None:
    chunk = bytearray(a_segment_file(frames, size))
    before = [elementary(bytes(chunk), unit) for unit in units(bytes(chunk))]
    counters: dict[int, int] = {}
    continue_counters(chunk, counters)

    closed = bytes(close_counters(chunk, counters))

    assert [elementary(closed, unit) for unit in units(closed)] == before


def test_an_idr_picture_is_told_from_a_recovery_point() -> None:
    assert is_idr(IDR)
    assert not is_idr(RECOVERY_POINT)


def test_the_codec_is_read_from_the_parameter_sets() -> None:
    assert avc_codec(IDR) == "avc1.640028"


def test_a_segment_without_parameter_sets_is_refused() -> None:
    with pytest.raises(OutputInvalid):
        avc_codec(b"\x00\x00\x01\x65\x88")


def an_adts_frame(length: int) -> bytes:
    head = (0xFF, 0xF1, 0x4C, 0x80 | length >> 11, length >> 3 & 0xFF, (length & 7) << 5 | 0x1F)
    return bytes((*head, 0xFC)) + b"\x00" * (length - 7)


def test_aac_frames_are_counted() -> None:
    sound = an_adts_frame(100) + an_adts_frame(7) + an_adts_frame(2000)

    assert adts_frames(sound) == 3
    assert aac_codec(sound) == "mp4a.40.2"


@pytest.mark.parametrize("sound", [an_adts_frame(100)[:-1], b"\x00" * 20, b"\xff"])
def test_sound_that_is_cut_within_a_frame_is_refused(sound: bytes) -> None:
    with pytest.raises(OutputInvalid):
        adts_frames(sound)
