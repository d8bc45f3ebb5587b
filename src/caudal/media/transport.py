"""MPEG-TS packets: what a finished segment holds, and counters that run on across segments.

Layout of a packet (ISO/IEC 13818-1 2.4.3.2): 188 bytes; 0x47; start flag and PID; flags and the
continuity counter; optional adaptation field; payload.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from caudal.errors import OutputInvalid

PACKET = 188
SYNC = 0x47
TABLE_PIDS = frozenset({0x0000, 0x0011, 0x1000})  # PAT, SDT, PMT as ffmpeg's muxer numbers them
MEDIA_PID = 0x0100  # the one stream of a segment
NULL_PID = 0x1FFF

_START = 0x40
_HAS_ADAPTATION = 0x20
_HAS_PAYLOAD = 0x10
_RANDOM_ACCESS = 0x40


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """One PES packet: a frame of picture, or a few of sound.

    Attributes:
        offset, end: Bytes in the segment; from the tables before it to its last packet.
        start: Byte of its own first packet.
        pts: Presentation time in ticks of 90 kHz.
        random_access: Whether the muxer marked it as a keyframe.
    """

    offset: int
    start: int
    end: int
    pts: int
    random_access: bool


def units(segment: bytes) -> list[Unit]:
    """The PES packets of a segment, in order. Raises `OutputInvalid` for anything else."""
    _check_sync(segment)
    starts = [
        offset
        for offset in range(0, len(segment), PACKET)
        if segment[offset + 1] & _START and _pid(segment, offset) == MEDIA_PID
    ]
    return [
        _unit(segment, start, end)
        for start, end in zip(starts, [*starts[1:], len(segment)], strict=True)
    ]


def elementary(segment: bytes, unit: Unit) -> bytes:
    """The elementary stream's bytes of a unit, without packet and PES headers."""
    body = b"".join(_payloads(segment, unit.start, unit.end))
    return body[9 + body[8] :]


def continue_counters(segment: bytearray, counters: dict[int, int]) -> None:
    """Make every PID's continuity counter go on from `counters`, and leave the last ones there.

    ffmpeg starts them anew in every file; players and Apple's rule 7.2 want one sequence.
    """
    _check_sync(segment)
    for offset in range(0, len(segment), PACKET):
        pid = _pid(segment, offset)
        if pid == NULL_PID:
            continue
        counter = counters.get(pid, 15)
        if segment[offset + 3] & _HAS_PAYLOAD:  # only packets with payload count
            counter = counters[pid] = (counter + 1) & 15
        segment[offset + 3] = segment[offset + 3] & 0xF0 | counter


def close_counters(segment: bytearray, counters: dict[int, int]) -> bytearray:
    """Add packets until every counter ends at 15, so that the next chunk can begin at 0.

    Chunks are encoded in any order, on any machine: none may wait for the counters of the one
    before. Tables are repeated; packets of picture are split by stuffing. At most 15
    packets a PID, once in a chunk. `segment` must hold at least one packet of each PID.
    """
    # From the back: a few packets are enough, and only they are numbered again.
    at, pieces = _split_packets(segment, 15 - counters.get(MEDIA_PID, 15))
    for pid, counter in counters.items():
        if pid in TABLE_PIDS:
            pieces += _last_packet_of(segment, pid) * (15 - counter)
    for pid, counter in counters.items():
        counters[pid] = (counter - _payload_packets(segment[at:], pid)) & 15
    if pieces:
        continue_counters(pieces, counters)
    return segment[:at] + pieces


def _split_packets(segment: bytearray, count: int) -> tuple[int, bytearray]:
    """What replaces the end of the segment, and from where on, to have `count` more packets."""
    pieces: list[bytearray] = []
    offset = len(segment)
    while count and offset > 0:
        offset -= PACKET
        packet = segment[offset : offset + PACKET]
        if _pid(segment, offset) == MEDIA_PID and packet[3] & _HAS_PAYLOAD:
            packet = _split(packet, count + 1)
            count -= len(packet) // PACKET - 1
        pieces.append(packet)
    if count:
        raise OutputInvalid("a segment is too small to close its counters")
    return offset, bytearray().join(reversed(pieces))


