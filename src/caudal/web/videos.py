"""/v1/videos: send a video, follow it, list them."""

import json
from hashlib import sha256
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Header, Query, Request, Response
from fastapi.responses import RedirectResponse
from pydantic import BaseModel
from starlette.status import (
    HTTP_202_ACCEPTED,
    HTTP_204_NO_CONTENT,
    HTTP_303_SEE_OTHER,
    HTTP_304_NOT_MODIFIED,
)

from caudal.choices import OptionsField
from caudal.errors import CaudalError
from caudal.media.access import Scope
from caudal.media.sidecar import MAX_SIDECARS
from caudal.media.video import Status
from caudal.ports import Cursor
from caudal.web.access import Access, Guest
from caudal.web.cursor import cursor_text, read_cursor
from caudal.web.openapi import REF, problems
from caudal.web.pages import Pages, wants_page
from caudal.web.ranges import same_entity
from caudal.web.sending import Reception
from caudal.web.views import PageView, VideoView

FORM: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": ["file"],
                    "properties": {
                        "options": {"$ref": REF.format(model=OptionsField.__name__)},
                        "file": {
                            "type": "string",
                            "format": "binary",
                            "description": "The video. Its name is kept as display text.",
                        },
                        "subtitles": {
                            "type": "array",
                            "maxItems": MAX_SIDECARS,
                            "items": {"type": "string", "format": "binary"},
                            "description": "Files of subtitles: SRT, WebVTT or ASS, in UTF-8, "
                            "UTF-16 or Latin-1, one part each. Their names tell the language, as "
                            "in `film.pt-BR.srt` or `film.en.forced.srt`, where the options do "
                            "not.",
                        },
                    },
                },
                "encoding": {"options": {"contentType": "application/json"}},
            }
        },
    }
}


TAGGED: dict[int | str, dict[str, Any]] = {
    200: {
        "headers": {
            "ETag": {"description": "Names this answer.", "schema": {"type": "string"}},
        }
    },
    304: {"description": "Nothing has changed since the ETag."},
}
IfNoneMatch = Annotated[
    str | None,
    Header(
        alias="If-None-Match",
        description="An ETag: unless something has changed, the answer is 304.",
    ),
]


