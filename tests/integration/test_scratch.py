"""What is made on the scratch disk."""

import os
import signal
import subprocess
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest

from caudal.adapters import scratch
from caudal.adapters.confinement import Level
from caudal.adapters.ffmpeg import SandboxedFfmpeg, bundled
from caudal.adapters.sandbox import Sandbox
from caudal.errors import CorruptInput, InsufficientStorage, OutputInvalid, ToolFailed
from caudal.media.events import Event

PICTURE = ("-f", "lavfi", "-i", "testsrc2=size=64x64:rate=10:duration=1")


async def nobody_listens(_event: Event) -> None:
    """Forget an event."""


async def make(root: Path, *options: str, onto: str | None = None) -> None:
    """Run ffmpeg in a scratch directory, where the file it makes may lead to a device."""
    with scratch.opened(root) as space, space.directory() as directory:
        if onto is not None:
            (directory / "segment.ts").symlink_to(onto)
        argv = (str(bundled()), "-v", "error", "-nostdin", "-y", *PICTURE, *options, "segment.ts")
        # Only this level lets a tool reach the device.
        run = SandboxedFfmpeg(Sandbox(Level.RLIMITS))
        await run(argv, directory=directory, on_event=nobody_listens, urgent=True)


async def test_what_fails_on_a_full_disk_fails_for_want_of_room(tmp_path: Path) -> None:
    with pytest.raises(InsufficientStorage):
        await make(tmp_path, onto="/dev/full")


async def test_what_fails_for_another_reason_is_no_matter_of_room(tmp_path: Path) -> None:
    with pytest.raises(ToolFailed):
        await make(tmp_path, "-c:v", "no-such-encoder")


def test_a_tool_that_outlived_its_worker_ends_when_what_it_left_is_removed(tmp_path: Path) -> None:
    left = tmp_path / "scratch" / "0123456789abcdef" / "attempt"
    left.mkdir(parents=True)
    with subprocess.Popen(["/bin/sleep", "600"], cwd=left) as tool:
        scratch.remove_dead(tmp_path / "scratch")

        assert tool.wait(timeout=30) == -signal.SIGKILL
    assert not left.exists()


def test_a_tool_of_a_worker_that_lives_is_left_alone(tmp_path: Path) -> None:
    with (
        scratch.opened(tmp_path) as space,
        space.directory() as directory,
        subprocess.Popen(["/bin/sleep", "600"], cwd=directory) as tool,
    ):
        scratch.remove_dead(tmp_path)

        assert tool.poll() is None
        tool.kill()


def test_half_a_copy_on_a_full_disk_is_not_taken_for_a_damaged_source(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with scratch.opened(tmp_path) as space:
        monkeypatch.setattr(os, "statvfs", lambda _: SimpleNamespace(f_bavail=0, f_frsize=4096))

        with pytest.raises(InsufficientStorage), space.directory():
            raise CorruptInput("The picture is damaged.")


def test_what_fails_after_another_has_made_room_failed_for_want_of_it_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(space: scratch.Scratch, *, meanwhile: Callable[[], None] = lambda: None) -> None:
        with space.directory():
            meanwhile()
            raise OutputInvalid("a segment is cut off")

    def another_fails() -> None:
        with monkeypatch.context() as disk:
            disk.setattr(os, "statvfs", lambda _: SimpleNamespace(f_bavail=0, f_frsize=4096))
            with pytest.raises(InsufficientStorage):
                fail(other)

    with scratch.opened(tmp_path) as space, scratch.opened(tmp_path) as other:
        with pytest.raises(OutputInvalid):
            fail(space)
        with pytest.raises(InsufficientStorage):
            fail(space, meanwhile=another_fails)
        until_later(tmp_path)
        with pytest.raises(OutputInvalid):
            fail(space)


def until_later(directory: Path) -> None:
    """Until a file made now is younger than one made before."""
    before = directory / "before"
    before.touch()
    after = directory / "after"
    while not after.exists() or after.stat().st_mtime_ns <= before.stat().st_mtime_ns:
        after.touch()
