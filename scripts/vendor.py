"""Copy what the page takes from npm into the package, byte for byte, with the licences.

`--check` copies nothing and fails when the package differs from what is installed.
"""

import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
INSTALLED = ROOT / "web" / "node_modules"
VENDOR = ROOT / "src" / "caudal" / "web" / "static" / "vendor"

# Where each file comes from, by where it goes.
FILES = {
    "hls.js/hls.min.js": "hls.js/dist/hls.min.js",
    "hls.js/LICENSE": "hls.js/LICENSE",
    "media-chrome/all.js": "media-chrome/dist/iife/all.js",
    "media-chrome/LICENSE": "media-chrome/LICENSE",
    "bricolage-grotesque/latin.woff2": "@fontsource-variable/bricolage-grotesque/files/"
    "bricolage-grotesque-latin-wght-normal.woff2",
    "bricolage-grotesque/LICENSE": "@fontsource-variable/bricolage-grotesque/LICENSE",
}


def differences() -> list[str]:
    """Files of the package that are not, or not as, what is installed from npm."""
    there = {str(path.relative_to(VENDOR)) for path in VENDOR.rglob("*") if path.is_file()}
    return sorted(
        (there ^ FILES.keys())
        | {
            name
            for name, origin in FILES.items()
            if name in there and (VENDOR / name).read_bytes() != (INSTALLED / origin).read_bytes()
        }
    )


def copy() -> None:
    """Bring the package to what is installed."""
    for name in differences():
        (VENDOR / name).parent.mkdir(parents=True, exist_ok=True)
        if name in FILES:
            (VENDOR / name).write_bytes((INSTALLED / FILES[name]).read_bytes())
        else:
            (VENDOR / name).unlink()


if __name__ == "__main__":
    if "--check" not in sys.argv[1:]:
        copy()
    elif found := differences():
        sys.exit(f"make web would change {', '.join(found)}")
