"""A file on the local disk that several requests write, one after the other.

Its name carries the number of its writer, `source-3.part`: who goes on with it renames it, and each
write happens under a lock and only while the writer's own name is there. So the one before, in
whichever process it hangs, never writes again.
"""

import asyncio
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from fcntl import LOCK_EX, LOCK_NB, LOCK_UN, flock
from pathlib import Path
from typing import Self

from caudal.adapters.disk import in_thread, settled, storage_errors, sync_names, write_all
from caudal.errors import StorageUnavailable, UploadTakenOver

FINAL = "source"
BEGUN = "source-0.part"

LOCK_PATIENCE = 5.0  # seconds; a lock is held for one block


class GrowingFile:
    """`ports.GrowingFile`. Threads write and flush it, while the next bytes come in."""

    def __init__(self, directory: Path, writer: int) -> None:
        self._directory = directory
        self._writer = writer
        self._path = directory / f"source-{writer}.part"
        self._written = 0
        # Awaited before the file is closed.
        self._busy: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Self:
        with storage_errors():
            self._take()
        return self

    async def __aexit__(self, *_: object) -> None:
        # A number that is closed under a thread's hands may by then name another file.
        if self._busy is not None:
            await asyncio.wait([self._busy])
            self._busy.exception()
        os.close(self._file)

    async def cut(self, offset: int) -> None:
        """Drop what follows the first `offset` bytes, which another writer may have left."""
        await self._do(self._cut, offset)
        self._written = offset

    async def write(self, block: bytes | bytearray) -> None:
        """Append a block, which must not change afterwards. A failure may surface one call later.

        Raises `InsufficientStorage` when the disk is full, and `UploadTakenOver`.
        """
        await settled(self._busy)
        self._busy = in_thread(self._append, block)
        self._written += len(block)

    async def flush(self, *, rest: bool) -> int:  # noqa: ARG002 - here the rest costs nothing
        """Make what was written durable; how many bytes the file has."""
        await self._do(os.fdatasync, self._file)
        return self._written

    async def keep(self) -> None:
        """Give the file its final name; when this returns, it survives a power cut."""
        await self._do(self._keep)

    async def _do(self, call: Callable[..., None], *args: object) -> None:
        await settled(self._busy)
        self._busy = in_thread(call, *args)
        await settled(self._busy)

    def _take(self) -> None:
        while True:
            there = sorted(self._directory.glob("source*"), key=_writer_of)
            if not there:
                raise StorageUnavailable(f"no bytes of an upload are in {self._directory}")
            if _writer_of(there[-1]) >= self._writer:
                raise UploadTakenOver("A later request goes on with this upload.")
            try:
                there[-1].rename(self._path)
                self._file = os.open(self._path, os.O_WRONLY | os.O_CLOEXEC)
            except FileNotFoundError:  # somebody else was faster
                continue
            return

    def _cut(self, offset: int) -> None:
        with self._owned():
            if os.fstat(self._file).st_size < offset:
                raise StorageUnavailable(f"{self._path} has lost bytes that were durable")
            os.ftruncate(self._file, offset)
            os.lseek(self._file, offset, os.SEEK_SET)

    def _append(self, block: bytes | bytearray) -> None:
        with self._owned():
            write_all(self._file, block)

    def _keep(self) -> None:
        os.fsync(self._file)
        with self._owned():
            self._path.rename(self._directory / FINAL)
        sync_names(self._directory)

    @contextmanager
    def _owned(self) -> Iterator[None]:
        """Nobody else writes or takes the file over. Raises `UploadTakenOver` when somebody has."""
        # A lock that is waited for cannot be given up, and nothing ends a thread.
        deadline = time.monotonic() + LOCK_PATIENCE
        while True:
            try:
                flock(self._file, LOCK_EX | LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() > deadline:
                    raise StorageUnavailable(f"{self._path} is locked") from None
                time.sleep(0.002)
        try:
            if not self._path.exists():
                raise UploadTakenOver("A later request goes on with this upload.")
            yield
        finally:
            flock(self._file, LOCK_UN)


def _writer_of(path: Path) -> int:
    """Who has it; what has its final name was kept by someone whose commit failed."""
    return int(path.stem.partition("-")[2] or 0)
