"""/media: delivery of finished objects, as a player expects it of a bucket or a CDN."""

import asyncio
import os
import re
from collections.abc import Mapping
from email.utils import formatdate
from http import HTTPStatus
from pathlib import Path
from typing import BinaryIO
from uuid import UUID

from fastapi import APIRouter, Request, Response
from starlette.types import Receive, Scope, Send

from caudal.errors import BadRequest, NotFound
from caudal.media import keys
from caudal.media.keys import Delivery
from caudal.web.openapi import problems
from caudal.web.playback import Closed
from caudal.web.problems import Answer, error_problem, not_found, problem
from caudal.web.ranges import NotSatisfiable, requested_range, same_entity
from caudal.web.redirects import send_on

BLOCK = 1 << 18

# All names that keys.py can make; no dot begins a name, no name leads upwards.
KEY = re.compile(
    r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
    r"(?:/[A-Za-z0-9][A-Za-z0-9-]{0,63})?"
    r"/[A-Za-z0-9][A-Za-z0-9-]{0,63}\.[a-z0-9]{1,5}"
)

MAX_AGE = re.compile(r"max-age=(\d+)")

# Players run on other people's pages. No credentials: who knows the address may have what is there.
CORS = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "Content-Range, Content-Length, ETag",
}
PREFLIGHT = {
    **CORS,
    "Access-Control-Allow-Methods": "GET, HEAD",
    "Access-Control-Allow-Headers": "Range, If-Range, If-None-Match",
    "Access-Control-Max-Age": "86400",
}


def media_router(root: Path | None, closed: Closed | None = None) -> APIRouter:
    """Deliver the objects of a store.

    Args:
        root: The store, when it is a directory; None: it is the closed bucket.
        closed: What opens videos; None: whoever knows an object's name may have it.
    """
    router = APIRouter(prefix="/media", tags=["media"])

    @router.get(
        "/{key:path}",
        summary="Fetch a playlist, a segment or a picture",
        response_class=Response,
        responses={
            200: {"description": "The whole object.", "content": {"*/*": {}}},
            206: {"description": "The range asked for.", "content": {"*/*": {}}},
            304: {"description": "Unchanged since the ETag."},
            307: {"description": "The object is in a bucket: its address there, for minutes."},
            **problems(403, 404, 416, 503),
        },
    )
    async def fetch(request: Request, key: str) -> Response:
        """One object; honours a single Range, HEAD and If-None-Match.

        With CAUDAL_PLAYBACK=signed the key stands behind `t/` and a token; without one that is
        good the answer is 403.
        """
        try:
            return await answer(request, key)
        except NotFound:
            return not_found(request, CORS)
        except BadRequest as error:
            return error_problem(request, error, CORS)

    async def answer(request: Request, key: str) -> Response:
        left = None
        if closed is not None:
            key, left = closed.admit(key)
        # Our names need no escapes, so an escaped one is a disguise.
        if b"%" in request.scope.get("raw_path", b"") or not KEY.fullmatch(key):
            raise NotFound
        try:
            headers = {**CORS, "Cache-Control": _caching(keys.delivery(key), left)}
        except KeyError:
            raise NotFound from None
        if closed is not None and key.endswith(f"/{keys.CONTENT_KEY}"):
            return await _content_key(closed, key, headers)
        if root is not None:
            return await deliver(request, root, key, headers)
        if closed is None or closed.bucket is None:
            raise NotFound
        return await send_on(request, closed.bucket, key, headers)

    router.add_api_route("/{key:path}", fetch, methods=["HEAD"], include_in_schema=False)

    @router.options("/{key:path}", include_in_schema=False)
    async def preflight(key: str) -> Response:  # noqa: ARG001 - the same for every key
        return Response(status_code=HTTPStatus.NO_CONTENT, headers=PREFLIGHT)

    return router


async def deliver(request: Request, root: Path, key: str, headers: Mapping[str, str]) -> Response:
    """Answer with an object of the directory, or with a 404 that is not cached."""
    try:
        file = await asyncio.to_thread(_open, root, key)
    except OSError:
        raise NotFound from None

    status = os.fstat(file.fileno())
    etag = f'"{status.st_mtime_ns:x}-{status.st_size:x}"'
    last_modified = formatdate(status.st_mtime, usegmt=True)
    headers = {
        **headers,
        "Accept-Ranges": "bytes",
        "Content-Type": keys.delivery(key).content_type,
        "ETag": etag,
        "Last-Modified": last_modified,
    }
    if same_entity(request.headers.get("if-none-match"), etag):
        file.close()
        return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=headers)
    wanted = None
    if request.headers.get("if-range", etag) in (etag, last_modified):
        try:
            wanted = requested_range(request.headers.get("range"), status.st_size)
        except NotSatisfiable:
            file.close()
            return _not_satisfiable(request, status.st_size)
    if wanted is None:
        return Stretch(file, range(status.st_size), HTTPStatus.OK, headers)
    headers["Content-Range"] = f"bytes {wanted.start}-{wanted.stop - 1}/{status.st_size}"
    return Stretch(file, wanted, HTTPStatus.PARTIAL_CONTENT, headers)


async def _content_key(closed: Closed, key: str, headers: Mapping[str, str]) -> Response:
    """Answer with what a video is encrypted with."""
    video, _, name = key.partition("/")
    secret = await closed.content_keys.find(UUID(video)) if name == keys.CONTENT_KEY else None
    if secret is None:
        raise NotFound
    return Response(secret, headers=dict(headers), media_type=keys.delivery(key).content_type)


class Stretch(Response):
    """A response of some bytes of an open file, which it closes whatever happens."""

    def __init__(
        self, file: BinaryIO, stretch: range, status: HTTPStatus, headers: Mapping[str, str]
    ) -> None:
        self.status_code = status
        self.background = None
        self.init_headers({**headers, "Content-Length": str(len(stretch))})
        self._file, self._stretch = file, stretch

    async def __call__(self, scope: Scope, _receive: Receive, send: Send) -> None:
        with self._file as file:
            await send(
                {
                    "type": "http.response.start",
                    "status": self.status_code,
                    "headers": self.raw_headers,
                }
            )
            offset, end = self._stretch.start, self._stretch.stop
            if scope["method"] == "HEAD":
                offset = end
            while offset < end:
                size = min(BLOCK, end - offset)
                block = await asyncio.to_thread(os.pread, file.fileno(), size, offset)
                if not block:
                    raise EOFError("an object of the store became shorter while it was delivered")
                offset += len(block)
                await send({"type": "http.response.body", "body": block, "more_body": True})
            await send({"type": "http.response.body", "body": b"", "more_body": False})


def _caching(delivery: Delivery, left: int | None) -> str:
    """How long caches may keep an object: no longer than its address is good for."""
    if left is None:
        return delivery.cache_control
    return MAX_AGE.sub(lambda age: f"max-age={min(left, int(age[1]))}", delivery.cache_control)


def _open(root: Path, key: str) -> BinaryIO:
    """Open a regular file below the root. Raises OSError for anything else."""
    place = root.resolve() / key
    # A link may lead out of the store, and the store makes none.
    if place.resolve(strict=True) != place or not place.is_file():
        raise FileNotFoundError(key)
    return place.open("rb")


def _not_satisfiable(request: Request, size: int) -> Response:
    return problem(
        request,
        answer=Answer(HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE, "Range not satisfiable"),
        code="range_not_satisfiable",
        detail=f"The object has {size} bytes.",
        headers={**CORS, "Content-Range": f"bytes */{size}"},
    )
