"""Find out whether an encoder works on this machine, by encoding with it."""

import re
import tempfile
from datetime import timedelta
from pathlib import Path

from caudal.adapters.ffmpeg import SandboxedFfmpeg
from caudal.adapters.sandbox import Limits, Sandbox
from caudal.adapters.tool_facts import ffmpeg_parts
from caudal.errors import EncoderUnavailable, ToolFailed
from caudal.media.encoders import Encoder
from caudal.media.events import Event
from caudal.media.trial import trial_argv

# A driver that hangs must not keep a worker from starting.
PATIENCE = timedelta(seconds=20)

# "[h264_nvenc @ 0x55c390191c40] " means nothing to a reader.
_SPEAKER = re.compile(r"^(\[[^\]]* @ 0x[0-9a-f]+\] )+")


async def encoder_fault(sandbox: Sandbox, ffmpeg: str, encoder: Encoder) -> str | None:
    """Why the encoder does not work here, in ffmpeg's words; None when it does.

    Has an answer within `PATIENCE` and some seconds.
    """
    try:
        if encoder.ffmpeg_name not in await ffmpeg_parts(sandbox, ffmpeg, "encoders"):
            return f"this ffmpeg is built without {encoder.ffmpeg_name}"
        run = SandboxedFfmpeg(sandbox, Limits(cpu=timedelta(seconds=60), wall=PATIENCE))
        argv = trial_argv(ffmpeg, encoder)
        with tempfile.TemporaryDirectory(prefix="caudal-trial-") as directory:
            await run(argv, directory=Path(directory), on_event=_ignore, urgent=True)
    except ToolFailed as failed:
        return _cause(failed)
    return None


class MachineEncoders:
    """The encoders that work on this machine; each is tried when a plan first asks for it.

    Attributes:
        chosen: What the plans made here ask for; known to work.
    """

    def __init__(self, sandbox: Sandbox, ffmpeg: str, chosen: Encoder) -> None:
        self.chosen = chosen
        self._sandbox = sandbox
        self._ffmpeg = ffmpeg
        self._working = {Encoder.X264, chosen}

    async def require(self, encoder: Encoder) -> None:
        """Raises `EncoderUnavailable` where it does not work; the next call tries again.

        A video keeps the encoder of its plan: segments of another one would not fit to the rest.
        """
        if encoder in self._working:
            return
        fault = await encoder_fault(self._sandbox, self._ffmpeg, encoder)
        if fault is not None:
            raise EncoderUnavailable(f"{encoder} does not work on this machine: {fault}")
        self._working.add(encoder)


async def _ignore(_event: Event) -> None:
    """Nothing is said on stdout that matters."""


def _cause(failed: ToolFailed) -> str:
    """The first thing that was said: what follows are the consequences, rung by rung."""
    for line in failed.stderr.splitlines():
        if said := _SPEAKER.sub("", line).strip().rstrip("."):
            return said
    return f"ffmpeg ended with status {failed.status} and said nothing"
