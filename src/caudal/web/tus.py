"""tus 1.0.0 as headers: what a request says, and what every answer does."""

import binascii
import hashlib
from base64 import b64decode

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from caudal.errors import MalformedHeader, TusVersionUnsupported, UnsupportedMediaType
from caudal.media.upload import Checksum
from caudal.web.problems import TUS_VERSION

ROOT = "/v1/uploads"
EXTENSIONS = (
    "creation",
    "creation-with-upload",
    "creation-defer-length",
    "termination",
    "expiration",
    "checksum",
)
ALGORITHMS = ("sha1", "sha256")
BYTES = "application/offset+octet-stream"
MAX_METADATA = 1 << 14  # bytes; a file name and all options fit
MAX_NUMBER = (1 << 63) - 1  # what the database takes


class Tus:
    """Says the version in every answer below `ROOT`, and takes X-HTTP-Method-Override there."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not f"{scope['path']}/".startswith(f"{ROOT}/"):
            await self._app(scope, receive, send)
            return

        async def send_with_version(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message)["Tus-Resumable"] = TUS_VERSION
            await send(message)

        override = Headers(scope=scope).get("x-http-method-override")
        if override is not None and scope["method"] == "POST":
            scope = {**scope, "method": override.upper()}
        await self._app(scope, receive, send_with_version)


def check_version(headers: Headers) -> None:
    """Whether the client speaks this version. Raises `TusVersionUnsupported`."""
    if headers.get("tus-resumable") != TUS_VERSION:
        raise TusVersionUnsupported(f"Tus-Resumable has to be {TUS_VERSION}.")


def number(headers: Headers, name: str) -> int | None:
    """A header that is a number of bytes; None: it is not there. Raises `MalformedHeader`."""
    text = headers.get(name)
    if text is None:
        return None
    if not (text.isascii() and text.isdigit() and int(text[:20]) <= MAX_NUMBER):
        raise MalformedHeader(f"{name} is no number of bytes.")
    return int(text)


def new_length(headers: Headers) -> int | None:
    """Bytes that a new upload is to have; None: that is said later. Raises `MalformedHeader`."""
    length, defer = number(headers, "Upload-Length"), headers.get("upload-defer-length")
    if defer not in (None, "1"):
        raise MalformedHeader("Upload-Defer-Length has to be 1.")
    if (length is None) == (defer is None):
        raise MalformedHeader("Either Upload-Length or Upload-Defer-Length has to be there.")
    return length


def sends_bytes(headers: Headers) -> bool:
    """Whether the body goes to the end of the upload."""
    return headers.get("content-type", "").partition(";")[0].strip().lower() == BYTES


def check_bytes(headers: Headers) -> None:
    """Raises `UnsupportedMediaType`."""
    if not sends_bytes(headers):
        raise UnsupportedMediaType(f"Send the bytes as {BYTES}.")


def metadata(headers: Headers) -> dict[str, bytes]:
    """Upload-Metadata: names and their values. Raises `MalformedHeader`."""
    found: dict[str, bytes] = {}
    text = headers.get("upload-metadata", "")
    if len(text) > MAX_METADATA:
        raise MalformedHeader(f"Upload-Metadata is longer than {MAX_METADATA} bytes.")
    for pair in filter(None, (part.strip() for part in text.split(","))):
        name, _, value = pair.partition(" ")
        if not name.isascii() or name in found:
            raise MalformedHeader("A name in Upload-Metadata is there twice, or not ASCII.")
        found[name] = _decoded("Upload-Metadata", value.strip())
    return found


def checksum(headers: Headers) -> Checksum | None:
    """Upload-Checksum: what the body has to be. Raises `MalformedHeader`."""
    text = headers.get("upload-checksum")
    if text is None:
        return None
    algorithm, _, encoded = text.strip().partition(" ")
    if algorithm not in ALGORITHMS:
        raise MalformedHeader(f"Upload-Checksum may be {' or '.join(ALGORITHMS)}.")
    digest = _decoded("Upload-Checksum", encoded.strip())
    if len(digest) != hashlib.new(algorithm, usedforsecurity=False).digest_size:
        raise MalformedHeader(f"Upload-Checksum is no {algorithm}.")
    return Checksum(algorithm=algorithm, digest=digest)


def _decoded(header: str, encoded: str) -> bytes:
    try:
        return b64decode(encoded, validate=True)
    except (ValueError, binascii.Error) as error:
        raise MalformedHeader(f"{header} is not in Base64.") from error
