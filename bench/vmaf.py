"""How good a rendition looks: VMAF against the source, at the source's size."""

import json
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

from bench.cost import CommandFailed
from bench.tools import ffmpeg

SUBSAMPLE = 5  # every fifth frame; an even number would favour one kind of B-frame
WORST = 0.01  # the share of frames that a viewer remembers


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """VMAF from 0 to 100.

    Attributes:
        mean: Of all frames that were looked at.
        low: Of the worst hundredth.
    """

    mean: float
    low: float


def vmaf(
    rendition: Path, film: Path, *, size: tuple[int, int] = (1920, 1080), rate: int | None = None
) -> Look:
    """Compare a media playlist with the film it was made from, frame by frame.

    `rate` is the frame grid of a film whose frames come as they like.
    """
    # Frames are matched by number: clocks of two containers round differently.
    number = (f"fps={rate}:round=near," if rate else "") + "settb=1/24,setpts=N"
    # And as they are: where one names its colours and the other does not, ffmpeg would convert.
    number += ",setparams=color_primaries=bt709:color_trc=bt709:colorspace=bt709:range=tv"
    with tempfile.TemporaryDirectory(prefix="caudal-vmaf-") as directory:
        graph = (
            f"[0:v:0]{number},scale={size[0]}:{size[1]}:flags=bicubic,format=yuv420p[d];"
            f"[1:v:0]{number},format=yuv420p[r];"
            f"[d][r]libvmaf=n_threads=2:n_subsample={SUBSAMPLE}:log_fmt=json:log_path=v.json"
        )
        argv = ffmpeg(
            *("-allowed_extensions", "ALL", "-allowed_segment_extensions", "ALL"),
            *("-i", str(rendition), "-i", str(film), "-lavfi", graph, "-f", "null", "-"),
        )
        done = subprocess.run(argv, cwd=directory, capture_output=True, text=True, check=False)
        if done.returncode:
            raise CommandFailed(f"VMAF of {rendition}: {done.stderr}")
        frames = json.loads((Path(directory) / "v.json").read_text())["frames"]
    scores = sorted(frame["metrics"]["vmaf"] for frame in frames)
    worst = scores[: max(1, round(len(scores) * WORST))]
    return Look(mean=sum(scores) / len(scores), low=sum(worst) / len(worst))
