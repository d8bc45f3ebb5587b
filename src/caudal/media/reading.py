"""Which bytes of a source a chunk is made from."""

from typing import NamedTuple


class Span(NamedTuple):
    """Bytes of a file: from `start` up to, and without, `end`."""

    start: int
    end: int
