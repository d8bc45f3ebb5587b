"""The films that are converted, made once and kept in the cache."""

import math
import subprocess
from pathlib import Path

from bench.tools import ffmpeg

CLIP = Path(__file__).parents[2] / "shared" / "media" / "bunny-480p-30s.mp4"
CLIP_SECONDS = 30

# 1080p24 with closed GOPs of two seconds, as editors and platforms hand them out.
ENCODING = (
    *("-c:v", "libx264", "-preset", "fast", "-crf", "20", "-g", "48", "-keyint_min", "48"),
    *("-sc_threshold", "0", "-pix_fmt", "yuv420p", "-c:a", "aac", "-b:a", "160k", "-ac", "2"),
    *("-movflags", "+faststart"),
)
# Noise as of a camera: what is scaled up is smooth, and too easy for an encoder.
FILTERS = "scale=1920:1080:flags=lanczos,noise=alls=3:allf=t"


def origin() -> str:
    """Where the pictures come from."""
    if CLIP.exists():
        return "Big Buck Bunny (© Blender Foundation, CC BY 3.0), scaled to 1080p24, with noise"
    return "ffmpeg's testsrc2 with noise, 1080p24"


def film(cache: Path, seconds: int) -> Path:
    """A film of 1080p24 with sound; a long one repeats a short one, packet by packet."""
    kind = "bunny" if CLIP.exists() else "testsrc2"
    path = cache / "sources" / f"{kind}-1080p-{seconds}s.mp4"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        whole = path.with_suffix(".new.mp4")
        if seconds > CLIP_SECONDS:
            _repeat(film(cache, CLIP_SECONDS), math.ceil(seconds / CLIP_SECONDS), whole)
        else:
            _make(*_pictures(seconds), "-vf", FILTERS, *ENCODING, str(whole))
        whole.rename(path)
    return path


def warm_up(cache: Path) -> Path:
    """A second of a tiny picture."""
    path = cache / "sources" / "tiny.mp4"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        _make("-f", "lavfi", "-i", "testsrc2=size=320x180:rate=24:duration=1", str(path))
    return path


def _pictures(seconds: int) -> tuple[str, ...]:
    if CLIP.exists():
        return ("-t", str(seconds), "-i", str(CLIP))
    picture = f"testsrc2=size=854x480:rate=24:duration={seconds}"
    return ("-f", "lavfi", "-i", picture, "-f", "lavfi", "-i", f"sine=duration={seconds}")


def _repeat(film: Path, times: int, path: Path) -> None:
    entries = path.with_suffix(".txt")
    entries.write_text(f"file '{film}'\n" * times)
    _make("-f", "concat", "-safe", "0", "-i", str(entries), "-c", "copy",
          "-movflags", "+faststart", str(path))  # fmt: skip
    entries.unlink()


def _make(*arguments: str) -> None:
    subprocess.run(ffmpeg(*arguments), check=True)
