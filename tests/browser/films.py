"""Films whose every flash comes with a beep, and the way they are sent."""

import json
from pathlib import Path

import httpx

from tests.media import run_ffmpeg
from tests.service import Client

RATE = 25
PERIOD = 2  # seconds from one flash to the next; the first comes after one
WIDTHS = (640, 416)

# Rated so that the top rung can be a copy: closed GOPs of two seconds.
COPY = ("-g", "50", "-sc_threshold", "0", "-flags", "+cgop", "-maxrate", "800k", "-bufsize", "800k")
STEREO = ("-c:a", "aac", "-ac", "2", "-b:a", "128k")


def flashes_and_beeps(path: Path, seconds: int, *options: str) -> Path:
    """A test picture, white for one frame every two seconds, when there is a beep as long.

    It must be encoded, unless options say otherwise: keyframes are ten seconds apart.
    """
    run_ffmpeg(
        *("-f", "lavfi", "-i", f"testsrc2=size=640x360:rate={RATE}:duration={seconds}"),
        *("-f", "lavfi", "-i", f"sine=frequency=1000:sample_rate=48000:duration={seconds}"),
        *("-vf", "drawbox=color=white:t=fill:enable='eq(mod(n,50),25)'"),
        *("-af", "volume='between(mod(t,2),1,1.04)':eval=frame"),
        *("-c:v", "libx264", "-preset", "veryfast", "-pix_fmt", "yuv420p", "-c:a", "pcm_s16le"),
        *(*options, str(path)),
    )
    return path


def ready_to_copy(path: Path, seconds: int) -> Path:
    """The same, but as players take it."""
    return flashes_and_beeps(path, seconds, *COPY, *STEREO)


def send(service: Client, film: Path, **options: object) -> str:
    """Send a film; the video's id."""
    with film.open("rb") as content:
        answer = httpx.post(
            f"{service.base}/v1/videos",
            data={"options": json.dumps(options)},
            files={"file": (film.name, content)},
            timeout=60,
        )
    return str(answer.raise_for_status().json()["id"])
