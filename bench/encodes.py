"""The ffmpeg commands that the service runs for a video, as they come out of its own plan."""

import asyncio
from pathlib import Path

from bench.setup import RUNGS
from bench.tools import FFMPEG
from caudal.media.command import Input, every_argv
from caudal.media.plan import Options, Passthrough, Quality
from caudal.ports import Prepared
from caudal.settings import Settings
from caudal.tools import open_tools


def service_encodes(film: Path) -> tuple[list[str], ...]:
    """All of them, quality fast, nothing copied; also what is encoded ahead to be played early.

    `caudal plan` prints less: what `caudal convert` runs, which nobody watches meanwhile.
    """
    options = Options(quality=Quality.FAST, rungs=RUNGS, passthrough=Passthrough.NEVER)

    async def measured() -> Prepared:
        return await (await open_tools(Settings())).measure(film, options)

    prepared = asyncio.run(measured())
    file = Input(ffmpeg=FFMPEG, path=str(film), source=prepared.source)
    return tuple(every_argv(file, prepared.plan))
