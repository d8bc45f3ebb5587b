"""Who asks: the one place that decides whose a request is, and what it may do."""

import binascii
from base64 import b64decode
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Annotated

from fastapi import Request, Security
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from caudal.errors import Forbidden, Unauthenticated
from caudal.media.access import ANYBODY, Caller, Kind, Scope, digest, is_secret
from caudal.ports import Credentials, Videos

BEARER = HTTPBearer(
    scheme_name="key",
    description="An API key or an upload token. A browser sends a key as the password of HTTP "
    "Basic, with any user name.",
    auto_error=False,
)
SAFE = ("GET", "HEAD")


@dataclass(frozen=True, slots=True, kw_only=True)
class Guest:
    """Who asks, and the videos that are theirs."""

    caller: Caller
    videos: Videos


Admit = Callable[..., Awaitable[Guest]]


class Access:
    """Lets callers in. Routes get videos from here alone, so none can forget to ask."""

    def __init__(self, videos: Videos, credentials: Credentials | None) -> None:
        """Credentials: None when nobody is asked who they are."""
        self._videos = videos
        self._credentials = credentials

    @property
    def public(self) -> Videos:
        """Every video, for what needs no key: playback by those who know its id."""
        return self._videos

    def having(self, scope: Scope) -> Admit:
        """A dependency: who asks, when they have this scope."""
        if self._credentials is None:
            return self._anybody

        async def admit(
            request: Request,
            _documented: Annotated[HTTPAuthorizationCredentials | None, Security(BEARER)],
        ) -> Guest:
            return await self.guest(request, scope)

        return admit

    async def guest(self, request: Request, scope: Scope) -> Guest:
        """Who asks. Raises `Unauthenticated`, and `Forbidden` when they lack the scope."""
        if self._credentials is None:
            return await self._anybody()
        secret = _secret(request)
        caller = None
        if secret is not None and is_secret(secret):
            caller = await self._credentials.caller(digest(secret))
        if caller is None:
            raise Unauthenticated("This needs a key that is known, not expired and not revoked.")
        if not caller.may(scope):
            raise Forbidden(f"This needs the scope {scope}.")
        request.state.caller = caller
        return Guest(caller=caller, videos=self._videos.of(caller))

    async def _anybody(self) -> Guest:
        return Guest(caller=ANYBODY, videos=self._videos)


def may_send(caller: Caller) -> None:
    """Refuse a used upload token before it sends its file. Raises `Forbidden`."""
    if caller.kind is Kind.UPLOAD and caller.video is not None:
        raise Forbidden("This upload token has been used.")


def _secret(request: Request) -> str | None:
    kind, _, value = request.headers.get("authorization", "").partition(" ")
    match kind.lower():
        case "bearer":
            return value.strip()
        case "basic":
            # A browser adds it to requests of other sites too.
            site = request.headers.get("sec-fetch-site", "none")
            if request.method not in SAFE and site not in ("same-origin", "none"):
                raise Forbidden("A page of another site asks for this.")
            try:
                return b64decode(value, validate=True).decode("ascii").partition(":")[2]
            except (binascii.Error, UnicodeDecodeError):
                return None
        case _:
            return None
