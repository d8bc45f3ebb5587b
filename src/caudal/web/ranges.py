"""Range and If-None-Match: what of an object a client wants (RFC 9110, 13 and 14)."""

import re

SINGLE = re.compile(r"bytes=\s*(\d{0,19})-(\d{0,19})\s*", re.ASCII | re.IGNORECASE)


class NotSatisfiable(Exception):
    """The range begins behind the last byte."""


def requested_range(header: str | None, size: int) -> range | None:
    """The stretch of an object that `Range` asks for; None: the whole.

    What cannot be read is ignored, as the standard wants. Several ranges are answered with the
    whole object, as it allows: a list of thousands must not make us work.
    """
    match = SINGLE.fullmatch(header or "")
    if match is None:
        return None
    first, last = match.groups()
    if first:
        start, stop = int(first), int(last) + 1 if last else size
        if stop <= start:
            # "9-3" asks for nothing that exists; only a start behind the end is an error.
            if last:
                return None
            raise NotSatisfiable
    elif last:
        start, stop = max(0, size - int(last)), size
    else:
        return None
    if start >= size:
        raise NotSatisfiable
    return range(start, min(stop, size))


def same_entity(if_none_match: str | None, etag: str) -> bool:
    """Whether the client's copy is still good."""
    if if_none_match is None:
        return False
    known = [tag.strip().removeprefix("W/") for tag in if_none_match.split(",")]
    return etag in known or known == ["*"]
