"""The API over a real directory and rows in memory, and what is asserted of its answers."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from caudal.adapters.uploads import LocalUploads
from caudal.choices import Preset
from caudal.errors import StorageUnavailable
from caudal.media.plan import Options, Quality
from caudal.stages.receive import Limits
from caudal.web.app import create_app
from caudal.web.events import Feeds
from caudal.web.pages import MediaPlace
from tests.doubles import JournalInMemory, NoUploadRows, OccasionsInMemory, VideosInMemory
from tests.forms import CONTENT_TYPE, a_form
from tests.serving import calling, new_id, serving

LIMIT = 3_000_000
LIMITS = Limits(file_bytes=LIMIT, disk_reserve=0)
FORM = {"Content-Type": CONTENT_TYPE}


@dataclass(slots=True)
class Api:
    """A server with what it touches."""

    port: int
    videos: VideosInMemory
    root: Path
    http: httpx.AsyncClient

    async def send(self, *parts: bytes, **headers: str) -> httpx.Response:
        return await self.http.post("/v1/videos", content=a_form(*parts), headers=FORM | headers)

    def stored(self) -> list[str]:
        return sorted(str(path.relative_to(self.root)) for path in self.root.rglob("*"))


@asynccontextmanager
async def running(root: Path, limits: Limits) -> AsyncIterator[Api]:
    videos = VideosInMemory()

    async def check_store() -> None:
        if isinstance(videos.away, StorageUnavailable):
            raise videos.away

    feeds = Feeds()
    app = create_app(
        videos=videos,
        credentials=None,
        occasions=OccasionsInMemory(),
        uploads=LocalUploads(root / "uploads"),
        upload_rows=NoUploadRows(),
        check_store=check_store,
        limits=limits,
        new_id=new_id,
        media_root=None,
        media=MediaPlace(url="http://127.0.0.1/media/", here=True),
        defaults=Options(),
        feeds=feeds,
        journal=JournalInMemory(),
        presets={"mobile": Preset(quality=Quality.FAST, rungs=(480, 234))},
    )
    async with (
        serving(app, stopping=feeds.close) as port,
        calling(port) as http,
    ):
        yield Api(port=port, videos=videos, root=root / "uploads", http=http)


def assert_problem(answer: httpx.Response, status: int, code: str) -> dict[str, Any]:
    body: dict[str, Any] = answer.json()
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["cache-control"] == "no-store"
    assert body["status"] == status
    assert body["code"] == code
    assert body["type"] == f"urn:caudal:problem:{code}"
    assert body["request_id"] == answer.headers["x-request-id"]
    assert body["title"]
    assert body["detail"]
    return body