def videos_router(access: Access, reception: Reception, pages: Pages) -> APIRouter:
    """The routes over the callers' rows and where new ones are taken in."""
    router = APIRouter(prefix="/v1/videos", tags=["videos"])
    reading, writing = access.having(Scope.READ), access.having(Scope.WRITE)

    @router.post(
        "",
        status_code=HTTP_202_ACCEPTED,
        response_model=VideoView,
        summary="Send a video",
        openapi_extra=FORM,
        responses={
            202: {
                "description": "The file is safe and waits for its conversion.",
                "headers": {
                    "Location": {
                        "description": "Where to follow it.",
                        "schema": {"type": "string"},
                    },
                    "Idempotent-Replayed": {
                        "description": "There when this is the answer to an earlier request.",
                        "schema": {"type": "string", "enum": ["true"]},
                    },
                },
            },
            303: {"description": "The same, to a browser that asks for a page."},
            **problems(400, 401, 403, 408, 409, 413, 415, 422, 429, 503, 507),
        },
    )
    async def send(
        request: Request,
        guest: Annotated[Guest, Depends(writing)],
        _documented: Annotated[
            str | None,
            Header(
                alias="Idempotency-Key",
                description="Sent again with the same key and payload, within a day, a request is "
                "answered as it was the first time and makes no second video. 1 to 255 printable "
                "ASCII characters.",
                # Said, and not checked here: what is none has a code of its own.
                json_schema_extra={
                    "minLength": 1,
                    "maxLength": 255,
                    "pattern": "^[!-~]([ -~]*[!-~])?$",
                },
            ),
        ] = None,
    ) -> Response:
        """Send one video as multipart/form-data; the answer comes when its bytes are durable.

        A form of a page, without JavaScript, is answered with a page.
        """
        if wants_page(request):
            try:
                video = await reception.take(request, guest)
            except CaudalError as error:
                return pages.problem(request, error)
            return RedirectResponse(f"/watch/{video.id}", HTTP_303_SEE_OTHER)
        body, replayed = await reception.take_once(request, guest)
        headers = {"Location": f"/v1/videos/{json.loads(body)['id']}"}
        if replayed:
            headers["Idempotent-Replayed"] = "true"
        return Response(body, HTTP_202_ACCEPTED, headers, "application/json")

    @router.get(
        "/{video_id}",
        summary="Follow a video",
        response_model=VideoView,
        responses={**TAGGED, **problems(401, 403, 404, 429, 503)},
    )
    async def show(
        video_id: UUID, guest: Annotated[Guest, Depends(reading)], if_none_match: IfNoneMatch = None
    ) -> Response:
        """Status, progress and, when it is `concluído`, the URL of the playlist."""
        return tagged(VideoView.of(await guest.videos.get(video_id)), if_none_match)

    @router.post(
        "/{video_id}/cancel", summary="Cancel", responses=problems(401, 403, 404, 409, 429, 503)
    )
    async def cancel(video_id: UUID, guest: Annotated[Guest, Depends(writing)]) -> VideoView:
        """End the conversion of a video that is not finished; it can be retried.

        Its ffmpeg is dead within five seconds, wherever it runs.
        """
        return VideoView.of(await guest.videos.cancel(video_id))

    @router.post(
        "/{video_id}/retry",
        status_code=HTTP_202_ACCEPTED,
        summary="Try again",
        responses=problems(401, 403, 404, 409, 429, 503),
    )
    async def retry(video_id: UUID, guest: Annotated[Guest, Depends(writing)]) -> VideoView:
        """Go on with a `falhou` or `cancelado` video from what is done of it.

        A video whose own file is at fault (`error.retryable` is false) answers 409.
        """
        return VideoView.of(await guest.videos.retry(video_id))

    @router.delete(
        "/{video_id}",
        status_code=HTTP_204_NO_CONTENT,
        summary="Delete a video",
        responses=problems(401, 403, 404, 429, 503),
    )
    async def delete(video_id: UUID, guest: Annotated[Guest, Depends(writing)]) -> None:
        """Forget a video at once, also one that is being converted.

        Its objects and its uploaded file are removed within seconds; caches may keep a playlist
        for a minute and segments for as long as they like.
        """
        await guest.videos.delete(video_id)

    @router.get(
        "",
        summary="List videos",
        response_model=PageView,
        responses={**TAGGED, **problems(400, 401, 403, 422, 429, 503)},
    )
    async def index(
        *,
        guest: Annotated[Guest, Depends(reading)],
        status: Annotated[Status | None, Query(description="Only videos of this status.")] = None,
        search: Annotated[
            str,
            Query(
                description="Only videos whose name contains this; case and accents do not matter.",
                max_length=255,
            ),
        ] = "",
        limit: Annotated[int, Query(ge=1, le=100, description="Most items of a page.")] = 20,
        cursor: Annotated[
            str | None, Query(description="`next_cursor` of the page before; unset: the newest.")
        ] = None,
        if_none_match: IfNoneMatch = None,
    ) -> Response:
        """A page of videos, newest first; new ones never shift the pages behind them."""
        after = None if cursor is None else read_cursor(cursor)
        # One more than asked for tells whether anything follows.
        rows = await guest.videos.page(status=status, search=search, limit=limit + 1, after=after)
        page = rows[:limit]
        next_cursor = None
        if len(rows) > limit:
            next_cursor = cursor_text(Cursor(created_at=page[-1].created_at, id=page[-1].id))
        view = PageView(items=[VideoView.of(video) for video in page], next_cursor=next_cursor)
        return tagged(view, if_none_match)

    return router


def tagged(view: BaseModel, if_none_match: str | None) -> Response:
    """A view with its ETag, or 304 to who has it."""
    body = view.model_dump_json().encode()
    etag = f'"{sha256(body).hexdigest()[:32]}"'
    if same_entity(if_none_match, etag):
        return Response(status_code=HTTP_304_NOT_MODIFIED, headers={"ETag": etag})
    return Response(body, headers={"ETag": etag}, media_type="application/json")
