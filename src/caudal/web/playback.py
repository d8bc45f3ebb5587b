"""Signed playback over HTTP: who has a token plays one video, until it ends."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated, Protocol
from uuid import UUID

from fastapi import APIRouter, Depends
from pydantic import BaseModel, ConfigDict, Field
from starlette.status import HTTP_201_CREATED

from caudal.errors import PlaybackForbidden
from caudal.media.access import Scope
from caudal.media.signing import FOLDER, SignedPlayback
from caudal.web.access import Access, Guest
from caudal.web.openapi import problems
from caudal.web.redirects import ClosedBucket
from caudal.web.views import VideoView

LONGEST = 366 * 24 * 3600  # seconds


class ContentKeys(Protocol):
    """What videos are encrypted with. Raises `DatabaseUnavailable`."""

    async def find(self, video: UUID) -> bytes | None:
        """The key of a video; None: there is none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Closed:
    """What opens videos where a URL alone does not.

    Attributes:
        bucket: Where the objects are; None: in a directory of this server.
    """

    playback: SignedPlayback
    content_keys: ContentKeys
    bucket: ClosedBucket | None = None

    def admit(self, path: str) -> tuple[str, int]:
        """The key that a path below /media names, and for how many seconds it may be had.

        Raises `PlaybackForbidden` and `PlaybackExpired`, whether the object exists or not.
        """
        folder, _, rest = path.partition("/")
        token, _, key = rest.partition("/")
        try:
            video = UUID(key.partition("/")[0])
        except ValueError:
            raise PlaybackForbidden from None
        if folder != FOLDER:
            raise PlaybackForbidden
        return key, self.playback.check(token, video)


class PlaybackTokenRequest(BaseModel):
    """What the token is to allow."""

    model_config = ConfigDict(extra="forbid")

    expires_in: Annotated[
        int | None,
        Field(
            ge=1,
            le=LONGEST,
            description="Seconds that it is good for; unset: as this server has it.",
        ),
    ] = None


class PlaybackTokenView(BaseModel):
    """What opens one video to whoever has it."""

    token: str
    expires_at: datetime
    url: str | None = Field(description="The playlist with it; null while nothing can be played.")
    embed: str = Field(
        description="The page with a player, on this server.",
        examples=["/embed/01a20bf4-413d-710a-81fa-bd272b6df99a?token=1795540000.Qm9…"],
    )


def playback_router(access: Access, playback: SignedPlayback) -> APIRouter:
    """The route that makes tokens for the callers' videos."""
    router = APIRouter(prefix="/v1/videos", tags=["videos"])

    @router.post(
        "/{video_id}/playback-tokens",
        status_code=HTTP_201_CREATED,
        summary="Make a playback token",
        responses=problems(400, 401, 403, 404, 422, 429, 503),
    )
    async def make(
        video_id: UUID,
        guest: Annotated[Guest, Depends(access.having(Scope.READ))],
        request: PlaybackTokenRequest | None = None,
    ) -> PlaybackTokenView:
        """Make a token that plays this video, and no other, until it ends.

        It is not kept, and outlives the key that asked for it: only deleting the video, or taking
        its secret out of CAUDAL_PLAYBACK_KEYS, ends it before its time.
        """
        video = await guest.videos.get(video_id)
        wanted = request or PlaybackTokenRequest()
        expires = int(playback.now()) + (wanted.expires_in or playback.lifetime)
        token = playback.token(video_id, expires)
        view = VideoView.of(video.linked(lambda url: playback.link_with(token, video_id, url)))
        return PlaybackTokenView(
            token=token,
            expires_at=datetime.fromtimestamp(expires, UTC),
            url=view.playback.url,
            embed=f"/embed/{video_id}?token={token}",
        )

    return router
