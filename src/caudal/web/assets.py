"""/static: the files of the page, read once and served from memory."""

import gzip
import mimetypes
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from http import HTTPStatus
from importlib.resources import files
from importlib.resources.abc import Traversable

from fastapi import APIRouter, Request, Response

from caudal.web.problems import not_found
from caudal.web.ranges import same_entity

# What the operating system believes of these differs.
TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".woff2": "font/woff2",
}
COMPRESSED = frozenset({".css", ".js", ".svg"})
IMMUTABLE = "public, max-age=31536000, immutable"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asset:
    """One file.

    Attributes:
        gzipped: The same compressed; None where that saves nothing.
    """

    content_type: str
    body: bytes
    gzipped: bytes | None
    etag: str


@dataclass(frozen=True, slots=True)
class Assets:
    """All files, by their path below /static/{version}/."""

    files: Mapping[str, Asset]

    @property
    def version(self) -> str:
        """Changes with any of the files, so that all may be cached for ever."""
        every = "\n".join(f"{path} {asset.etag}" for path, asset in sorted(self.files.items()))
        return sha256(every.encode()).hexdigest()[:12]


def load_assets() -> Assets:
    """Read the files that came with the package."""
    root = files("caudal.web") / "static"
    return Assets({path: _asset(path, body) for path, body in _below(root)})


def assets_router(assets: Assets) -> APIRouter:
    """Deliver these files under /static."""
    router = APIRouter(include_in_schema=False)
    current = assets.version

    @router.api_route("/static/{version}/{path:path}", methods=["GET", "HEAD"])
    async def fetch(request: Request, version: str, path: str) -> Response:
        """One file; under the version of another caudal it is not to be kept."""
        asset = assets.files.get(path)
        if asset is None:
            return not_found(request)
        headers = {
            "Cache-Control": IMMUTABLE if version == current else "no-cache",
            "Content-Type": asset.content_type,
            # Weak: the same for the file and its compressed form.
            "ETag": f"W/{asset.etag}",
        }
        if asset.gzipped is not None:
            headers["Vary"] = "Accept-Encoding"
        if same_entity(request.headers.get("if-none-match"), asset.etag):
            return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=headers)
        if asset.gzipped is not None and "gzip" in request.headers.get("accept-encoding", ""):
            return Response(asset.gzipped, headers={**headers, "Content-Encoding": "gzip"})
        return Response(asset.body, headers=headers)

    return router


def _asset(path: str, body: bytes) -> Asset:
    suffix = "." + path.rsplit(".", 1)[-1]
    return Asset(
        content_type=TYPES.get(suffix) or mimetypes.guess_type(path)[0] or "text/plain",
        body=body,
        gzipped=gzip.compress(body, mtime=0) if suffix in COMPRESSED else None,
        etag=f'"{sha256(body).hexdigest()[:16]}"',
    )


def _below(root: Traversable, prefix: str = "") -> Iterator[tuple[str, bytes]]:
    for entry in root.iterdir():
        if entry.is_dir():
            yield from _below(entry, f"{prefix}{entry.name}/")
        else:
            yield prefix + entry.name, entry.read_bytes()