def _last_packet_of(segment: bytearray, pid: int) -> bytearray:
    for offset in range(len(segment) - PACKET, -1, -PACKET):
        if _pid(segment, offset) == pid:
            return segment[offset : offset + PACKET]
    raise OutputInvalid("a segment lacks a table")


def _split(packet: bytearray, parts: int) -> bytearray:
    """The payload of one packet in up to `parts` packets, filled up by adaptation fields.

    The first keeps what the packet's own adaptation field says.
    """
    payload = _payload(packet, 0)
    field = packet[5 : PACKET - len(payload)] if packet[3] & _HAS_ADAPTATION else bytearray()
    # A PES header stays whole: not every demultiplexer puts it together again.
    whole = 9 + payload[8] if packet[1] & _START else 0
    parts = max(1, min(parts, len(payload) - whole))
    cuts = [whole + number * (len(payload) - whole) // parts for number in range(1, parts + 1)]
    result = bytearray()
    for start, end in pairwise([0, *cuts]):
        piece = payload[start:end]
        length = PACKET - 5 - len(piece)
        if start:
            field, packet[1] = bytearray(), packet[1] & ~_START & 0xFF
        if length and not field:
            field = bytearray(1)  # no flags
        result += packet[:3]
        result += bytes((packet[3] & 0xC0 | _HAS_ADAPTATION | _HAS_PAYLOAD, length))
        result += field.ljust(length, b"\xff") + piece
    return result


def _payload_packets(segment: bytes | bytearray, pid: int) -> int:
    return sum(
        1
        for offset in range(0, len(segment), PACKET)
        if segment[offset + 3] & _HAS_PAYLOAD and _pid(segment, offset) == pid
    )


def _unit(segment: bytes, start: int, end: int) -> Unit:
    first = _payload(segment, start)
    if first[:3] != b"\x00\x00\x01" or not first[7] & 0x80:
        raise OutputInvalid("a PES packet has no timestamp")
    field = segment[start + 3] & _HAS_ADAPTATION and segment[start + 4]
    return Unit(
        offset=_tables_before(segment, start),
        start=start,
        end=_last_packet(segment, start, end),
        pts=_timestamp(first[9:14]),
        random_access=bool(field and segment[start + 5] & _RANDOM_ACCESS),
    )


def _payloads(segment: bytes, start: int, end: int) -> Iterator[bytes | bytearray]:
    for offset in range(start, end, PACKET):
        if _pid(segment, offset) == MEDIA_PID and segment[offset + 3] & _HAS_PAYLOAD:
            yield _payload(segment, offset)


def _payload(segment: bytes | bytearray, offset: int) -> bytes | bytearray:
    field = 1 + segment[offset + 4] if segment[offset + 3] & _HAS_ADAPTATION else 0
    return segment[offset + 4 + field : offset + PACKET]


def _tables_before(segment: bytes, start: int) -> int:
    """Where the run of tables before a packet begins: decoding can start there."""
    while start >= PACKET and _pid(segment, start - PACKET) in TABLE_PIDS:
        start -= PACKET
    return start


def _last_packet(segment: bytes, start: int, end: int) -> int:
    """The end of the unit's last packet; tables may follow it."""
    while end > start and _pid(segment, end - PACKET) != MEDIA_PID:
        end -= PACKET
    return end


def _timestamp(field: bytes | bytearray) -> int:
    """33 bits, spread over five bytes with marker bits between (2.4.3.7)."""
    return (
        (field[0] >> 1 & 0x07) << 30
        | field[1] << 22
        | (field[2] >> 1) << 15
        | field[3] << 7
        | field[4] >> 1
    )


def _pid(segment: bytes | bytearray, offset: int) -> int:
    return (segment[offset + 1] & 0x1F) << 8 | segment[offset + 2]


def _check_sync(segment: bytes | bytearray) -> None:
    if (
        not segment
        or len(segment) % PACKET
        or segment[::PACKET].count(SYNC) * PACKET != len(segment)
    ):
        raise OutputInvalid("a segment is not a whole number of MPEG-TS packets")
