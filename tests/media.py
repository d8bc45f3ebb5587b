"""Films to convert: real clips where they are at hand, ffmpeg's test picture where not."""

import subprocess
from collections.abc import Sequence
from pathlib import Path

from tests.hls import FFMPEG

CLIPS = Path(__file__).parents[2] / "shared" / "media"


def bunny(directory: Path) -> Path:
    """854×480, 24 frames a second, 30 s, with sound."""
    real = CLIPS / "bunny-480p-30s.mp4"
    return real if real.exists() else a_film(directory / "bunny.mp4", "854x480", 24, 30)


def a_film(path: Path, size: str, rate: str | int, seconds: float, *options: str) -> Path:
    """A test picture with a sine tone; `options` come last before the output."""
    picture = f"testsrc2=size={size}:rate={rate}:duration={seconds}"
    tone = f"sine=frequency=440:sample_rate=48000:duration={seconds}"
    inputs = ("-f", "lavfi", "-i", picture, "-f", "lavfi", "-i", tone)
    run_ffmpeg(*inputs, "-c:v", "libx264", "-preset", "ultrafast", *options, str(path))
    return path


def run_ffmpeg(*argv: str) -> None:
    """Run ffmpeg; it must succeed."""
    complete: Sequence[str] = (FFMPEG, "-v", "error", "-nostdin", "-y", *argv)
    subprocess.run(complete, check=True)
