"""What a tool may reach, in the words of bubblewrap or of our own launcher."""

import shutil
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import caudal

# Free in the launcher, which has its standard streams and nothing else.
_FILTER = 9

# Below these prefixes are programs and their libraries, and nothing of a user.
_PREFIXES = (sys.prefix, sys.base_prefix, "/usr", "/usr/local", "/")
_PROGRAMS = ("bin", "lib", "lib32", "lib64", "pyvenv.cfg")
_OTHERS = ("/etc/ld.so.cache", "/etc/alternatives", "/nix/store", "/gnu/store")

# Drivers of graphics cards.
_DRIVERS = ("/sys", "/proc", "/etc", "/usr/share", "/opt", "/run/opengl-driver")
_DEVICES = (
    "/dev/dri",
    *(f"/dev/nvidia{name}" for name in ("ctl", "-uvm", "-uvm-tools", *"01234567")),
)


class Level(StrEnum):
    """How a tool is held, best first."""

    BUBBLEWRAP = "bubblewrap"
    LANDLOCK = "landlock"
    RLIMITS = "rlimits"


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """What a tool may reach beside programs and libraries.

    Attributes:
        directory: Its working directory, the one place where it may write.
        reads: Files that it may read.
        graphics: Whether it drives a graphics card.
    """

    directory: Path
    reads: Sequence[Path] = ()
    graphics: bool = False


def confined(level: Level, argv: Sequence[str], access: Access) -> tuple[list[str], list[str]]:
    """Arguments of the launcher, and the command that it becomes."""
    reads = [*_readable(argv[0], access), *(str(path.absolute()) for path in access.reads)]
    devices = ["/dev/null", *(_DEVICES if access.graphics else ())]
    directory = access.directory.absolute()
    match level:
        case Level.RLIMITS:
            return [], list(argv)
        case Level.LANDLOCK:
            rules = [
                *(f"READ={path}" for path in reads),
                f"WRITE={directory}",
                *(f"DEVICE={path}" for path in devices),
            ]
            return [*rules, "LANDLOCK=1", "SECCOMP=1"], list(argv)
        case Level.BUBBLEWRAP:
            return [f"SECCOMP={_FILTER}"], [*_bubblewrap(reads, devices, directory), *argv]


def bubblewrap() -> str:
    """Path of the program; a name that does not exist where it is not installed."""
    return shutil.which("bwrap") or "/usr/bin/bwrap"


def _bubblewrap(reads: Sequence[str], devices: Sequence[str], directory: Path) -> Iterator[str]:
    yield bubblewrap()
    yield from ("--unshare-all", "--die-with-parent", "--cap-drop", "ALL")
    for path in reads:
        yield from ("--ro-bind-try", path, path)
    for path in devices:
        yield from ("--dev-bind-try", path, path)
    yield from ("--bind", str(directory), str(directory), "--chdir", str(directory))
    # What is made beside it would be kept in memory that nobody counts.
    yield from ("--remount-ro", "/")
    yield from ("--seccomp", str(_FILTER), "--")


def _readable(tool: str, access: Access) -> Iterator[str]:
    places = [Path(prefix, name) for prefix in dict.fromkeys(_PREFIXES) for name in _PROGRAMS]
    places.append(Path(caudal.__file__).parents[1])
    binary = Path(tool).resolve()
    places += [
        place
        for place in dict.fromkeys((Path(tool), binary, binary.parents[1] / "lib"))
        # bubblewrap cannot put a file where a directory is already shown.
        if not any(place.is_relative_to(shown) for shown in places)
    ]
    yield from map(str, places)
    yield from _OTHERS
    if access.graphics:
        yield from _DRIVERS
