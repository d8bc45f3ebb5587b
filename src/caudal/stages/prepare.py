"""Prepare: measure the source and decide everything about it."""

from pathlib import Path

from caudal.media.limits import SourceLimits, check_source
from caudal.media.plan import Options
from caudal.media.planning import make_plan
from caudal.ports import Prepared, Probe


async def prepare(
    path: Path, options: Options, *, probe: Probe, limits: SourceLimits, parts: int = 1
) -> Prepared:
    """Probe the file and make its plan, as `make_plan` does. Raises `BadSource`."""
    source = await probe(path)
    check_source(source, limits)
    return Prepared(source=source, plan=make_plan(source, options, parts=parts))
