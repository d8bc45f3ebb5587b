"""Claim: two workers convert one file nearly twice as fast as one."""

import os
import time
from collections.abc import Sequence
from statistics import median

from bench.cost import CommandFailed
from bench.fleet import fleet
from bench.report import Section, Table, Target, targets
from bench.setup import Setup
from bench.sources import film, warm_up

FASTER = 1.9
OPTIONS = {"quality": "fast", "rungs": [360], "passthrough": "never"}
HOW = """\
{seconds} s of 1080p24, as a rendition of 360 lines with its sound, through `caudal api`, the
embedded PostgreSQL, and workers that are pinned to one core each, with one ffmpeg at a time
(`CAUDAL_WORKERS=1`): from the last byte of the body to `concluído`. API and database run where
they like."""


def workers(setup: Setup) -> Section:
    """Convert the long film with one worker and with two, in turns."""
    source, tiny = film(setup.cache, setup.long), warm_up(setup.cache)
    cores = _cores()
    walls: dict[int, list[float]] = {1: [], 2: []}
    for _ in range(setup.runs):
        for count, taken in walls.items():
            with setup.directory() as directory, fleet(directory, CAUDAL_WORKERS="1") as running:
                for core in cores[:count]:
                    # At once: all of its threads and children are still to come.
                    os.sched_setaffinity(running.worker().pid, {core})
                service = running.service
                service.wait(service.send(tiny, {}).id)
                sent = service.send(source, OPTIONS)
                service.wait(sent.id)
                taken.append(time.monotonic() - sent.at)
            print(f"  {count} worker(s): {taken[-1]:.1f} s", flush=True)
    one, two = median(walls[1]), median(walls[2])
    return Section(
        title="Workers side by side",
        body=(
            HOW.format(seconds=setup.long),
            Table(
                header=("workers", "wall s", "times as fast"),
                rows=(("1", f"{one:.1f}", "1.00"), ("2", f"{two:.1f}", f"{one / two:.2f}")),
            ),
            targets(
                [
                    Target(
                        claim=f"wall, two workers / one ({FASTER} times as fast)",
                        measured=two / one,
                        limit=1 / FASTER,
                    )
                ]
            ),
        ),
    )


def _cores() -> Sequence[int]:
    if not hasattr(os, "sched_getaffinity"):
        raise CommandFailed("this system pins no process to a core")
    cores = sorted(os.sched_getaffinity(0))
    if len(cores) < 2:
        raise CommandFailed("two workers on a core each take two cores")
    return cores
