"""Claims: the service adds little to the encodes it runs, and ends soon after the last one."""

import shlex
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from bench.cost import Cost, peak_memory, run_in_turn
from bench.encodes import service_encodes
from bench.plan import planned
from bench.report import Commands, Section, Table, Target, targets
from bench.service import served
from bench.setup import OPTIONS, Setup, choices
from bench.sources import film, warm_up

CHOSEN = (*choices("fast"), "--passthrough", "never")
OVERHEAD, ENDING = 1.05, 0.5
HOW = """\
{seconds} s of 1080p24 through `caudal serve` with the options `{options}`, from the POST to
`concluído`: all of its processes and PostgreSQL's. Beside it, one after the other and without the
service, the very ffmpeg commands that it runs for this video; and those that `caudal plan` prints
for `caudal convert`, which encodes nothing ahead for somebody who waits to watch."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Whole:
    """One video from its first byte to its end.

    Attributes:
        cost: Of the whole service, PostgreSQL included.
        ending: Seconds from the last segment of picture to `concluído`.
    """

    cost: Cost
    ending: float


def job(setup: Setup) -> Section:
    """Measure a video in the service and the same commands without it, in turns."""
    source = film(setup.cache, setup.seconds)
    contained, converting = service_encodes(source), planned(source, CHOSEN).commands
    whole, bare, later = [], [], []
    for _ in range(setup.runs):
        whole.append(_in_the_service(setup, source))
        bare.append(_alone(setup, contained))
        later.append(_alone(setup, converting))
        print(
            f"  service {whole[-1].cost.cpu:.1f} CPU-s, bare {bare[-1].cpu:.1f} CPU-s, "
            f"ended after {whole[-1].ending:.2f} s",
            flush=True,
        )
    service, encodes = Cost.median([one.cost for one in whole]), Cost.median(bare)
    ending = median(one.ending for one in whole)
    return Section(
        title="What the service adds",
        body=(
            HOW.format(seconds=setup.seconds, options=shlex.join(CHOSEN)),
            Table(
                header=("", "CPU s", "wall s", "peak MB"),
                rows=(
                    _row("service", service),
                    _row("its encodes alone", encodes),
                    _row("encodes of `caudal convert`", Cost.median(later)),
                ),
            ),
            targets(
                [
                    Target(
                        claim="CPU, service / its encodes alone",
                        measured=service.cpu / encodes.cpu,
                        limit=OVERHEAD,
                    ),
                    Target(
                        claim="last segment written → `concluído`",
                        measured=ending,
                        limit=ENDING,
                        unit=" s",
                    ),
                ]
            ),
            Commands(
                title="The encodes of `caudal convert`",
                lines=(shlex.join(["caudal", "plan", "--commands", *CHOSEN, "SOURCE"]),),
            ),
        ),
    )


def _in_the_service(setup: Setup, source: Path) -> Whole:
    with setup.directory() as directory:
        data = directory / "data"
        data.mkdir()
        with served(data, warm_up(setup.cache)) as service:
            before = service.cpu()
            with peak_memory(service.processes()) as memory:
                sent = service.send(source, {**OPTIONS, "passthrough": "never"})
                done = service.wait(sent.id)
            # What was ended is counted when its parent has waited for it.
            cost = Cost(
                cpu=service.cpu() - before, wall=time.monotonic() - sent.at, memory=memory.peak
            )
            segments = (data / "media" / sent.id).rglob("*.ts")
            last = max(file.stat().st_mtime for file in segments)
    return Whole(cost=cost, ending=done - last)


def _alone(setup: Setup, commands: Sequence[Sequence[str]]) -> Cost:
    with setup.directory() as directory:
        for argv in commands:
            for word in argv:
                if "/%05d." in word:
                    (directory / word).parent.mkdir(exist_ok=True)
        return run_in_turn(commands, directory)


def _row(name: str, cost: Cost) -> tuple[str, ...]:
    return (name, f"{cost.cpu:.1f}", f"{cost.wall:.1f}", f"{cost.memory / 1e6:.0f}")
