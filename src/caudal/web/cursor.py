"""Positions in the list of videos as opaque text."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import datetime
from uuid import UUID

from caudal.errors import BadCursor
from caudal.ports import Cursor


def cursor_text(cursor: Cursor) -> str:
    """Write a position so that it fits a URL as it is."""
    plain = f"{cursor.created_at.isoformat()} {cursor.id}"
    return urlsafe_b64encode(plain.encode()).decode().rstrip("=")


def read_cursor(text: str) -> Cursor:
    """Read a position. Raises `BadCursor` for whatever `cursor_text` did not write."""
    try:
        plain = urlsafe_b64decode(text.encode("ascii") + b"=" * (-len(text) % 4)).decode("ascii")
        created_at, video = plain.split(" ")
        cursor = Cursor(created_at=datetime.fromisoformat(created_at), id=UUID(video))
    except ValueError as error:
        raise BadCursor("This cursor is none of this list's.") from error
    if cursor.created_at.tzinfo is None or cursor_text(cursor) != text:
        raise BadCursor("This cursor is none of this list's.")
    return cursor
