"""WebP files: are they whole, and how large is the picture."""

from caudal.errors import OutputInvalid

_HEADER = 30  # bytes that tell the size, of either kind


def webp_size(data: bytes) -> tuple[int, int]:
    """Width and height in pixels. Raises `OutputInvalid` when it is not a whole WebP file.

    What never changes is written as a file of one frame. The layout is that of RFC 9649.
    """
    whole = int.from_bytes(data[4:8], "little") + 8 == len(data) >= _HEADER
    if whole and data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        if data[12:16] == b"VP8X":
            width, height = data[24:27], data[27:30]
            return int.from_bytes(width, "little") + 1, int.from_bytes(height, "little") + 1
        if data[12:16] == b"VP8 " and data[23:26] == b"\x9d\x01\x2a":
            # The two bits above are a scale.
            width, height = data[26:28], data[28:30]
            return (
                int.from_bytes(width, "little") & 0x3FFF,
                int.from_bytes(height, "little") & 0x3FFF,
            )
    raise OutputInvalid("a preview is not a whole WebP file")
