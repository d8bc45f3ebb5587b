"""What a media playlist on disk names."""

import re
from pathlib import Path

_MAP = re.compile(r'#EXT-X-MAP:.*URI="([^"]+)"')
_VARIANT = re.compile(r"#EXT-X-STREAM-INF:.*RESOLUTION=\d+x(\d+).*\n(?!#)(\S+)")
_EXTINF = re.compile(r"#EXTINF:([\d.]+)")


def variants(multivariant: Path) -> dict[str, Path]:
    """Media playlists by the short side of a landscape picture: "720p"."""
    found = _VARIANT.findall(multivariant.read_text())
    return {f"{height}p": multivariant.parent / name for height, name in found}


def uris(text: str) -> list[str]:
    """Segments, in order, behind what they need to be decoded."""
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    return _MAP.findall(text) + lines


def bitrate(playlist: Path) -> float:
    """Average in kbit/s, containers included."""
    text = playlist.read_text()
    # A set: a file may be named once for every byte range of it.
    size = sum((playlist.parent / name).stat().st_size for name in set(uris(text)))
    return size * 8 / 1000 / sum(float(seconds) for seconds in _EXTINF.findall(text))


def directory_bytes(directory: Path) -> int:
    """All files below."""
    return sum(file.stat().st_size for file in directory.rglob("*") if file.is_file())
