"""The API that asks for keys and signs playback, over a real directory and a real database."""

import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
from fastapi import FastAPI

from caudal.adapters.content_keys import PostgresContentKeys
from caudal.adapters.credentials import PostgresCredentials
from caudal.adapters.database import quick_pool
from caudal.adapters.journal import PostgresJournal
from caudal.adapters.occasions import PostgresOccasions
from caudal.adapters.upload_rows import PostgresUploadRows
from caudal.adapters.uploads import LocalUploads
from caudal.adapters.videos import PostgresVideos
from caudal.media.plan import Options
from caudal.media.signing import SignedPlayback
from caudal.web.app import create_app
from caudal.web.events import Feeds
from caudal.web.pages import MediaPlace
from caudal.web.playback import Closed
from tests.api import FORM, LIMITS
from tests.forms import a_form, a_part
from tests.keys import Held
from tests.serving import calling, new_id, serving, store_is_there

PLAYBACK = SignedPlayback(
    secrets=(b"a secret of thirty-two characters",),
    lifetime=3600,
    base="http://127.0.0.1/media/",
    now=time.time,
)


@dataclass(slots=True, kw_only=True)
class Guarded:
    """A server with what it touches."""

    app: FastAPI
    videos: PostgresVideos
    credentials: PostgresCredentials
    http: httpx.AsyncClient

    async def send(self, key: Held, data: bytes = b"x", **headers: str) -> httpx.Response:
        return await self.http.post(
            "/v1/videos", content=a_form(a_part(data)), headers=FORM | key.header | headers
        )

    async def get(self, path: str, key: Held, **parameters: str) -> httpx.Response:
        return await self.http.get(path, headers=key.header, params=parameters)


@asynccontextmanager
async def guarded(root: Path, database_url: str, **changes: Any) -> AsyncIterator[Guarded]:
    """Serve, with other arguments of the application where a test has some."""
    async with quick_pool(database_url) as pool:
        videos = PostgresVideos(pool, link=PLAYBACK.link)
        credentials = PostgresCredentials(pool)
        arguments: dict[str, Any] = {
            "videos": videos,
            "credentials": credentials,
            "occasions": PostgresOccasions(pool),
            "uploads": LocalUploads(root / "uploads"),
            "upload_rows": PostgresUploadRows(pool),
            "check_store": store_is_there,
            "limits": LIMITS,
            "new_id": new_id,
            "media_root": root / "media",
            "media": MediaPlace(url="http://127.0.0.1/media/", here=True),
            "defaults": Options(),
            "feeds": Feeds(),
            "closed": Closed(playback=PLAYBACK, content_keys=PostgresContentKeys(pool)),
            "journal": PostgresJournal(pool, silence=timedelta(seconds=30)),
        }
        app = create_app(**(arguments | changes))
        async with (
            serving(app) as port,
            calling(port) as http,
        ):
            yield Guarded(app=app, videos=videos, credentials=credentials, http=http)
