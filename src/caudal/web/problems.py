"""Every error as application/problem+json (RFC 9457): one table from error class to status."""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect
from starlette.routing import Match

from caudal import errors

log = logging.getLogger(__name__)

MEDIA_TYPE = "application/problem+json"
TUS_VERSION = "1.0.0"
CHECKSUM_MISMATCH = 460  # of tus; in no registry
METHODS = ("DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT")


class FieldError(BaseModel):
    """One thing that is wrong with a request."""

    pointer: str = Field(description="JSON pointer to what is wrong.", examples=["/query/limit"])
    detail: str
    code: str = Field(description="Stable name of what is wrong.")


class Problem(BaseModel):
    """Why a request was not served, as RFC 9457 says it."""

    type: str = Field(examples=["urn:caudal:problem:not_found"])
    title: str
    status: int
    detail: str
    code: str = Field(description="Stable name of the problem.", examples=["not_found"])
    request_id: str = Field(description="As in the header X-Request-Id.")
    errors: list[FieldError] | None = Field(None, description="What is wrong, one by one.")


@dataclass(frozen=True, slots=True)
class Answer:
    """How an error class is answered.

    Attributes:
        detail: Replaces the error's own words where they are not meant for clients.
    """

    status: int
    title: str
    detail: str | None = None


INTERNAL = Answer(
    HTTPStatus.INTERNAL_SERVER_ERROR, "Internal error", "Something failed that is not your fault."
)

ANSWERS: dict[type[errors.CaudalError], Answer] = {
    errors.BadRequest: Answer(HTTPStatus.BAD_REQUEST, "Bad request"),
    errors.MalformedBody: Answer(HTTPStatus.BAD_REQUEST, "Malformed body"),
    errors.BadCursor: Answer(HTTPStatus.BAD_REQUEST, "Unknown position in the list"),
    errors.Unauthenticated: Answer(HTTPStatus.UNAUTHORIZED, "Key needed"),
    errors.Forbidden: Answer(HTTPStatus.FORBIDDEN, "Not allowed"),
    errors.PlaybackForbidden: Answer(HTTPStatus.FORBIDDEN, "Token needed"),
    errors.PlaybackExpired: Answer(HTTPStatus.FORBIDDEN, "Token expired"),
    errors.QuotaExceeded: Answer(HTTPStatus.FORBIDDEN, "Quota used up"),
    errors.RateLimited: Answer(HTTPStatus.TOO_MANY_REQUESTS, "Too many requests"),
    errors.TooManyUploads: Answer(HTTPStatus.TOO_MANY_REQUESTS, "Too many uploads at once"),
    errors.NotFound: Answer(HTTPStatus.NOT_FOUND, "Not found"),
    errors.UploadStalled: Answer(HTTPStatus.REQUEST_TIMEOUT, "Upload stalled"),
    errors.Conflict: Answer(HTTPStatus.CONFLICT, "Not possible in this status"),
    errors.MalformedHeader: Answer(HTTPStatus.BAD_REQUEST, "Malformed header"),
    errors.TusVersionUnsupported: Answer(HTTPStatus.PRECONDITION_FAILED, "Other version of tus"),
    errors.OffsetMismatch: Answer(HTTPStatus.CONFLICT, "Not the end of the upload"),
    errors.ChecksumMismatch: Answer(CHECKSUM_MISMATCH, "Checksum mismatch"),
    errors.UploadTakenOver: Answer(HTTPStatus.CONFLICT, "Upload taken over"),
    errors.UploadGone: Answer(HTTPStatus.GONE, "Upload gone"),
    errors.BadIdempotencyKey: Answer(HTTPStatus.BAD_REQUEST, "Idempotency-Key not allowed"),
    errors.IdempotencyInFlight: Answer(HTTPStatus.CONFLICT, "Still being dealt with"),
    errors.IdempotencyMismatch: Answer(HTTPStatus.UNPROCESSABLE_ENTITY, "Another payload"),
    errors.UploadTooLarge: Answer(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "File too large"),
    errors.UnsupportedMediaType: Answer(
        HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "Unsupported media type"
    ),
    errors.NoFile: Answer(HTTPStatus.UNPROCESSABLE_ENTITY, "No file"),
    errors.EmptyFile: Answer(HTTPStatus.UNPROCESSABLE_ENTITY, "Empty file"),
    errors.TooManyFiles: Answer(HTTPStatus.UNPROCESSABLE_ENTITY, "More than one file"),
    errors.BadParameter: Answer(HTTPStatus.UNPROCESSABLE_ENTITY, "Value not allowed"),
    errors.DatabaseUnavailable: Answer(
        HTTPStatus.SERVICE_UNAVAILABLE, "Database unavailable", "Please try again in a moment."
    ),
    errors.StorageUnavailable: Answer(
        HTTPStatus.SERVICE_UNAVAILABLE, "Storage unavailable", "Please try again in a moment."
    ),
    errors.Unavailable: Answer(
        HTTPStatus.SERVICE_UNAVAILABLE, "Unavailable", "Please try again in a moment."
    ),
    errors.InsufficientStorage: Answer(
        HTTPStatus.INSUFFICIENT_STORAGE,
        "Insufficient storage",
        "The server has no room for this file at the moment.",
    ),
    errors.CaudalError: INTERNAL,
}

