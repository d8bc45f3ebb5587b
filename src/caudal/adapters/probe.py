"""Measure an upload in a sandboxed child."""

import signal
import sys
import tempfile
from datetime import timedelta
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from caudal.adapters.sandbox import Limits, run
from caudal.errors import (
    BadSource,
    CorruptInput,
    LimitExceeded,
    ToolFailed,
    ToolTimedOut,
    UnsupportedFormat,
)
from caudal.media.command import CODECS, FORMATS, MAX_PIXELS, MAX_STREAMS
from caudal.media.source import Source

_CHILD = "caudal.adapters.probe_child"
_LIMITS = Limits(memory=4 << 30, file=0, cpu=60, wall=timedelta(seconds=120))
_REFUSALS: dict[str, type[BadSource]] = {
    error.code: error for error in (UnsupportedFormat, CorruptInput, LimitExceeded)
}
_ANSWER: TypeAdapter[dict[str, Any]] = TypeAdapter(dict[str, Any])
_SOURCE = TypeAdapter(Source)


async def probe(path: Path) -> Source:
    """`ports.Probe`: measure the file. Raises `BadSource` with a sentence for its sender."""
    lines: list[str] = []

    async def on_line(line: str) -> None:
        lines.append(line)

    argv = (
        *(sys.executable, "-I", "-m", _CHILD, str(path.absolute())),
        *(FORMATS, CODECS, str(MAX_STREAMS), str(MAX_PIXELS)),
    )
    with tempfile.TemporaryDirectory(prefix="caudal-probe-") as directory:
        try:
            await run(argv, directory=Path(directory), limits=_LIMITS, on_line=on_line)
        except ToolFailed as failed:
            killed = failed.status == -signal.SIGKILL and not isinstance(failed, ToolTimedOut)
            if failed.status > 0 or killed:
                raise  # our own program went wrong, or the kernel lacked memory and ended it
            # A file that makes the parser crash or run out of bounds is not one we can convert.
            raise CorruptInput("The video file is damaged beyond reading.") from failed
    return read_answer("".join(lines))


def read_answer(text: str) -> Source:
    """The child's answer as a value. Raises `BadSource`, whatever it says."""
    try:
        answer = _ANSWER.validate_json(text)
        if "refused" in answer:
            raise _REFUSALS[answer["refused"]](answer["message"])
        return _SOURCE.validate_python(answer)
    except (ValueError, KeyError) as error:
        raise CorruptInput("The video file cannot be measured.") from error
