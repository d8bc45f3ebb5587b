"""Signed playback: tokens that open one video for a time, made with a secret and kept nowhere."""

import re
from base64 import urlsafe_b64encode
from collections.abc import Callable
from dataclasses import dataclass, field
from hashlib import sha256
from hmac import compare_digest, digest
from uuid import UUID

from caudal.errors import PlaybackExpired, PlaybackForbidden

FOLDER = "t"
"""What stands before the token in a URL."""

_TOKEN = re.compile(r"([1-9][0-9]{0,11})\.([A-Za-z0-9_-]{43})")
# URLs stay the same for an eighth of their lifetime, so that answers and caches can be used again.
_STRETCHES = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedPlayback:
    """Makes and checks what the URLs of videos are signed with.

    Attributes:
        secrets: The first one signs, all of them are good: so they can be changed in turn.
        lifetime: Seconds that a URL is good for, an eighth less at the least.
        base: What the URLs of all objects begin with.
        now: The time, in seconds since 1970.
    """

    secrets: tuple[bytes, ...] = field(repr=False)
    lifetime: int
    base: str
    now: Callable[[], float]

    def token(self, video: UUID, expires: int) -> str:
        """What opens a video until a moment, in seconds since 1970."""
        return f"{expires}.{_mac(self.secrets[0], video, expires)}"

    def check(self, token: str, video: UUID) -> int:
        """Seconds for which the token still opens the video.

        Raises `PlaybackForbidden` for one that was not made for it, and `PlaybackExpired`.
        """
        parts = _TOKEN.fullmatch(token)
        if parts is None:
            raise PlaybackForbidden
        expires = int(parts[1])
        # Each is compared, whatever the one before said, and in constant time.
        good = [compare_digest(parts[2], _mac(key, video, expires)) for key in self.secrets]
        if not any(good):
            raise PlaybackForbidden
        left = expires - int(self.now())
        if left <= 0:
            raise PlaybackExpired
        return left

    def link(self, video: UUID, url: str) -> str:
        """The URL of a video's object, signed anew."""
        stretch = max(1, self.lifetime // _STRETCHES)
        expires = (int(self.now()) // stretch * stretch) + self.lifetime
        return self.link_with(self.token(video, expires), video, url)

    def link_with(self, token: str, video: UUID, url: str) -> str:
        """The URL of a video's object with this token.

        It stands before the key: playlists name what belongs to them relative to themselves.
        """
        _, _, name = url.rpartition(f"/{video}/")
        return f"{self.base.rstrip('/')}/{FOLDER}/{token}/{video}/{name}"


def _mac(secret: bytes, video: UUID, expires: int) -> str:
    made = digest(secret, f"caudal playback\n{video}\n{expires}".encode(), sha256)
    return urlsafe_b64encode(made).decode().rstrip("=")
