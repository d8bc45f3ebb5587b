"""What `caudal plan` says it would do: the settings that a fair comparison has to share."""

import re
import shlex
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.tools import CAUDAL

# What a peer must share: effort, rate and keyframes. Threads and muxer are each one's own.
SHARED = (
    *("preset", "crf", "profile:v", "level:v", "maxrate", "bufsize"),
    *("aq-mode", "aq-strength", "trellis", "rc-lookahead"),
    *("g", "keyint_min", "sc_threshold"),
)
_PICTURE = re.compile(r"^\s*(\d+p)\s+(\d+)x(\d+)", re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rung:
    """One rendition as caudal would encode it.

    Attributes:
        options: Of x264, without the dash: those in `SHARED`.
    """

    name: str
    width: int
    height: int
    options: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """What the plan holds: its rungs, highest first, and the commands, in their order."""

    rungs: tuple[Rung, ...]
    commands: tuple[tuple[str, ...], ...]


def planned(film: Path, choices: Sequence[str]) -> Planned:
    """Ask for the plan of a film; `choices` are options of `caudal plan`."""
    argv = (*CAUDAL, "plan", "--commands", *choices, str(film))
    text = subprocess.run(argv, capture_output=True, text=True, check=True).stdout
    commands = tuple(
        tuple(shlex.split(line)) for line in text.splitlines() if line.startswith(("/", "'/"))
    )
    options = {name: found for argv in commands for name, found in _outputs(argv)}
    rungs = tuple(
        Rung(name=name, width=int(width), height=int(height), options=options.get(name, {}))
        for name, width, height in _PICTURE.findall(text)
    )
    return Planned(rungs=rungs, commands=commands)


def _outputs(argv: Sequence[str]) -> Iterator[tuple[str, Mapping[str, str]]]:
    """Name and shared options of every output of an ffmpeg command."""
    found: dict[str, str] = {}
    for word, following in zip(argv, (*argv[1:], ""), strict=True):
        if word.startswith("-") and word[1:] in SHARED:
            found[word[1:]] = following
        elif word.endswith("/%05d.ts"):
            if "crf" in found:
                yield word.partition("/")[0], found
            found = {}
