"""Scratch directories: files in the making, gone with the attempt that made them.

Each process has a directory of its own and holds a lock on it. The kernel takes the lock of a
killed process back, so the next process to start can tell what was left behind, and removes it:
files, and tools that still run there.
"""

import errno
import fcntl
import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

import psutil

from caudal.errors import CorruptInput, InsufficientStorage, OutputInvalid, ToolFailed

_LOCK = "lock"
_FULL = "full"  # touched by whoever finds the disk full
_A_WRITE = 1 << 16  # bytes; a disk with less free space has cut off a file of ffmpeg's


class Scratch:
    """One process's scratch space, to be entered with `opened`."""

    def __init__(self, own: Path) -> None:
        self._own = own

    @contextmanager
    def directory(self) -> Iterator[Path]:
        """A new, empty directory; removed at the end, whatever happened.

        What fails for want of room raises `InsufficientStorage`, whatever it says itself.
        """
        path = self._own / secrets.token_hex(8)
        try:
            path.mkdir()
            began = path.stat().st_mtime_ns
        except OSError as error:
            raise InsufficientStorage("the scratch directory cannot be written") from error
        try:
            yield path
        # Half a copy looks like a damaged source, which would not be tried again.
        except (ToolFailed, OutputInvalid, CorruptInput) as error:
            full = _full(path, error)
            if full:
                self._note()
            if full or self._was_full(began):
                raise InsufficientStorage("the scratch directory is full") from error
            raise
        finally:
            shutil.rmtree(path, ignore_errors=True)

    def _note(self) -> None:
        with suppress(OSError):
            os.utime(self._own.parent / _FULL)

    def _was_full(self, began: int) -> bool:
        """Whether an attempt, of any process, has found it full since then.

        The first one that fails makes room again, and the next would not see why it failed.
        """
        with suppress(OSError):
            return (self._own.parent / _FULL).stat().st_mtime_ns >= began
        return False


def _full(directory: Path, error: ToolFailed | OutputInvalid | CorruptInput) -> bool:
    if isinstance(error, ToolFailed) and os.strerror(errno.ENOSPC) in error.stderr:
        return True
    disk = os.statvfs(directory)
    return disk.f_bavail * disk.f_frsize < _A_WRITE


@contextmanager
def opened(root: Path) -> Iterator[Scratch]:
    """Scratch space below `root`; what dead processes left there is removed first."""
    root.mkdir(parents=True, exist_ok=True)
    own = root / secrets.token_hex(8)
    with ExitStack() as held:
        # Alone, so that nobody takes a directory for dead between its making and its locking.
        with _locked(root / _LOCK):
            _remove_dead(root)
            if not (root / _FULL).exists():
                (root / _FULL).touch()
                os.utime(root / _FULL, (0, 0))
            own.mkdir()
            held.enter_context(_locked(own / _LOCK))
        try:
            yield Scratch(own)
        finally:
            shutil.rmtree(own, ignore_errors=True)


def remove_dead(root: Path) -> None:
    """Remove what dead processes left below `root`."""
    if root.exists():
        with _locked(root / _LOCK):
            _remove_dead(root)


def _remove_dead(root: Path) -> None:
    for directory in root.iterdir():
        if directory.is_dir():
            _remove_if_dead(directory)


def _remove_if_dead(directory: Path) -> None:
    try:
        with _locked(directory / _LOCK, wait=False):
            _end_tools(directory)
            shutil.rmtree(directory, ignore_errors=True)
    except BlockingIOError:
        return  # its process lives


def _end_tools(directory: Path) -> None:
    """Kill what still runs below a directory.

    Tools die with their worker, but for one: bubblewrap's child, while it waits for a parent that
    was killed before it had told the kernel to be killed too.
    """
    place = directory.resolve()
    for process in psutil.process_iter():
        with suppress(psutil.Error):
            if Path(process.cwd()).is_relative_to(place):
                process.kill()


@contextmanager
def _locked(path: Path, *, wait: bool = True) -> Iterator[None]:
    lock = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        yield
    finally:
        os.close(lock)
