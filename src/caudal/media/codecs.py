"""What the elementary streams say of themselves: RFC 6381 strings, IDR pictures, AAC frames."""

from collections.abc import Iterator

from caudal.errors import OutputInvalid

NAL_IDR = 5
NAL_SPS = 7
_NAL_SLICES = frozenset({1, 2, 3, 4, NAL_IDR})

# ADTS header: 7 bytes, 9 with a checksum (ISO/IEC 13818-7 6.2).
_ADTS_HEADER = 7


def nal_units(picture: bytes) -> Iterator[tuple[int, bytes]]:
    """Type and bytes of the NAL units of one access unit in Annex B form, up to the first slice.

    Of the slice only the first byte is promised.
    """
    at = picture.find(b"\x00\x00\x01")
    while at >= 0 and at + 3 < len(picture):
        kind = picture[at + 3] & 0x1F
        if kind in _NAL_SLICES:
            yield kind, picture[at + 3 : at + 4]
            return
        following = picture.find(b"\x00\x00\x01", at + 3)
        yield kind, picture[at + 3 : following if following >= 0 else None]
        at = following


def length_prefixed(sample: bytes, prefix: int) -> Iterator[tuple[int, bytes]]:
    """Type and bytes of the NAL units of a sample as MP4 and Matroska hold it, up to a slice."""
    at = 0
    while at + prefix < len(sample):
        length = int.from_bytes(sample[at : at + prefix], "big")
        kind = sample[at + prefix] & 0x1F
        yield kind, sample[at + prefix : at + prefix + length]
        if kind in _NAL_SLICES:
            return
        at += prefix + length


def is_idr(picture: bytes) -> bool:
    """Whether the access unit's first slice is an IDR picture, not merely a recovery point."""
    kind = None
    for kind, _ in nal_units(picture):  # noqa: B007  (the last one is the slice)
        pass
    return kind == NAL_IDR


def avc_codec(picture: bytes) -> str:
    """RFC 6381 string of the SPS in an access unit: "avc1.640028"."""
    for kind, unit in nal_units(picture):
        if kind == NAL_SPS:
            return f"avc1.{unit[1:4].hex()}"
    raise OutputInvalid("a segment does not begin with its parameter sets")


def adts_frames(sound: bytes) -> int:
    """Number of AAC frames in a run of ADTS. Raises `OutputInvalid` when it is cut short."""
    frames = at = 0
    while at < len(sound):
        length = _adts_length(sound, at)
        frames += 1
        at += length
    if at != len(sound):
        raise OutputInvalid("a segment ends within an AAC frame")
    return frames


def eac3_frames(sound: bytes) -> int:
    """Number of frames in a run of E-AC-3, each of 1536 samples (ETSI TS 102 366, annex E).

    Raises `OutputInvalid` when it is cut short, or is something else.
    """
    frames = at = 0
    while at < len(sound):
        head = sound[at : at + 5]
        # One independent stream, six blocks a frame.
        if len(head) < 5 or head[:2] != b"\x0b\x77" or head[2] >> 3 or head[4] >> 4 & 3 != 3:
            raise OutputInvalid("a segment's sound is not E-AC-3")
        at += 2 * (((head[2] & 7) << 8 | head[3]) + 1)
        frames += 1
    if at != len(sound):
        raise OutputInvalid("a segment ends within an E-AC-3 frame")
    return frames


def aac_codec(sound: bytes) -> str:
    """RFC 6381 string of the first ADTS header: "mp4a.40.2"."""
    _adts_length(sound, 0)
    return f"mp4a.40.{(sound[2] >> 6) + 1}"


def _adts_length(sound: bytes, at: int) -> int:
    if len(sound) < at + _ADTS_HEADER or sound[at] != 0xFF or sound[at + 1] & 0xF6 != 0xF0:
        raise OutputInvalid("a segment's sound is not AAC in ADTS")
    return (sound[at + 3] & 0x03) << 11 | sound[at + 4] << 3 | sound[at + 5] >> 5
