"""/media over a closed bucket: playlists come from here, players are sent on for all else."""

from datetime import timedelta
from hashlib import sha256
from http import HTTPStatus
from typing import Final, Protocol

from fastapi import Request, Response
from fastapi.responses import RedirectResponse

from caudal.media import keys
from caudal.web.ranges import same_entity

# What names other objects relative to its own address has to come from an address with a token.
TEXTS: Final = (".m3u8", ".vtt")
# The player comes at once; what it has begun to fetch may take longer.
GOOD_FOR = timedelta(minutes=5)


class ClosedBucket(Protocol):
    """A bucket that players cannot read by themselves. Raises as `ports.Store`.

    Attributes:
        origin: Scheme and host of the URLs that it signs.
    """

    @property
    def origin(self) -> str: ...

    async def get(self, key: str) -> bytes:
        """The object's bytes. Raises `NotFound`."""

    async def signed_url(self, key: str, method: str, lifetime: timedelta) -> str:
        """Where anybody may GET, or HEAD, the object for so long."""


async def send_on(
    request: Request, bucket: ClosedBucket, key: str, headers: dict[str, str]
) -> Response:
    """Answer with a text, or with an address of the bucket that is good for minutes.

    `headers` are those of every answer. Raises `NotFound`, `StorageUnavailable`.
    """
    if not key.endswith(TEXTS):
        url = await bucket.signed_url(key, request.method, GOOD_FOR)
        headers = {**headers, "Cache-Control": "private, no-store"}
        return RedirectResponse(url, HTTPStatus.TEMPORARY_REDIRECT, headers)
    data = await bucket.get(key)
    etag = f'"{sha256(data).hexdigest()[:32]}"'
    headers = {**headers, "ETag": etag}
    if same_entity(request.headers.get("if-none-match"), etag):
        return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=headers)
    # A HEAD is cut off by the server; its length is that of the whole.
    return Response(data, headers={**headers, "Content-Type": keys.delivery(key).content_type})
