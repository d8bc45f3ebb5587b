"""What the tools say of themselves: versions, and what they are built with."""

import sys
import tempfile
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

from caudal.adapters.confinement import Access
from caudal.adapters.sandbox import Limits, Sandbox

_LIMITS = Limits(output=0, cpu=timedelta(seconds=10), wall=timedelta(seconds=10))

# Imported in a child, as always.
_LIBAV = "import av; print(getattr(av, 'ffmpeg_version_info', ''))"


async def ffmpeg_version(sandbox: Sandbox, ffmpeg: str) -> str:
    """The version as ffmpeg writes it, such as "n9.0.2-17-g2a571b6068". Raises `ToolFailed`."""
    lines = await _said(sandbox, [ffmpeg, "-version"])
    words = lines[0].split() if lines else []
    return words[2] if words[:2] == ["ffmpeg", "version"] and len(words) > 2 else ""


async def ffmpeg_parts(sandbox: Sandbox, ffmpeg: str, kind: str) -> frozenset[str]:
    """Names of the "encoders", "muxers" or "filters" it is built with. Raises `ToolFailed`."""
    lines = await _said(sandbox, [ffmpeg, "-hide_banner", f"-{kind}"])
    # A legend, then lines of flags, name and description.
    rows = (line.split() for line in lines)
    return frozenset(row[1] for row in rows if len(row) > 2 and row[1] != "=")


async def libav_version(sandbox: Sandbox) -> str:
    """The release of ffmpeg that PyAV brings along; empty when it does not say."""
    lines = await _said(sandbox, [sys.executable, "-I", "-c", _LIBAV])
    return lines[0].strip() if lines else ""


async def _said(sandbox: Sandbox, argv: Sequence[str]) -> list[str]:
    lines: list[str] = []

    async def on_line(line: str) -> None:
        lines.append(line)

    with tempfile.TemporaryDirectory(prefix="caudal-facts-") as directory:
        access = Access(directory=Path(directory))
        await sandbox.run(argv, access=access, limits=_LIMITS, on_line=on_line)
    return lines
