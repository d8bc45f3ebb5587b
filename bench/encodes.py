"""The ffmpeg commands that the service runs for a video, as they come out of its own plan."""

import asyncio
from pathlib import Path

from bench.setup import RUNGS
from bench.tools import FFMPEG
from caudal.media.command import Input, every_argv
from caudal.media.encoders import Encoder
from caudal.media.plan import Options, Passthrough, Quality
from caudal.tools import measure


def service_encodes(film: Path) -> tuple[list[str], ...]:
    """All of them, quality fast, nothing copied; also what is encoded ahead to be played early.

    `caudal plan` prints less: what `caudal convert` runs, which nobody watches meanwhile.
    """
    options = Options(quality=Quality.FAST, rungs=RUNGS, passthrough=Passthrough.NEVER)
    prepared = asyncio.run(measure(film, options, Encoder.X264))
    file = Input(ffmpeg=FFMPEG, path=str(film), source=prepared.source)
    return tuple(every_argv(file, prepared.plan))
