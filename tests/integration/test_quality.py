"""How a video looks that was converted with the defaults."""

import json
import subprocess
from pathlib import Path

from caudal.media.plan import Options, Passthrough
from tests.converting import converted
from tests.hls import FFMPEG
from tests.media import CLIPS, a_film

VMAF = "libvmaf=n_threads=2:n_subsample=5:log_fmt=json:log_path=v.json"


def bikes(directory: Path) -> Path:
    """640×272, 25 frames a second, 10 s of live action."""
    real = CLIPS / "bikes-272p-10s.mp4"
    return real if real.exists() else a_film(directory / "bikes.mp4", "640x272", 25, 4)


async def test_the_highest_rendition_looks_like_its_source(tmp_path: Path) -> None:
    film = bikes(tmp_path)

    hls = await converted(film, tmp_path, Options(rungs=(1080,), passthrough=Passthrough.NEVER))

    (tmp_path / "made.ts").write_bytes(hls.pictures[0].bytes)
    assert vmaf(tmp_path, "made.ts", str(film)) >= 93


def vmaf(directory: Path, made: str, film: str) -> float:
    # Frame by frame, and as they are: ffmpeg would convert what has tags to what has none.
    same = "settb=1/1000,setpts=N,setparams=color_primaries=bt709:color_trc=bt709:colorspace=bt709"
    graph = f"[0:v]{same}[made];[1:v]{same}[film];[made][film]{VMAF}"
    inputs = ("-i", made, "-i", film, "-lavfi", graph)
    subprocess.run(
        [FFMPEG, "-v", "error", *inputs, "-fps_mode", "passthrough", "-f", "null", "-"],
        cwd=directory,
        check=True,
    )
    return float(json.loads((directory / "v.json").read_text())["pooled_metrics"]["vmaf"]["mean"])
