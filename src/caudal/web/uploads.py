"""/v1/uploads: resumable uploads, as tus 1.0.0 has them."""

from datetime import UTC
from email.utils import format_datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Request, Response
from starlette.status import HTTP_200_OK, HTTP_201_CREATED, HTTP_204_NO_CONTENT

from caudal.media.access import Scope
from caudal.media.upload import Upload
from caudal.web import tus
from caudal.web.access import Access, Guest
from caudal.web.openapi import problems
from caudal.web.problems import TUS_VERSION
from caudal.web.resuming import Resumption


def _header(name: str, description: str, schema: str = "string") -> dict[str, Any]:
    # Said, and not checked by the framework: what is wrong with one has a code of its own.
    return {
        "name": name,
        "in": "header",
        "required": False,
        "description": description,
        "schema": {"type": schema},
    }


VERSION = _header("Tus-Resumable", f"{TUS_VERSION}; needed.")
LENGTH = _header("Upload-Length", "Bytes of the file.", "integer")
CHECKSUM = _header("Upload-Checksum", f"{' or '.join(tus.ALGORITHMS)}, a space, Base64.")
CREATE: dict[str, Any] = {
    "parameters": [
        VERSION,
        LENGTH,
        _header("Upload-Defer-Length", "1: the length is said with a later PATCH."),
        _header(
            "Upload-Metadata",
            "Pairs of a name and Base64 between commas: `filename`, and `options` as the field of "
            "a form.",
        ),
        CHECKSUM,
    ]
}
APPEND: dict[str, Any] = {
    "parameters": [
        VERSION,
        _header("Upload-Offset", "Bytes that are there; needed.", "integer"),
        LENGTH,
        CHECKSUM,
    ],
}
STATE = {
    name: {"description": description, "schema": {"type": "string"}}
    for name, description in {
        "Upload-Offset": "Bytes that are there, and survive a power cut.",
        "Upload-Expires": "When they go, unless more come.",
        "Caudal-Video-Id": "The video that it has become.",
        "Content-Location": "Where to follow the video.",
    }.items()
}


def uploads_router(access: Access, resumption: Resumption) -> APIRouter:
    """The routes over the callers' uploads."""

    writing = access.having(Scope.WRITE)

    async def speaking_tus(request: Request, guest: Annotated[Guest, Depends(writing)]) -> Guest:
        tus.check_version(request.headers)
        return guest

    router = APIRouter(prefix=tus.ROOT, tags=["uploads"])
    Writing = Annotated[Guest, Depends(speaking_tus)]  # noqa: N806 - a type

    @router.options(
        "",
        status_code=HTTP_204_NO_CONTENT,
        summary="What of tus is there",
        responses=problems(),
    )
    @router.options("/{_upload_id}", status_code=HTTP_204_NO_CONTENT, include_in_schema=False)
    async def capabilities() -> Response:
        """Version, extensions, and the largest file."""
        return Response(
            status_code=HTTP_204_NO_CONTENT,
            headers={
                "Tus-Version": TUS_VERSION,
                "Tus-Extension": ",".join(tus.EXTENSIONS),
                "Tus-Max-Size": str(resumption.most),
                "Tus-Checksum-Algorithm": ",".join(tus.ALGORITHMS),
            },
        )

    @router.post(
        "",
        status_code=HTTP_201_CREATED,
        summary="Begin a resumable upload",
        openapi_extra=CREATE,
        responses={
            201: {
                "description": "It can be sent to the address in Location.",
                "headers": {"Location": {"schema": {"type": "string"}}, **STATE},
            },
            **problems(400, 401, 403, 408, 409, 410, 412, 413, 422, 429, 460, 503, 507),
        },
    )
    async def create(request: Request, guest: Writing) -> Response:
        """Begin an upload; a body of type application/offset+octet-stream is its first bytes."""
        upload = await resumption.create(request, guest)
        headers = {"Location": f"{tus.ROOT}/{upload.id.hex}", **_state(upload)}
        return Response(status_code=HTTP_201_CREATED, headers=headers)

    @router.head(
        "/{upload_id}",
        summary="How far is it?",
        openapi_extra={"parameters": [VERSION]},
        responses={
            200: {"description": "It goes on at Upload-Offset.", "headers": STATE},
            **problems(401, 403, 404, 410, 412, 429, 503),
        },
    )
    async def show(upload_id: UUID, guest: Writing) -> Response:
        """Where to go on."""
        upload = await resumption.get(guest, upload_id)
        headers = {"Upload-Defer-Length": "1"}
        if upload.length is not None:
            headers = {"Upload-Length": str(upload.length)}
        if upload.metadata:
            headers["Upload-Metadata"] = upload.metadata
        return Response(status_code=HTTP_200_OK, headers=headers | _state(upload))

    @router.patch(
        "/{upload_id}",
        status_code=HTTP_204_NO_CONTENT,
        summary="Send what follows",
        openapi_extra=APPEND,
        responses={
            204: {"description": "The bytes are there.", "headers": STATE},
            **problems(400, 401, 403, 404, 408, 409, 410, 412, 413, 415, 422, 429, 460, 503, 507),
        },
    )
    async def append(request: Request, upload_id: UUID, guest: Writing) -> Response:
        """Send a body of type application/offset+octet-stream to the end of an upload.

        With the last byte it becomes a video, whose id the answer names.

        A later request takes over from one that hangs, which then writes no more.
        """
        upload = await resumption.go_on(request, guest, upload_id)
        return Response(status_code=HTTP_204_NO_CONTENT, headers=_state(upload))

    @router.delete(
        "/{upload_id}",
        status_code=HTTP_204_NO_CONTENT,
        summary="Abort an upload",
        openapi_extra={"parameters": [VERSION]},
        responses=problems(401, 403, 404, 409, 410, 412, 429, 503),
    )
    async def abort(upload_id: UUID, guest: Writing) -> None:
        """Forget an unfinished upload, and remove its bytes."""
        await resumption.abort(guest, upload_id)

    return router


def _state(upload: Upload) -> dict[str, str]:
    state = {"Upload-Offset": str(upload.offset)}
    if upload.done:
        state["Caudal-Video-Id"] = str(upload.video)
        state["Content-Location"] = f"/v1/videos/{upload.video}"
    else:
        state["Upload-Expires"] = format_datetime(upload.expires_at.astimezone(UTC), usegmt=True)
    return state
