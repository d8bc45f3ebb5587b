"""Claims: what is made looks like its source; and what x264's settings are worth."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from bench.cost import run
from bench.encode import one_rung, with_options
from bench.plan import Rung, planned
from bench.playlists import bitrate
from bench.report import Section, Table, Target, targets
from bench.setup import Setup, choices
from bench.sources import CLIP, film
from bench.tools import CAUDAL
from bench.vmaf import vmaf

WANTED = 93.0
CLIPS_HOW = """\
The highest rendition beside its source, on the frame grid of the video: `caudal convert --quality
balanced --passthrough never`."""
SETTINGS_HOW = """\
{seconds} s of 1080p24 as 720p without sound, each setting at two CRFs; CPU time and VMAF on a line
between the two, at the bits that x264 `veryfast` takes at CRF 23."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Clip:
    """A real clip and its frame grid."""

    name: str
    width: int
    height: int
    rate: int


CLIPS = (
    Clip(name="bikes-272p-10s.mp4", width=640, height=272, rate=25),
    Clip(name="bunny-480p-30s.mp4", width=854, height=480, rate=24),
    Clip(name="bunny-720p-5s.mp4", width=1280, height=720, rate=25),
    Clip(name="echo-270p.webm", width=480, height=270, rate=30),
)

RUNG = "720p"
PLAIN = {"aq-mode": "1", "aq-strength": "1", "trellis": "0", "rc-lookahead": "10"}
VARIANCE = PLAIN | {"aq-mode": "2"}
MILDER = VARIANCE | {"aq-strength": "0.6"}
FAST = MILDER | {"trellis": "1"}
SETTINGS: Mapping[str, Mapping[str, str]] = {
    "veryfast": PLAIN,
    "AQ by variance": VARIANCE,
    "AQ by variance at 0.6": MILDER,
    "and trellis: `fast`": FAST,
    "and 40 frames of look-ahead": FAST | {"rc-lookahead": "40"},
    "`fast` without any AQ": FAST | {"aq-mode": "0"},
    "faster": {"preset": "faster", **PLAIN, "trellis": "1", "rc-lookahead": "20"},
    "slow": {"preset": "slow", **PLAIN, "trellis": "2", "rc-lookahead": "50"},
}
CRFS = ("24", "22")


def look(setup: Setup) -> Section:
    """Look at the real clips, where they are; then at the settings."""
    source = film(setup.cache, setup.seconds)
    clips = [clip for clip in CLIPS if (CLIP.parent / clip.name).exists()]
    looks = {clip.name: _clip(setup, clip) for clip in clips}
    rows = tuple(
        (clip.name, f"{clip.width}×{clip.height}, {clip.rate} fps", *looks[clip.name][1:])
        for clip in clips
    )
    worst = [
        Target(
            claim=f"VMAF that {clip.name} lacks of 100",
            measured=100 - looks[clip.name][0],
            limit=100 - WANTED,
        )
        for clip in clips
    ]
    return Section(
        title="How it looks",
        body=(
            CLIPS_HOW,
            Table(header=("clip", "", "VMAF, worst hundredth", "kbit/s of picture"), rows=rows),
            targets(worst),
            SETTINGS_HOW.format(seconds=setup.seconds),
            _settings(setup, source),
        ),
    )


def _clip(setup: Setup, clip: Clip) -> tuple[float, str, str]:
    source = CLIP.parent / clip.name
    with setup.directory() as directory:
        out = directory / "out"
        balanced = ("--quality", "balanced", "--passthrough", "never")
        run((*CAUDAL, "convert", *balanced, str(source), str(out)), directory)
        made = out / f"{clip.height}p" / "index.m3u8"
        found = vmaf(made, source, size=(clip.width, clip.height), rate=clip.rate)
        return found.mean, f"{found.mean:.1f} / {found.low:.1f}", f"{bitrate(made):.0f}"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Point:
    kbits: float
    cpu: float
    vmaf: float


def _settings(setup: Setup, source: Path) -> Table:
    rungs = planned(source, (*choices("fast"), "--passthrough", "never")).rungs
    rung = next(rung for rung in rungs if rung.name == RUNG)
    rung = with_options(rung, maxrate="100000000", bufsize="100000000")
    plain = with_options(rung, **PLAIN)
    bits = _encoded(setup, source, with_options(plain, crf="23")).kbits
    rows = []
    for name, options in SETTINGS.items():
        tried = with_options(rung, **options)
        first, second = (_encoded(setup, source, with_options(tried, crf=crf)) for crf in CRFS)
        share = math.log(bits / first.kbits) / math.log(second.kbits / first.kbits)
        cpu = first.cpu + share * (second.cpu - first.cpu)
        reached = first.vmaf + share * (second.vmaf - first.vmaf)
        rows.append((name, f"{cpu:.1f}", f"{reached:.2f}"))
        print(f"  {name}: {cpu:.1f} CPU-s, VMAF {reached:.2f} at {bits:.0f} kbit/s", flush=True)
    return Table(header=("x264", "CPU s", f"VMAF at {bits:.0f} kbit/s"), rows=tuple(rows))


def _encoded(setup: Setup, source: Path, rung: Rung) -> _Point:
    with setup.directory() as directory:
        (directory / rung.name).mkdir()
        cost = run(one_rung(source, rung, sound=False), directory)
        made = directory / rung.name / "index.m3u8"
        return _Point(kbits=bitrate(made), cpu=cost.cpu, vmaf=vmaf(made, source).mean)
