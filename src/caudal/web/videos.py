"""/v1/videos: send a video, follow it, list them."""

from collections.abc import Callable
from dataclasses import replace
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import RedirectResponse
from starlette.status import HTTP_202_ACCEPTED, HTTP_204_NO_CONTENT, HTTP_303_SEE_OTHER

from caudal.errors import CaudalError, MalformedBody
from caudal.media.access import Kind, Scope
from caudal.media.plan import Options
from caudal.media.video import NewVideo, Status, Video
from caudal.ports import Cursor, Uploads
from caudal.stages.receive import Limits, check_room, receive
from caudal.web.access import Access, Guest, may_send
from caudal.web.cursor import cursor_text, read_cursor
from caudal.web.openapi import REF, problems
from caudal.web.options import OptionsField, read_options
from caudal.web.pages import Pages, wants_page
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
                    },
                },
                "encoding": {"options": {"contentType": "application/json"}},
            }
        },
    }
}


def videos_router(
    *,
    access: Access,
    uploads: Uploads,
    limits: Limits,
    new_id: Callable[[], UUID],
    defaults: Options,
    pages: Pages,
) -> APIRouter:
    """The routes over the callers' rows and this place for files."""
    router = APIRouter(prefix="/v1/videos", tags=["videos"])
    reading, writing = access.having(Scope.READ), access.having(Scope.WRITE)

    async def accept(request: Request, guest: Guest) -> Video:
        caller = guest.caller
        may_send(caller)
        video_id = new_id()
        most = limits
        if caller.max_bytes is not None:
            most = replace(limits, file_bytes=min(limits.file_bytes, caller.max_bytes))
        await check_room(uploads, _content_length(request), most)
        async with uploads.incoming(video_id) as file:
            received = await receive(
                request.stream(),
                content_type=request.headers.get("content-type", ""),
                uploads=uploads,
                file=file,
                limits=most,
                read_options=lambda raw: read_options(raw, defaults),
            )
            # Inside the block: a file without its row would stay for ever.
            return await guest.videos.submit(
                NewVideo(
                    id=video_id,
                    filename=received.filename,
                    bytes=received.bytes,
                    options=received.options,
                    tenant=caller.tenant,
                    token=caller.id if caller.kind is Kind.UPLOAD else None,
                )
            )

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
                    "Location": {"description": "Where to follow it.", "schema": {"type": "string"}}
                },
            },
            303: {"description": "The same, to a browser that asks for a page."},
            **problems(400, 401, 403, 408, 413, 415, 422, 503, 507),
        },
    )
    async def send(
        request: Request, response: Response, guest: Annotated[Guest, Depends(writing)]
    ) -> VideoView | Response:
        """Send one video as multipart/form-data; the answer comes when its bytes are durable.

        A form of a page, without JavaScript, is answered with a page.
        """
        if wants_page(request):
            try:
                video = await accept(request, guest)
            except CaudalError as error:
                return pages.problem(request, error)
            return RedirectResponse(f"/watch/{video.id}", HTTP_303_SEE_OTHER)
        video = await accept(request, guest)
        response.headers["Location"] = f"/v1/videos/{video.id}"
        return VideoView.of(video)

    @router.get("/{video_id}", summary="Follow a video", responses=problems(401, 403, 404, 503))
    async def show(video_id: UUID, guest: Annotated[Guest, Depends(reading)]) -> VideoView:
        """Status, progress and, when it is `concluído`, the URL of the playlist."""
        return VideoView.of(await guest.videos.get(video_id))

    @router.post(
        "/{video_id}/cancel", summary="Cancel", responses=problems(401, 403, 404, 409, 503)
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
        responses=problems(401, 403, 404, 409, 503),
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
        responses=problems(401, 403, 404, 503),
    )
    async def delete(video_id: UUID, guest: Annotated[Guest, Depends(writing)]) -> None:
        """Forget a video at once, also one that is being converted.

        Its objects and its uploaded file are removed within seconds; caches may keep a playlist
        for a minute and segments for as long as they like.
        """
        await guest.videos.delete(video_id)

    @router.get("", summary="List videos", responses=problems(400, 401, 403, 422, 503))
    async def index(
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
    ) -> PageView:
        """A page of videos, newest first; new ones never shift the pages behind them."""
        after = None if cursor is None else read_cursor(cursor)
        # One more than asked for tells whether anything follows.
        rows = await guest.videos.page(status=status, search=search, limit=limit + 1, after=after)
        page = rows[:limit]
        next_cursor = None
        if len(rows) > limit:
            next_cursor = cursor_text(Cursor(created_at=page[-1].created_at, id=page[-1].id))
        return PageView(items=[VideoView.of(video) for video in page], next_cursor=next_cursor)

    return router


def _content_length(request: Request) -> int | None:
    declared = request.headers.get("content-length")
    if declared is None:
        return None
    if not declared.isascii() or not declared.isdigit():
        raise MalformedBody("The Content-Length is not a number.")
    return int(declared)
