"""What an encoder would look like at the bit rates of another: neither wins by spending more."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from bench import encode
from bench.cost import run
from bench.plan import Rung
from bench.results import Rendered, Result, rendered

CRF_PER_OCTAVE = 5  # a step of five halves the bit rate, roughly
TOO_NEAR = 0.1  # octaves; a line through two such points could go anywhere


def at_the_bits_of(
    peer: Result, ours: Result, source: Path, rungs: Sequence[Rung], directory: Path
) -> dict[str, float]:
    """VMAF of each of our rungs, had it the peer's bit rate.

    VMAF is no straight line over the logarithm of the rate, so two more encodes come near the
    peer's rate, uncapped as the peer is: the first with a CRF as a rule of thumb has it, the second
    with what the first taught. On a line through the two points of all three that lie next to it.
    """
    points = {rung.name: [_Point.of(ours.rungs[rung.name], rung)] for rung in rungs}
    for turn in ("first", "second"):
        tried = []
        for rung in rungs:
            rate = peer.rungs[rung.name].kbits
            cap = str(round(2000 * max(rate, ours.rungs[rung.name].kbits)))
            crf = f"{_crf_for(rate, points[rung.name]):.2f}"
            tried.append(encode.with_options(rung, crf=crf, maxrate=cap, bufsize=cap))
            (directory / turn / rung.name).mkdir(parents=True)
        run(encode.cascade(source, tried), directory / turn)
        indexes = {rung.name: directory / turn / rung.name / "index.m3u8" for rung in rungs}
        found = rendered(indexes, source)
        for rung in tried:
            points[rung.name].append(_Point.of(found[rung.name], rung))
    return {name: _vmaf_at(peer.rungs[name].kbits, known) for name, known in points.items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Point:
    """An encode. `octaves` is the logarithm of its kbit/s to the base of two."""

    crf: float
    octaves: float
    vmaf: float

    @classmethod
    def of(cls, made: Rendered, rung: Rung) -> Self:
        return cls(
            crf=float(rung.options["crf"]), octaves=math.log2(made.kbits), vmaf=made.look.mean
        )


def _crf_for(kbits: float, known: Sequence[_Point]) -> float:
    first, last = known[0], known[-1]
    missing = math.log2(kbits) - last.octaves
    if abs(missing) < TOO_NEAR:
        missing = math.copysign(2 * TOO_NEAR, missing)
    if last is first:
        return last.crf - CRF_PER_OCTAVE * missing
    return last.crf + (first.crf - last.crf) / (first.octaves - last.octaves) * missing


def _vmaf_at(kbits: float, known: Sequence[_Point]) -> float:
    wanted = math.log2(kbits)
    near, *others = sorted(known, key=lambda point: abs(point.octaves - wanted))
    far = next(point for point in others if abs(point.octaves - near.octaves) > TOO_NEAR / 2)
    share = (wanted - near.octaves) / (far.octaves - near.octaves)
    return near.vmaf + share * (far.vmaf - near.vmaf)
