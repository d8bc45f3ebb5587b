"""/v1/upload-tokens: a browser sends a video without ever seeing a key."""

import secrets
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends
from pydantic import BaseModel, ConfigDict, Field
from starlette.status import HTTP_201_CREATED

from caudal.errors import Forbidden
from caudal.media.access import SECRET_BYTES, Kind, NewCredential, Scope, digest, secret_text
from caudal.ports import Credentials
from caudal.stages.receive import Limits
from caudal.web.access import Access, Guest
from caudal.web.openapi import problems


class UploadTokenRequest(BaseModel):
    """What the token is to allow."""

    model_config = ConfigDict(extra="forbid")

    expires_in: Annotated[
        int, Field(ge=1, le=86400, description="Seconds that it is good for.")
    ] = 3600
    max_bytes: Annotated[
        int | None,
        Field(ge=1, le=1 << 53, description="Size of the largest file; unset: as for keys."),
    ] = None


class UploadTokenView(BaseModel):
    """A token, which is shown this once."""

    token: str = Field(description="Goes into `Authorization: Bearer` in the browser.")
    expires_at: datetime
    max_bytes: int


def tokens_router(
    access: Access, credentials: Credentials, *, limits: Limits, new_id: Callable[[], UUID]
) -> APIRouter:
    """The route over these credentials."""
    router = APIRouter(prefix="/v1/upload-tokens", tags=["keys"])

    @router.post(
        "",
        status_code=HTTP_201_CREATED,
        summary="Make an upload token",
        responses=problems(400, 401, 403, 422, 429, 503),
    )
    async def make(
        guest: Annotated[Guest, Depends(access.having(Scope.WRITE))],
        request: UploadTokenRequest | None = None,
    ) -> UploadTokenView:
        """Make a token that sends one video, follows it, cancels, retries and deletes it.

        It ends with the key that asked for it, if not before.
        """
        if guest.caller.kind is Kind.UPLOAD:
            raise Forbidden("An upload token makes no upload tokens.")
        wanted = request or UploadTokenRequest()
        max_bytes = min(wanted.max_bytes or limits.file_bytes, limits.file_bytes)
        secret = secret_text(Kind.UPLOAD, secrets.token_bytes(SECRET_BYTES))
        lifetime = timedelta(seconds=wanted.expires_in)
        expires_at = await credentials.add(
            NewCredential(
                id=new_id(),
                kind=Kind.UPLOAD,
                tenant=guest.caller.tenant,
                name="",
                digest=digest(secret),
                scopes=frozenset({Scope.READ, Scope.WRITE}),
                lifetime=lifetime,
                parent=guest.caller.id,
                max_bytes=max_bytes,
            )
        )
        assert expires_at is not None  # noqa: S101 - it has a lifetime
        return UploadTokenView(token=secret, expires_at=expires_at, max_bytes=max_bytes)

    return router