RETRY_AFTER = {"Retry-After": "5"}  # seconds: a restart of PostgreSQL takes about as long


CHALLENGE = {"WWW-Authenticate": 'Bearer realm="caudal"'}


def install(app: FastAPI) -> None:
    """Make every answer of `app` from 400 up a problem document."""
    app.add_exception_handler(errors.CaudalError, _caudal_error)
    app.add_exception_handler(RequestValidationError, _invalid_parameters)
    app.add_exception_handler(HTTPException, _http_error)
    app.add_exception_handler(ClientDisconnect, _client_gone)
    app.add_exception_handler(Exception, _unexpected)


def problem(
    request: Request,
    *,
    answer: Answer,
    code: str,
    detail: str,
    fields: Sequence[FieldError] = (),
    headers: Mapping[str, str] | None = None,
) -> Response:
    """Build the response. It says `no-store`: what is wrong now may be right in a second."""
    request_id: str = request.state.request_id
    body = Problem(
        type=f"urn:caudal:problem:{code}",
        title=answer.title,
        status=answer.status,
        detail=detail,
        code=code,
        request_id=request_id,
        errors=list(fields) or None,
    )
    return Response(
        body.model_dump_json(exclude_none=True),
        status_code=answer.status,
        media_type=MEDIA_TYPE,
        headers={
            # Set here too: an unexpected error is answered outside of all middleware.
            "X-Request-Id": request_id,
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "no-store",
            **(headers or {}),
        },
    )


def error_problem(
    request: Request, error: errors.CaudalError, headers: Mapping[str, str] | None = None
) -> Response:
    """The response to an error of ours."""
    answer = next(ANSWERS[kind] for kind in type(error).__mro__ if kind in ANSWERS)
    fields = []
    if isinstance(error, errors.BadParameter):
        fields.append(FieldError(pointer=error.pointer, detail=str(error), code="not_allowed"))
    more: Mapping[str, str] = {}
    if answer.status == HTTPStatus.SERVICE_UNAVAILABLE:
        more = RETRY_AFTER
    elif answer.status == HTTPStatus.UNAUTHORIZED:
        more = CHALLENGE
    elif isinstance(error, errors.TusVersionUnsupported):
        more = {"Tus-Version": TUS_VERSION}
    elif isinstance(error, errors.OffsetMismatch):
        more = {"Upload-Offset": str(error.offset)}
    elif isinstance(error, errors.RateLimited):
        more = {"Retry-After": str(error.wait)}
    elif answer.status == HTTPStatus.TOO_MANY_REQUESTS:
        more = RETRY_AFTER
    return problem(
        request,
        answer=answer,
        code=error.code,
        detail=answer.detail or str(error) or answer.title,
        fields=fields,
        headers={**more, **(headers or {})},
    )


def not_found(request: Request, headers: Mapping[str, str] | None = None) -> Response:
    """The response where there is nothing, never saying why."""
    return error_problem(request, errors.NotFound("There is nothing at this address."), headers)


async def _caudal_error(request: Request, error: Exception) -> Response:
    if not isinstance(error, errors.CaudalError):
        raise error
    if not isinstance(error, errors.BadRequest):
        log.warning("%s: %s", request.state.request_id, error, exc_info=error)
    return error_problem(request, error)


async def _invalid_parameters(request: Request, error: Exception) -> Response:
    if not isinstance(error, RequestValidationError):
        raise error
    if any(detail["loc"][0] == "path" for detail in error.errors()):
        # /v1/videos/no-such-id: an id that cannot exist does not.
        return not_found(request)
    return problem(
        request,
        answer=Answer(HTTPStatus.UNPROCESSABLE_ENTITY, "Invalid request"),
        code="invalid_request",
        detail="A parameter has a value that is not allowed.",
        fields=[
            FieldError(
                pointer="/" + "/".join(str(part) for part in detail["loc"]),
                detail=detail["msg"],
                code=detail["type"],
            )
            for detail in error.errors()
        ],
    )


async def _http_error(request: Request, error: Exception) -> Response:
    """What the framework refuses: unknown addresses and methods."""
    if not isinstance(error, HTTPException):
        raise error
    status = HTTPStatus(error.status_code)
    if status is HTTPStatus.NOT_FOUND:
        return not_found(request)
    headers = dict(error.headers or {})
    if status is HTTPStatus.METHOD_NOT_ALLOWED:
        headers["Allow"] = ", ".join(_allowed(request))
    return problem(
        request,
        answer=Answer(status, status.phrase),
        code=status.name.lower(),
        detail=f"{status.description or status.phrase}.",
        headers=headers,
    )


async def _client_gone(request: Request, _error: Exception) -> Response:
    """Nobody reads this answer, but the request has to end."""
    return error_problem(request, errors.MalformedBody("The client went away."))


async def _unexpected(request: Request, _error: Exception) -> Response:
    # The server logs the traceback itself.
    return problem(request, answer=INTERNAL, code="internal", detail=INTERNAL.detail or "")


def _allowed(request: Request) -> list[str]:
    """All methods of an address: the framework names those of its first route alone."""
    return [
        method
        for method in METHODS
        if any(
            route.matches({**request.scope, "method": method})[0] is Match.FULL
            for route in request.app.routes
        )
    ]
