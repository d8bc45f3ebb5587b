"""Pages to look at: a service with rows in memory, one of every kind and as many as wanted."""

import asyncio
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from fractions import Fraction
from pathlib import Path

from caudal.adapters.uploads import LocalUploads
from caudal.media.plan import Options
from caudal.media.video import Failure, NewVideo, Pictures, Status
from caudal.stages.receive import Limits
from caudal.web.app import create_app
from caudal.web.events import Feeds
from caudal.web.pages import MediaPlace
from caudal.web.server import serve
from tests.build import a_picture, a_plan, a_source
from tests.doubles import JournalInMemory, NoUploadRows, OccasionsInMemory, VideosInMemory
from tests.media import run_ffmpeg
from tests.serving import new_id, store_is_there

MEDIA = "http://127.0.0.1/media/"
STILL = ("-f", "lavfi", "-i", "mandelbrot=size=640x360:rate=1", "-frames:v", "1")
NAMES = [
    "férias em Paraty.mov",
    "keynote-2026-final-v7 with a name that is too long for one line of a list.mp4",
    "aula 12: integrais.mkv",
    "GOPR0183.MP4",
    "entrevista_corte3.mxf",
    "birthday.webm",
    "drone over the river.mov",
]


async def fill(videos: VideosInMemory, count: int, poster: str) -> None:
    """So many rows, every status among them."""
    still = Pictures(poster=poster)
    for number in range(count):
        video = new_id()
        name = NAMES[number % len(NAMES)]
        await videos.submit(
            NewVideo(id=video, filename=name, bytes=48_000_000 + number, options=Options())
        )
        minutes = Fraction(40 + 97 * (number % 9))
        source = a_source(video=a_picture(duration=minutes))
        plan = a_plan(source)
        done = {
            "status": Status.DONE,
            "progress": 1.0,
            "url": f"{MEDIA}{video}/master.m3u8",
            "pictures": still,
        }
        kinds: Sequence[dict[str, object]] = (
            done,
            done,
            {
                "status": Status.FAILED,
                "failure": Failure(
                    code="corrupt_input",
                    message="The file is damaged or incomplete.",
                    retryable=False,
                ),
            },
            {"status": Status.CANCELLED},
            {
                "status": Status.PROCESSING,
                "progress": 0.42,
                "eta": 75.0,
                "early_url": f"{MEDIA}{video}/early.m3u8",
                "early_duration": 24.0,
            },
            {"status": Status.PROCESSING, "progress": 0.0, "source": None, "plan": None},
            {"status": Status.PENDING, "queue_position": number % 5},
        )
        kind = dict(kinds[number % len(kinds)])
        if kind["status"] in (Status.DONE, Status.PROCESSING):
            kind = {"source": source, "plan": plan} | kind
        videos.change(video, **kind)


@contextmanager
def gallery(directory: Path, count: int) -> Iterator[str]:
    """The address of a service with so many rows."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.browser.gallery", directory, str(count)],
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout is not None
        yield f"http://127.0.0.1:{process.stdout.readline().strip()}"
    finally:
        process.terminate()
        process.communicate()


async def main(directory: Path, count: int, port: int = 0) -> None:
    """Print the port, then serve so many rows until SIGTERM."""
    videos = VideosInMemory()
    still = directory / "media" / str(new_id()) / "poster.jpg"
    still.parent.mkdir(parents=True)
    run_ffmpeg(*STILL, str(still))
    await fill(videos, count, f"{MEDIA}{still.parent.name}/poster.jpg")
    feeds = Feeds()
    app = create_app(
        videos=videos,
        credentials=None,
        occasions=OccasionsInMemory(),
        uploads=LocalUploads(directory / "uploads"),
        upload_rows=NoUploadRows(),
        check_store=store_is_there,
        limits=Limits(file_bytes=20_000_000_000, disk_reserve=0),
        new_id=new_id,
        media_root=directory / "media",
        media=MediaPlace(url=MEDIA, here=True),
        defaults=Options(),
        feeds=feeds,
        journal=JournalInMemory(),
    )

    def started(_address: str, taken: int) -> None:
        sys.stdout.write(f"{taken}\n")
        sys.stdout.flush()

    await serve(app, "127.0.0.1", port, started=started, stopping=feeds.close)


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]), *(int(number) for number in sys.argv[2:])))
