"""What an encoder would look like at the bit rates of another: neither wins by spending more."""

import math
from collections.abc import Sequence
from pathlib import Path

from bench import encode
from bench.cost import run
from bench.plan import Rung
from bench.results import Result, rendered

CRF_PER_OCTAVE = 6  # a step of six halves the bit rate, roughly
TOO_NEAR = 0.1  # octaves; two such points make no line


def at_the_bits_of(
    peer: Result, ours: Result, source: Path, rungs: Sequence[Rung], directory: Path
) -> dict[str, float]:
    """VMAF of each of our rungs, had it the peer's bit rate.

    On a straight line over the logarithm of the rate, through our own result and one more encode
    whose CRF should come out at the peer's rate, uncapped as the peer is.
    """
    other = []
    for rung in rungs:
        wanted, had = peer.rungs[rung.name].kbits, ours.rungs[rung.name].kbits
        octaves = math.log2(wanted / had)
        shift = octaves if abs(octaves) > TOO_NEAR else math.copysign(1, octaves)
        cap = str(round(2000 * max(wanted, had)))
        crf = f"{float(rung.options['crf']) - CRF_PER_OCTAVE * shift:.1f}"
        other.append(encode.with_options(rung, crf=crf, maxrate=cap, bufsize=cap))
        (directory / rung.name).mkdir(parents=True)
    run(encode.cascade(source, other), directory)
    second = rendered({r.name: directory / r.name / "index.m3u8" for r in rungs}, source)

    def interpolated(name: str) -> float:
        mine, more = ours.rungs[name], second[name]
        span = math.log(more.kbits / mine.kbits)
        share = math.log(peer.rungs[name].kbits / mine.kbits) / span
        return mine.look.mean + share * (more.look.mean - mine.look.mean)

    return {rung.name: interpolated(rung.name) for rung in rungs}
