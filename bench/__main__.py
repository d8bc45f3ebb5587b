"""`python -m bench`: measure all claims, print them, and write docs/benchmarks.md."""

import argparse
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from bench.conversion import conversion
from bench.job import job
from bench.look import look
from bench.machine import description
from bench.playable import playable
from bench.report import Section, Table
from bench.sandbox import sandbox
from bench.setup import Setup
from bench.study import study
from bench.takeover import takeover
from bench.tasks import tasks
from bench.workers import workers

CLAIMS: Mapping[str, Callable[[Setup], Section]] = {
    "convert": conversion,
    "playable": playable,
    "job": job,
    "workers": workers,
    "takeover": takeover,
    "tasks": tasks,
    "study": study,
    "sandbox": sandbox,
    "look": look,
}
HOW = """\
Written by `make bench`. Contenders take turns; figures are medians of {runs}. CPU is user and
system time of all processes, memory their highest sum at one time, shared pages counted once.
caudal's tools run in Landlock: nobody can count the CPU time of what ran in bubblewrap."""
PAGE = Path(__file__).parents[1] / "docs" / "benchmarks.md"
ENOUGH_RUNS, FULL_SECONDS, FULL_LONG = 3, 30, 600
IDLE = 1.0  # load; above it others were at work


def main() -> int:
    """Exit status 0 when everything was measured, whatever came of it."""
    arguments = _arguments()
    # Nothing waits for bubblewrap's children, so their CPU time would be nobody's.
    os.environ.setdefault("CAUDAL_SANDBOX", "landlock")
    setup = Setup(
        cache=arguments.cache.absolute(),
        runs=arguments.runs,
        seconds=arguments.seconds,
        long=arguments.long,
    )
    chosen = arguments.only or list(CLAIMS)
    machine = Table(header=("", ""), rows=tuple(description()))
    doubts = _doubts(setup, chosen)
    sections = []
    for name in chosen:
        print(f"Measuring: {name}", flush=True)
        sections.append(CLAIMS[name](setup))
        print("\n".join(sections[-1].text()), flush=True)
    if arguments.write or not arguments.only:
        PAGE.write_text("\n".join(_page(setup, machine, doubts, sections)) + "\n")
        print(f"\nWrote {PAGE}")
    return 0


def _arguments() -> argparse.Namespace:
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "caudal-bench"
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--runs", type=int, default=ENOUGH_RUNS, help="runs a figure")
    parser.add_argument(
        "--only",
        type=lambda text: [name.strip() for name in text.split(",")],
        help=f"with commas: {', '.join(CLAIMS)}; prints and writes nothing",
    )
    parser.add_argument("--write", action="store_true", help=f"write {PAGE.name} all the same")
    parser.add_argument("--seconds", type=int, default=FULL_SECONDS, help="length of the film")
    parser.add_argument("--long", type=int, default=FULL_LONG, help="length of the long film")
    parser.add_argument("--cache", type=Path, default=cache, help="sources and peers (%(default)s)")
    arguments = parser.parse_args()
    unknown = set(arguments.only or ()) - CLAIMS.keys()
    if unknown:
        parser.error(f"no such claim: {', '.join(sorted(unknown))}")
    return arguments


def _doubts(setup: Setup, chosen: Sequence[str]) -> list[str]:
    """Why figures of this run are not to be quoted."""
    doubts = []
    if setup.runs < ENOUGH_RUNS:
        doubts.append(f"{setup.runs} run(s) a figure instead of {ENOUGH_RUNS}")
    if (setup.seconds, setup.long) != (FULL_SECONDS, FULL_LONG):
        doubts.append(f"films of {setup.seconds} s and {setup.long} s")
    if len(chosen) < len(CLAIMS):
        doubts.append(f"only {', '.join(chosen)}")
    load = os.getloadavg()[0]
    if load > IDLE:
        doubts.append(f"others were at work on the machine (load {load:.1f} before the run)")
    return doubts


def _page(
    setup: Setup, machine: Table, doubts: Sequence[str], sections: Sequence[Section]
) -> list[str]:
    lines = [
        "# Benchmarks",
        "",
        HOW.format(runs=setup.runs),
    ]
    if doubts:
        lines += ["", f"**A reduced run, not to be quoted:** {'; '.join(doubts)}."]
    lines += ["", *machine.markdown()]
    for section in sections:
        lines += section.markdown()
    options = " ".join(sys.argv[1:])
    return [*lines, "", f"Repeat: `.venv/bin/python -m bench {options}`".rstrip(" `") + "`"]


if __name__ == "__main__":
    sys.exit(main())
