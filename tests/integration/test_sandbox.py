"""What ends a tool decides who is at fault."""

import asyncio
import os
import signal
import sys
from dataclasses import replace
from pathlib import Path

import psutil
import pytest

from caudal.adapters.probe import probe
from caudal.adapters.sandbox import Limits, run
from caudal.errors import ToolFailed


async def nobody_listens(_line: str) -> None:
    """Forget a line."""


async def test_a_tool_that_uses_up_its_cpu_time_can_be_told_from_one_that_was_killed(
    tmp_path: Path,
) -> None:
    endless = (sys.executable, "-c", "while True: pass")
    limits = replace(Limits(), cpu=1)

    with pytest.raises(ToolFailed) as failed:
        await run(endless, directory=tmp_path, limits=limits, on_line=nobody_listens)

    assert failed.value.status == -signal.SIGXCPU


async def test_a_probe_that_somebody_kills_does_not_condemn_the_file(tmp_path: Path) -> None:
    film = tmp_path / "film"
    os.mkfifo(film)  # whoever reads it waits
    measuring = asyncio.create_task(probe(film))
    while not (children := psutil.Process().children()):  # noqa: ASYNC110 - it has no event
        await asyncio.sleep(0.01)

    children[0].kill()

    with pytest.raises(ToolFailed) as failed:
        await measuring
    assert failed.value.retry
