"""/livez, /readyz, /version: for those who run caudal."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from http import HTTPStatus
from typing import Literal

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel

from caudal import __version__
from caudal.errors import InsufficientStorage, Unavailable
from caudal.ports import Uploads, Videos
from caudal.web.openapi import problems
from caudal.web.problems import Answer, FieldError, problem

PATIENCE = timedelta(seconds=5)  # shorter than the usual timeout of a probe


class Alive(BaseModel):
    """The process answers."""

    status: Literal["ok"] = "ok"


class Ready(BaseModel):
    """The process can take videos."""

    status: Literal["ready"] = "ready"


class Version(BaseModel):
    """What runs here."""

    name: Literal["caudal"] = "caudal"
    version: str


def operations_router(
    *,
    videos: Videos,
    uploads: Uploads,
    check_store: Callable[[], Awaitable[None]],
    disk_reserve: int,
) -> APIRouter:
    """The routes over what an upload needs."""
    router = APIRouter(tags=["operations"])

    async def check_disk() -> None:
        if await uploads.free() < disk_reserve:
            raise InsufficientStorage("There is less free space than the reserve.")

    checks = {"database": videos.check, "store": check_store, "disk": check_disk}

    @router.get("/livez", summary="Is the process alive?", responses=problems())
    async def livez() -> Alive:
        """Touches nothing."""
        return Alive()

    @router.get(
        "/readyz",
        summary="Can it take videos?",
        response_model=Ready,
        responses=problems(503),
    )
    async def readyz(request: Request) -> Ready | Response:
        """Asks the database and its schema, the output store and the disk of the uploads."""
        failures = await asyncio.gather(*(_failure(name, ask) for name, ask in checks.items()))
        reasons = [failure for failure in failures if failure is not None]
        if not reasons:
            return Ready()
        return problem(
            request,
            answer=Answer(HTTPStatus.SERVICE_UNAVAILABLE, "Not ready"),
            code="not_ready",
            detail="Not ready: " + ", ".join(reason.code for reason in reasons) + ".",
            fields=reasons,
        )

    @router.get("/version", summary="Which version is this?", responses=problems())
    async def version() -> Version:
        """Name and version."""
        return Version(version=__version__)

    return router


async def _failure(name: str, check: Callable[[], Awaitable[None]]) -> FieldError | None:
    try:
        async with asyncio.timeout(PATIENCE.total_seconds()):
            await check()
    except Unavailable as error:
        # Its own words may name hosts and paths; the code says which part is away.
        return FieldError(pointer=f"/{name}", detail=f"{name} is not available", code=error.code)
    except TimeoutError:
        return FieldError(pointer=f"/{name}", detail=f"{name} does not answer", code="timeout")
    return None
