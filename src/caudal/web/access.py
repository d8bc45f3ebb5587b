"""Who asks: the one place that decides whose a request is, and what it may do."""

import binascii
from base64 import b64decode
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from ipaddress import ip_address, ip_network
from typing import Annotated

from fastapi import Request, Security
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from caudal.errors import Forbidden, RateLimited, Unauthenticated
from caudal.media.access import ANYBODY, Caller, Kind, Scope, digest, is_secret
from caudal.ports import Credentials, Videos
from caudal.web.rate import Buckets

BEARER = HTTPBearer(
    scheme_name="key",
    description="An API key or an upload token. A browser sends a key as the password of HTTP "
    "Basic, with any user name.",
    auto_error=False,
)
SAFE = ("GET", "HEAD")


@dataclass(frozen=True, slots=True, kw_only=True)
class Guest:
    """Who asks, and the videos that are theirs.

    Attributes:
        name: Tells them from others: their key, or the address of one who has none.
    """

    caller: Caller
    videos: Videos
    name: str


Admit = Callable[..., Awaitable[Guest]]


class Access:
    """Lets callers in. Routes get videos from here alone, so none can forget to ask."""

    def __init__(
        self, videos: Videos, credentials: Credentials | None, *, rate: Buckets | None
    ) -> None:
        """Credentials: None when nobody is asked who they are. Rate: None when all is allowed."""
        self._videos = videos
        self._credentials = credentials
        self._rate = rate

    @property
    def public(self) -> Videos:
        """Every video, for what needs no key: playback by those who know its id."""
        return self._videos

    def having(self, scope: Scope) -> Admit:
        """A dependency: who asks, when they have this scope."""
        if self._credentials is None:

            async def anybody(request: Request) -> Guest:
                return await self.guest(request, scope)

            return anybody

        async def admit(
            request: Request,
            _documented: Annotated[HTTPAuthorizationCredentials | None, Security(BEARER)],
        ) -> Guest:
            return await self.guest(request, scope)

        return admit

    async def guest(self, request: Request, scope: Scope) -> Guest:
        """Who asks. Raises `Unauthenticated`, `RateLimited`, and `Forbidden` without the scope."""
        address = address_of(request)
        if self._credentials is None:
            self._count(request, address)
            request.state.caller = ANYBODY
            return Guest(caller=ANYBODY, videos=self._videos, name=address)
        # Who guesses keys is not even looked up any more.
        if self._rate is not None and (wait := self._rate.look(address).wait):
            raise RateLimited(wait)
        secret = _secret(request)
        caller = None
        if secret is not None and is_secret(secret):
            caller = await self._credentials.caller(digest(secret))
        if caller is None:
            self._count(request, address)
            raise Unauthenticated("This needs a key that is known, not expired and not revoked.")
        self._count(request, str(caller.id))
        request.state.caller = caller
        if not caller.may(scope):
            raise Forbidden(f"This needs the scope {scope}.")
        return Guest(caller=caller, videos=self._videos.of(caller), name=str(caller.id))

    def _count(self, request: Request, who: str) -> None:
        if self._rate is None:
            return
        allowance = self._rate.take(who)
        request.state.headers = allowance.headers
        if allowance.wait:
            raise RateLimited(allowance.wait)


def address_of(request: Request) -> str:
    """The client's address; of IPv6 the network, of which one client has many addresses."""
    host = request.client.host if request.client else ""
    try:
        address = ip_address(host)
    except ValueError:
        return host
    return str(ip_network((address, 64), strict=False)) if address.version == 6 else host


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
