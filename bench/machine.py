"""The machine that measures, in one line each."""

import os
import platform
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import psutil

from bench.shaka import RELEASE
from bench.tools import caudal_version, ffmpeg_version


def description() -> Iterator[tuple[str, str]]:
    """Name and value of everything a figure depends on."""
    memory = psutil.virtual_memory().total / 2**30
    yield "date", f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC"
    yield "processor", f"{_processor()}, {os.cpu_count()} cores"
    yield "memory", f"{memory:.0f} GiB"
    yield "system", f"{platform.system()} {platform.release()} {platform.machine()}"
    yield "load before", f"{os.getloadavg()[0]:.2f}"
    yield "Python", platform.python_version()
    yield "caudal", caudal_version()
    yield "ffmpeg", ffmpeg_version()
    yield "Shaka Streamer", RELEASE


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    names = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(names, platform.machine())
