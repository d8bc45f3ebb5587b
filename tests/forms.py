"""multipart/form-data bodies, written byte by byte as clients do."""

from collections.abc import AsyncIterator, Iterable

BOUNDARY = "caudal-7MA4YWxk"
CONTENT_TYPE = f"multipart/form-data; boundary={BOUNDARY}"
CLOSING = f"--{BOUNDARY}--\r\n".encode()


def a_part(data: bytes, name: str = "file", filename: str | bytes | None = "a.mp4") -> bytes:
    """One part with its boundary."""
    disposition = f'form-data; name="{name}"'.encode()
    if filename is not None:
        raw = filename.encode() if isinstance(filename, str) else filename
        disposition += b'; filename="' + raw + b'"'
    return (
        f"--{BOUNDARY}\r\n".encode()
        + b"Content-Disposition: "
        + disposition
        + b"\r\n\r\n"
        + data
        + b"\r\n"
    )


def a_field(name: str, value: str | bytes) -> bytes:
    """A part that is no file."""
    return a_part(value if isinstance(value, bytes) else value.encode(), name, filename=None)


def a_form(*parts: bytes) -> bytes:
    """A whole body."""
    return b"".join(parts) + CLOSING


async def pieces(body: bytes | Iterable[bytes]) -> AsyncIterator[bytes]:
    """A body as a server hands it on."""
    for piece in [body] if isinstance(body, bytes) else body:
        yield piece
