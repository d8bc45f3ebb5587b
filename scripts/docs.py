"""Write the documents that are made from the code: docs/settings.md and docs/openapi.json."""

import json
import time
from datetime import timedelta
from pathlib import Path

from caudal.adapters.content_keys import PostgresContentKeys
from caudal.adapters.credentials import PostgresCredentials
from caudal.adapters.database import quick_pool
from caudal.adapters.journal import PostgresJournal
from caudal.adapters.occasions import PostgresOccasions
from caudal.adapters.upload_rows import PostgresUploadRows
from caudal.adapters.uploads import LocalUploads
from caudal.adapters.videos import PostgresVideos
from caudal.cli.manual import settings_page
from caudal.media.plan import Options
from caudal.media.signing import SignedPlayback
from caudal.stages.receive import Limits
from caudal.web.app import create_app
from caudal.web.events import Feeds
from caudal.web.pages import MediaPlace
from caudal.web.playback import Closed
from caudal.wiring import new_id

DOCS = Path(__file__).parents[1] / "docs"


def pages() -> dict[Path, str]:
    """Path and text of every generated document."""
    return {DOCS / "settings.md": settings_page(), DOCS / "openapi.json": openapi_document()}


def openapi_document() -> str:
    """The API as the service itself describes it under /openapi.json, laid out for reading."""
    # Nothing is opened: describing the routes asks nothing of what stands behind them.
    pool = quick_pool("")
    app = create_app(
        videos=PostgresVideos(pool),
        credentials=PostgresCredentials(pool),
        occasions=PostgresOccasions(pool),
        uploads=LocalUploads(Path("uploads")),
        upload_rows=PostgresUploadRows(pool),
        check_store=_unused,
        limits=Limits(file_bytes=0, disk_reserve=0),
        new_id=new_id,
        media_root=Path("media"),
        media=MediaPlace(url="http://127.0.0.1/media/", here=True),
        defaults=Options(),
        feeds=Feeds(),
        closed=Closed(
            playback=SignedPlayback(secrets=(), lifetime=0, base="", now=time.time),
            content_keys=PostgresContentKeys(pool),
        ),
        journal=PostgresJournal(pool, silence=timedelta(0)),
    )
    return json.dumps(app.openapi(), ensure_ascii=False, indent=2) + "\n"


async def _unused() -> None:
    """Stands for the check of a store."""


if __name__ == "__main__":
    for path, text in pages().items():
        path.write_text(text, encoding="utf-8")
