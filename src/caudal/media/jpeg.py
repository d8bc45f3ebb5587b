"""JPEG files: are they whole, and how large is the picture."""

from caudal.errors import OutputInvalid

_START, _END = b"\xff\xd8", b"\xff\xd9"
_SCAN = 0xDA
# Baseline, extended and progressive frames; the codes between are tables.
_FRAMES = frozenset({0xC0, 0xC1, 0xC2})


def jpeg_size(data: bytes) -> tuple[int, int]:
    """Width and height in pixels. Raises `OutputInvalid` when it is not a whole JPEG file."""
    if data.startswith(_START) and data.endswith(_END):
        at = len(_START)
        while at + 9 <= len(data) and data[at] == 0xFF and data[at + 1] != _SCAN:
            if data[at + 1] in _FRAMES:
                height, width = data[at + 5 : at + 7], data[at + 7 : at + 9]
                return int.from_bytes(width, "big"), int.from_bytes(height, "big")
            at += 2 + int.from_bytes(data[at + 2 : at + 4], "big")
    raise OutputInvalid("a still is not a whole JPEG file")
