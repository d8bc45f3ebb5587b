"""Send a 20 s clip to caudal, follow its status, and say how to play what came of it.

Talks to the service at CAUDAL_HOST and CAUDAL_PORT; starts one of its own when none is there.
"""
# ruff: noqa: S310, S603 - the address is the operator's own, the commands are fixed

import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.parse import quote, urlsplit
from urllib.request import urlopen

import imageio_ffmpeg
from dotenv import load_dotenv
from rich.console import Console

from caudal.settings import Settings

SECONDS = 20
BOUNDARY = "caudal-demo-boundary"
START_TIMEOUT = 60.0
POLL = 0.2
FINAL = {"concluído", "falhou", "cancelado"}

console = Console(highlight=False, markup=False, soft_wrap=True)


def main() -> int:
    """Exit status 0 when the clip became playable."""
    load_dotenv(".env")
    settings = Settings()
    with ExitStack() as stack:
        directory = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="caudal-demo-")))
        host = "127.0.0.1" if settings.host in {"0.0.0.0", "::"} else settings.host  # noqa: S104
        service = f"http://{host}:{settings.port}"
        own = not answers(f"{service}/livez")
        if own:
            console.print(f"Nothing listens on {service}: starting caudal for this demo")
            service = stack.enter_context(started(directory / "data"))
        console.print(f"Making a clip of {SECONDS} s")
        clip = make_clip(directory / "demo.mp4", settings.ffmpeg)
        console.print(f"POST {service}/v1/videos, {clip.stat().st_size / 1e6:.1f} MB")
        video = follow(f"{service}{post(service, clip)}")
        if video["status"] != "concluído":
            console.print(f"It failed: {video['error']}")
            return 1
        if not answers(video["url"]):
            console.print(f"It is done, but nothing answers at {video['url']}")
            return 1
        explain(video["url"])
        if own:
            if sys.stdin.isatty():
                console.input("\nPress Enter to stop the service. ")
            console.print("Stopping it; `make run` starts one that stays")
    return 0


def answers(url: str) -> bool:
    """Whether there is a service that answers 200."""
    try:
        with urlopen(url, timeout=5) as answer:
            return bool(answer.status == 200)
    except (URLError, OSError):
        return False


@contextmanager
def started(data: Path) -> Iterator[str]:
    """`caudal serve` on a free port, with its data in a directory that goes with the demo."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    here = {"CAUDAL_HOST": "127.0.0.1", "CAUDAL_PORT": str(port), "CAUDAL_DATA_DIR": str(data)}
    process = subprocess.Popen([sys.executable, "-m", "caudal", "serve"], env=os.environ | here)
    try:
        service = f"http://127.0.0.1:{port}"
        deadline = time.monotonic() + START_TIMEOUT
        while not answers(f"{service}/readyz"):
            if process.poll() is not None or time.monotonic() > deadline:
                sys.exit("caudal did not start")
            time.sleep(POLL)
        yield service
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait()


def make_clip(path: Path, ffmpeg: Path | None) -> Path:
    """A moving test picture with a tone."""
    command = [
        ffmpeg or imageio_ffmpeg.get_ffmpeg_exe(),
        *("-nostdin", "-v", "error"),
        *("-f", "lavfi", "-i", f"testsrc2=size=1280x720:rate=30:duration={SECONDS}"),
        *("-f", "lavfi", "-i", f"sine=frequency=440:duration={SECONDS}"),
        *("-c:v", "libx264", "-preset", "veryfast", "-pix_fmt", "yuv420p", "-c:a", "aac"),
        path,
    ]
    subprocess.run(command, check=True)
    return path


def post(service: str, clip: Path) -> str:
    """Send the clip as multipart/form-data, block by block; returns the video's path."""
    head = (
        f"--{BOUNDARY}\r\n"
        f'Content-Disposition: form-data; name="file"; filename="{clip.name}"\r\n'
        "Content-Type: video/mp4\r\n\r\n"
    ).encode()
    tail = f"\r\n--{BOUNDARY}--\r\n".encode()

    def body() -> Iterator[bytes]:
        yield head
        with clip.open("rb") as file:
            while block := file.read(1 << 16):
                yield block
        yield tail

    connection = HTTPConnection(urlsplit(service).netloc, timeout=60)
    try:
        headers = {
            "Content-Type": f"multipart/form-data; boundary={BOUNDARY}",
            "Content-Length": str(len(head) + clip.stat().st_size + len(tail)),
        }
        connection.request("POST", "/v1/videos", body=body(), headers=headers)
        answer = connection.getresponse()
        text = answer.read().decode()
        if answer.status != 202:
            sys.exit(f"{answer.status} {answer.reason}: {text}")
        return f"/v1/videos/{json.loads(text)['id']}"
    finally:
        connection.close()


def follow(url: str) -> dict[str, Any]:
    """Print status and progress as they change, until the last one."""
    started_at, seen = time.monotonic(), ""
    while True:
        with urlopen(url, timeout=30) as answer:
            video: dict[str, Any] = json.load(answer)
        line = f"{video['status']:<16} {video['progress']:4.0%}"
        if line != seen:
            console.print(f"{time.monotonic() - started_at:6.1f} s  {line}")
            seen = line
        if video["status"] in FINAL:
            return video
        time.sleep(POLL)


def explain(url: str) -> None:
    """The playlist's address, and what plays it."""
    console.print(f"\n{url}\n\nPlay it with one of:")
    console.print(f"  ffplay {url}")
    console.print(f"  vlc {url}")
    console.print(f"  https://hlsjs.video-dev.org/demo/?src={quote(url, safe='')}")


if __name__ == "__main__":
    sys.exit(main())
