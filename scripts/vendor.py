"""Bring what the page takes from npm into the package, with the licences.

Files are copied byte for byte; what comes as many modules becomes one.
`--check` copies nothing and fails when the package differs from what is installed.
"""

import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).parents[1]
INSTALLED = ROOT / "web" / "node_modules"
VENDOR = ROOT / "src" / "caudal" / "web" / "static" / "vendor"

# Where each file comes from, by where it goes.
FILES = {
    "hls.js/hls.min.js": "hls.js/dist/hls.min.js",
    "hls.js/LICENSE": "hls.js/LICENSE",
    "media-chrome/LICENSE": "media-chrome/LICENSE",
    "tus-js-client/LICENSE": "tus-js-client/LICENSE",
    # What tus-js-client is made with.
    "js-base64/LICENSE": "js-base64/LICENSE.md",
    "querystringify/LICENSE": "querystringify/LICENSE",
    "requires-port/LICENSE": "requires-port/LICENSE",
    "url-parse/LICENSE": "url-parse/LICENSE",
    "bricolage-grotesque/latin.woff2": "@fontsource-variable/bricolage-grotesque/files/"
    "bricolage-grotesque-latin-wght-normal.woff2",
    "bricolage-grotesque/LICENSE": "@fontsource-variable/bricolage-grotesque/LICENSE",
}

# What is made of modules, by where it goes: the module that names them.
BUNDLES = {
    "media-chrome/media-chrome.js": ROOT / "web" / "media-chrome.js",
    "tus-js-client/tus.js": ROOT / "web" / "tus-js-client.js",
}
ESBUILD = INSTALLED / ".bin" / "esbuild"
MODULE = ("--bundle", "--minify", "--format=esm", "--target=es2022", "--legal-comments=none")


def wanted() -> Mapping[str, bytes]:
    """Path and content of every file."""
    copies = {name: (INSTALLED / origin).read_bytes() for name, origin in FILES.items()}
    return copies | {name: _bundle(entry) for name, entry in BUNDLES.items()}


def differences() -> list[str]:
    """Files of the package that are not, or not as, what npm's are or become."""
    there = {
        str(path.relative_to(VENDOR)): path.read_bytes()
        for path in VENDOR.rglob("*")
        if path.is_file()
    }
    files = wanted()
    return sorted(
        name for name in there.keys() | files.keys() if there.get(name) != files.get(name)
    )


def copy() -> None:
    """Bring the package to what is installed."""
    files = wanted()
    for name in differences():
        (VENDOR / name).parent.mkdir(parents=True, exist_ok=True)
        if name in files:
            (VENDOR / name).write_bytes(files[name])
        else:
            (VENDOR / name).unlink()


def _bundle(entry: Path) -> bytes:
    argv = [str(ESBUILD), str(entry), *MODULE]
    return subprocess.run(argv, check=True, stdout=subprocess.PIPE).stdout  # noqa: S603 - npm's


if __name__ == "__main__":
    if "--check" not in sys.argv[1:]:
        copy()
    elif found := differences():
        sys.exit(f"make web would change {', '.join(found)}")
