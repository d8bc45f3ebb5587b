"""Measure an upload in a sandboxed child."""

import signal
import sys
import tempfile
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from caudal.adapters.confinement import Access
from caudal.adapters.sandbox import Limits, Sandbox
from caudal.errors import (
    BadSource,
    CorruptInput,
    LimitExceeded,
    ToolFailed,
    ToolTimedOut,
    UnsupportedFormat,
)
from caudal.media.accepted import CODECS, COVERS, FORMATS
from caudal.media.limits import DEFAULT_LIMITS, SourceLimits, too_many_pixels, too_many_streams
from caudal.media.source import Source

_CHILD = "caudal.adapters.probe_child"
_LIMITS = Limits(
    addresses=4 << 30, output=0, cpu=timedelta(seconds=60), wall=timedelta(seconds=120)
)
_ANSWER: TypeAdapter[dict[str, Any]] = TypeAdapter(dict[str, Any])
_SOURCE = TypeAdapter(Source)


@dataclass(frozen=True, slots=True)
class SandboxedProbe:
    """`ports.Probe`, in a child of this sandbox."""

    sandbox: Sandbox
    limits: SourceLimits = DEFAULT_LIMITS

    async def __call__(self, path: Path) -> Source:
        """Measure the file. Raises `BadSource` with a sentence for its sender."""
        lines: list[str] = []

        async def on_line(line: str) -> None:
            lines.append(line)

        file = path.absolute()
        argv = (
            *(sys.executable, "-I", "-m", _CHILD, str(file)),
            *(FORMATS, CODECS, COVERS, str(self.limits.streams), str(self.limits.pixels)),
        )
        with tempfile.TemporaryDirectory(prefix="caudal-probe-") as directory:
            access = Access(directory=Path(directory), reads=(file,))
            try:
                await self.sandbox.run(argv, access=access, limits=_LIMITS, on_line=on_line)
            except LimitExceeded as exceeded:
                raise CorruptInput("The video file cannot be measured.") from exceeded
            except ToolFailed as failed:
                killed = failed.status == -signal.SIGKILL and not isinstance(failed, ToolTimedOut)
                if failed.status > 0 or killed:
                    raise  # our own program went wrong, or the kernel lacked memory and ended it
                # A file that makes the parser crash or run out of bounds cannot be converted.
                raise CorruptInput("The video file is damaged beyond reading.") from failed
        return read_answer("".join(lines), self.limits)


def read_answer(text: str, limits: SourceLimits) -> Source:
    """The child's answer as a value. Raises `BadSource`, whatever it says."""
    try:
        answer = _ANSWER.validate_json(text)
        if "refused" in answer:
            raise _refusal(answer["refused"], answer["message"], limits)
        return _SOURCE.validate_python(answer)
    except (ValueError, KeyError) as error:
        raise CorruptInput("The video file cannot be measured.") from error


def _refusal(code: str, message: str, limits: SourceLimits) -> BadSource:
    match code:
        case "too_many_streams":
            return too_many_streams(limits)
        case "too_many_pixels":
            return too_many_pixels(limits)
        case CorruptInput.code:
            return CorruptInput(message)
        case _:
            return UnsupportedFormat(message)
