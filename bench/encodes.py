"""The ffmpeg commands that the service runs for a video, as they come out of its own plan."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

from bench.setup import RUNGS
from bench.tools import FFMPEG
from caudal.media.command import Input, audio_argv, copy_argv, encode_argv
from caudal.media.encoders import Encoder
from caudal.media.plan import Options, Passthrough, Quality
from caudal.media.steps import chunk_renditions, first_rendition
from caudal.ports import Prepared
from caudal.tools import measure


def service_encodes(film: Path) -> tuple[list[str], ...]:
    """All of them, quality fast, nothing copied; also what is encoded ahead to be played early.

    `caudal plan` prints less: what `caudal convert` runs, which nobody watches meanwhile.
    """
    options = Options(quality=Quality.FAST, rungs=RUNGS, passthrough=Passthrough.NEVER)
    return tuple(_commands(film, asyncio.run(measure(film, options, Encoder.X264))))


def _commands(film: Path, prepared: Prepared) -> Iterator[list[str]]:
    plan = prepared.plan
    file = Input(ffmpeg=FFMPEG, path=str(film), source=prepared.source)
    if plan.copied:
        yield copy_argv(file, plan, plan.copied)
    for audio in plan.audio:
        yield audio_argv(file, plan, audio)
    if first := first_rendition(plan):
        yield encode_argv(file, plan, plan.chunks[0], [first], Quality.FAST)
    for chunk in plan.chunks:
        if renditions := chunk_renditions(plan, chunk):
            yield encode_argv(file, plan, chunk, renditions, plan.quality)
