"""The programs that are measured, and what they say of their versions."""

import re
import subprocess
import sys
from pathlib import Path

import imageio_ffmpeg

# As a module: the same code as the tests import, whatever PATH says.
CAUDAL = (sys.executable, "-m", "caudal")
FFMPEG = imageio_ffmpeg.get_ffmpeg_exe()

QUIET = ("-nostdin", "-v", "error", "-y")


def ffmpeg(*arguments: str) -> list[str]:
    """A command line of the ffmpeg that caudal uses."""
    return [FFMPEG, *QUIET, *arguments]


def ffmpeg_version() -> str:
    """Such as "9.0.2"."""
    first = _said(FFMPEG, "-version").splitlines()[0]
    found = re.search(r"version (\S+)", first)
    return found[1] if found else first


def caudal_version() -> str:
    """Version and commit, where there is one."""
    version = _said(*CAUDAL, "--version").removeprefix("caudal").strip()
    here = Path(__file__).parent
    commit = subprocess.run(
        ("git", "describe", "--always", "--dirty"),
        cwd=here,
        capture_output=True,
        text=True,
        check=False,
    )
    return f"{version} ({commit.stdout.strip()})" if commit.returncode == 0 else version


def _said(*command: str) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()
