"""The tools of this machine: which ffmpeg, which encoder, and what they make of a file.

All that converting one file needs; the parts of the service are in `wiring`.
"""

import logging
from dataclasses import dataclass, replace
from pathlib import Path

from caudal.adapters.confinement import Level
from caudal.adapters.encoder_trial import encoder_fault
from caudal.adapters.ffmpeg import SandboxedFfmpeg, bundled
from caudal.adapters.probe import SandboxedProbe
from caudal.adapters.sandbox import Limits, Sandbox, open_sandbox
from caudal.media.encoders import Encoder
from caudal.media.limits import SourceLimits
from caudal.media.plan import Options
from caudal.ports import Prepared
from caudal.settings import Settings
from caudal.stages.prepare import prepare

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tools:
    """What converts files on this machine.

    Attributes:
        ffmpeg: Absolute path of the binary.
        encoder: One that works here.
        limits: What a source may be at most.
        bounds: What one ffmpeg may take.
    """

    sandbox: Sandbox
    ffmpeg: str
    encoder: Encoder
    limits: SourceLimits
    bounds: Limits

    @property
    def run(self) -> SandboxedFfmpeg:
        """Runs ffmpeg."""
        return SandboxedFfmpeg(self.sandbox, self.bounds)

    async def measure(self, file: Path, options: Options, *, parts: int = 1) -> Prepared:
        """Probe a file and make its plan. Raises `BadSource`."""
        probe = SandboxedProbe(self.sandbox, self.limits)
        prepared = await prepare(file, options, probe=probe, limits=self.limits, parts=parts)
        return replace(prepared, plan=replace(prepared.plan, encoder=self.encoder))


async def open_tools(settings: Settings) -> Tools:
    """Find out what works here. Raises `SandboxUnavailable`."""
    sandbox = await chosen_sandbox(settings)
    if sandbox.level is Level.RLIMITS:
        log.warning("tools run without a sandbox: nothing but rlimits bounds what an upload does")
    return Tools(
        sandbox=sandbox,
        ffmpeg=ffmpeg_binary(settings),
        encoder=await _usable_encoder(settings, sandbox),
        limits=settings.source_limits,
        bounds=Limits(
            memory=settings.max_memory_bytes,
            output=settings.max_output_bytes,
            files=settings.max_output_files,
            cpu=settings.max_cpu_time,
            wall=settings.max_wall_time,
        ),
    )


async def chosen_sandbox(settings: Settings) -> Sandbox:
    """The sandbox that the settings ask for. Raises `SandboxUnavailable`."""
    wanted = None if settings.sandbox == "auto" else Level(settings.sandbox)
    return await open_sandbox(wanted, required=settings.sandbox_required)


def ffmpeg_binary(settings: Settings) -> str:
    """Absolute path of the ffmpeg to use."""
    return str((settings.ffmpeg or bundled()).absolute())


async def _usable_encoder(settings: Settings, sandbox: Sandbox) -> Encoder:
    """The encoder that was chosen; x264, with a warning, where that one does not work."""
    if settings.encoder is Encoder.X264:
        return Encoder.X264
    fault = await encoder_fault(sandbox, ffmpeg_binary(settings), settings.encoder)
    if fault is None:
        return settings.encoder
    log.warning("%s does not work here, x264 encodes instead: %s", settings.encoder, fault)
    return Encoder.X264
