"""The tools of this machine: which ffmpeg, which encoder, and what they make of a file.

All that converting one file needs; the parts of the service are in `wiring`.
"""

import logging
from dataclasses import replace
from pathlib import Path

from caudal.adapters.encoder_trial import encoder_fault
from caudal.adapters.ffmpeg import bundled
from caudal.adapters.probe import probe
from caudal.media.encoders import Encoder
from caudal.media.plan import Options
from caudal.ports import Prepared
from caudal.settings import Settings
from caudal.stages.prepare import prepare

log = logging.getLogger(__name__)


def ffmpeg_binary(settings: Settings) -> str:
    """Absolute path of the ffmpeg to use."""
    return str((settings.ffmpeg or bundled()).absolute())


async def usable_encoder(settings: Settings) -> Encoder:
    """The encoder that was chosen; x264, with a warning, where that one does not work."""
    if settings.encoder is Encoder.X264:
        return Encoder.X264
    fault = await encoder_fault(ffmpeg_binary(settings), settings.encoder)
    if fault is None:
        return settings.encoder
    log.warning("%s does not work here, x264 encodes instead: %s", settings.encoder, fault)
    return Encoder.X264


async def measure(file: Path, options: Options, encoder: Encoder, *, parts: int = 1) -> Prepared:
    """Probe a file and make its plan, to be encoded with this encoder. Raises `BadSource`."""
    prepared = await prepare(file, options, probe=probe, parts=parts)
    return replace(prepared, plan=replace(prepared.plan, encoder=encoder))
