"""The HTTP application, made of ports and values."""

import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from fastapi import FastAPI
from fastapi_offline import FastAPIOffline

from caudal import __version__
from caudal.choices import NO_PRESETS, OptionsField, Presets
from caudal.media.plan import Options
from caudal.ports import Credentials, Occasions, Videos
from caudal.stages.receive import Limits
from caudal.upload_ports import ResumableUploads, UploadRows
from caudal.web import openapi, problems
from caudal.web.access import Access
from caudal.web.assets import assets_router, load_assets
from caudal.web.context import RequestContext
from caudal.web.events import Feeds, events_router
from caudal.web.insight import Journal, insight_router
from caudal.web.limits import DEFAULT_LIMITS, LimitsView, limits_router
from caudal.web.media import media_router
from caudal.web.operations import operations_router
from caudal.web.pages import MediaPlace, Pages, pages_router
from caudal.web.playback import Closed, playback_router
from caudal.web.rate import Buckets
from caudal.web.resuming import Resumption
from caudal.web.sending import AtOnce, Reception
from caudal.web.tokens import tokens_router
from caudal.web.tus import Tus
from caudal.web.uploads import uploads_router
from caudal.web.videos import videos_router


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """How much one caller may ask for at a time, of this process.

    Attributes:
        requests: A minute; None: any number.
        uploads: Open at once.
    """

    requests: int | None = None
    uploads: int = 20


def create_app(
    *,
    videos: Videos,
    credentials: Credentials | None,
    occasions: Occasions,
    uploads: ResumableUploads,
    upload_rows: UploadRows,
    check_store: Callable[[], Awaitable[None]],
    limits: Limits,
    new_id: Callable[[], UUID],
    media_root: Path | None,
    media: MediaPlace,
    defaults: Options,
    feeds: Feeds,
    journal: Journal,
    presets: Presets = NO_PRESETS,
    bounds: Bounds = Bounds(),
    shown_limits: LimitsView = DEFAULT_LIMITS,
    closed: Closed | None = None,
) -> FastAPI:
    """Make the application.

    Args:
        videos: The rows.
        credentials: Who may ask for what; None: everybody for everything.
        occasions: Requests that are answered once.
        uploads: Where the bytes of new videos go.
        upload_rows: What is known of those that are not complete.
        check_store: Raises `StorageUnavailable` when the output store does not work.
        limits: What an upload may take.
        new_id: Makes the ids of videos and requests, UUIDv7.
        media_root: Directory of the output store when this process delivers it.
        media: Where players find it.
        defaults: What holds where the sender of a video chooses nothing.
        feeds: What changes of the rows, for those who follow it.
        journal: What happened to them.
        presets: Choices that a sender may name.
        bounds: How much one caller may ask for at a time.
        shown_limits: What a conversion may take.
        closed: What opens videos to players; None: whoever knows a URL plays it.
    """
    # FastAPI's own page of documents asks another origin for its scripts; this one has them.
    app = FastAPIOffline(
        redoc_url=None,
        static_url="/docs/static",
        favicon_url="/docs/static/favicon.png",
        title="caudal",
        version=__version__,
        summary="Turns an uploaded video into adaptive HLS.",
        redirect_slashes=False,
    )
    app.add_middleware(Tus)
    app.add_middleware(RequestContext, new_id=lambda: new_id().hex)
    problems.install(app)
    assets = load_assets()
    pages = Pages(assets, media)
    rate = Buckets(bounds.requests, now=time.monotonic) if bounds.requests else None
    access = Access(videos, credentials, rate=rate)
    reception = Reception(
        uploads=uploads,
        occasions=occasions,
        limits=limits,
        new_id=new_id,
        defaults=defaults,
        presets=presets,
        at_once=AtOnce(bounds.uploads),
        keeps_keys=closed is not None,
    )
    app.include_router(videos_router(access, reception, pages))
    app.include_router(uploads_router(access, Resumption(access, reception, uploads, upload_rows)))
    if credentials is not None:
        app.include_router(tokens_router(access, credentials, limits=limits, new_id=new_id))
    app.include_router(events_router(access, feeds))
    app.include_router(
        operations_router(
            videos=videos,
            uploads=uploads,
            check_store=check_store,
            disk_reserve=limits.disk_reserve,
        )
    )
    app.include_router(
        insight_router(
            access,
            journal,
            uploads=uploads,
            check_store=check_store,
            disk_reserve=limits.disk_reserve,
        )
    )
    app.include_router(
        limits_router(shown_limits.model_copy(update={"file_bytes": limits.file_bytes}))
    )
    if closed is not None:
        app.include_router(playback_router(access, closed.playback))
    if media_root is not None or closed is not None:
        app.include_router(media_router(media_root, closed))
    app.include_router(assets_router(assets))
    app.include_router(pages_router(pages, access, closed.playback if closed else None))
    openapi.describe(app, models=[OptionsField])
    return app
