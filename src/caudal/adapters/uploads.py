"""Uploaded files on the local disk: `{root}/{video}/source`, one directory a video."""

import asyncio
import errno
import os
import shutil
import time
from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager, contextmanager, suppress
from datetime import timedelta
from pathlib import Path
from typing import Self
from uuid import UUID

from caudal.errors import InsufficientStorage, SourceMissing, StorageUnavailable, Unsettled
from caudal.media.keys import sidecar_name
from caudal.media.reading import Span

FINAL = "source"
PARTIAL = "source.part"

SYNC_EVERY = 64 << 20
"""Bytes between two requests to flush, so that little is left to flush after the last byte."""


class LocalUploads:
    """Uploads and sources in one directory tree; no client's string is part of a path."""

    def __init__(self, root: Path) -> None:
        self._root = root

    async def free(self) -> int:
        """Bytes that can still be written."""
        disk = self._disk()
        return disk.f_bavail * disk.f_frsize

    async def size(self) -> int:
        """Bytes of the disk they are on."""
        disk = self._disk()
        return disk.f_blocks * disk.f_frsize

    async def check(self) -> None:
        """See that the directory is there."""
        await self.free()

    @asynccontextmanager
    async def incoming(self, video: UUID) -> AsyncIterator["LocalFile"]:
        """Make room for a video's file. Nothing is left of it when the block raises.

        Unless it raises `Unsettled`: the video may be there, and need its file.
        """
        directory = self._root / str(video)
        with _storage_errors():
            directory.mkdir(parents=True)
        try:
            async with LocalFile(directory) as file:
                yield file
        except Unsettled:
            raise
        except BaseException:
            await asyncio.to_thread(shutil.rmtree, directory, ignore_errors=True)
            raise

    @asynccontextmanager
    async def file(
        self, video: UUID, _needed: Sequence[Span] | None = None, /
    ) -> AsyncIterator[Path]:
        """The path of the video's file, which is whole. Raises `SourceMissing`."""
        path = self._root / str(video) / FINAL
        if not path.is_file():
            raise SourceMissing(f"the file of video {video} is not in {self._root}")
        yield path

    async def sidecar(self, video: UUID, number: int) -> bytes:
        """A file of subtitles that was sent with it. Raises `SourceMissing`."""
        path = self._root / str(video) / sidecar_name(number)
        try:
            with _storage_errors():
                return await asyncio.to_thread(path.read_bytes)
        except StorageUnavailable as error:
            if isinstance(error.__cause__, FileNotFoundError):
                raise SourceMissing(f"subtitles {number} of video {video} are gone") from None
            raise

    async def delete(self, video: UUID) -> None:
        """Remove the file and its directory; what does not exist counts as removed."""
        await asyncio.to_thread(_remove, self._root / str(video))

    async def waiting(self) -> Mapping[UUID, timedelta]:
        """The videos that have a directory here, and the age of the newest byte in each."""
        return await asyncio.to_thread(_ages, self._root)

    def _disk(self) -> os.statvfs_result:
        # It answers from memory; handing it to a thread would cost more.
        with _storage_errors():
            self._root.mkdir(parents=True, exist_ok=True)
            return os.statvfs(self._root)


class LocalFile:
    """A file on its way in. Threads write and flush it, while the next bytes come in."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self._unsynced = 0
        # At most one of each; both are awaited before the file is closed.
        self._writing: asyncio.Task[None] | None = None
        self._syncing: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Self:
        with _storage_errors():
            flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC
            self._file = os.open(self._directory / PARTIAL, flags, 0o640)
        return self

    async def __aexit__(self, *_: object) -> None:
        # A number that is closed under a thread's hands may by then name another file.
        for task in (self._writing, self._syncing):
            if task is not None:
                await asyncio.wait([task])
                task.exception()
        os.close(self._file)

    async def write(self, block: bytes | bytearray) -> None:
        """Append a block, which must not change afterwards. A failure may surface one call later.

        Raises `InsufficientStorage` when the disk is full.
        """
        await _settled(self._writing)
        self._writing = _in_thread(_write_all, self._file, block)
        self._unsynced += len(block)
        if self._unsynced >= SYNC_EVERY and (self._syncing is None or self._syncing.done()):
            await _settled(self._syncing)
            self._syncing = _in_thread(os.fdatasync, self._file)
            self._unsynced = 0

    async def add_sidecar(self, number: int, data: bytes) -> None:
        """Store a file of subtitles beside it; it lasts when `keep` has returned."""
        await _settled(_in_thread(_write_file, self._directory / sidecar_name(number), data))

    async def keep(self) -> None:
        """Give the file its final name; when this returns, it survives a power cut."""
        await _settled(self._writing)
        await _settled(self._syncing)
        await _settled(_in_thread(self._keep))

    def _keep(self) -> None:
        os.fsync(self._file)
        (self._directory / PARTIAL).rename(self._directory / FINAL)
        # A name is durable once the directory that holds it is: the file's, and its directory's.
        for directory in (self._directory, self._directory.parent):
            handle = os.open(directory, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
            try:
                os.fsync(handle)
            finally:
                os.close(handle)


def _in_thread(call: Callable[..., None], *args: object) -> asyncio.Task[None]:
    return asyncio.create_task(asyncio.to_thread(call, *args))


async def _settled(task: asyncio.Task[None] | None) -> None:
    """Wait for a task without cancelling it when the waiter is: a thread cannot be stopped."""
    if task is not None:
        await asyncio.wait([task])
        with _storage_errors():
            task.result()


def _write_all(file: int, block: bytes | bytearray) -> None:
    rest = memoryview(block)
    while rest:
        rest = rest[os.write(file, rest) :]


def _write_file(path: Path, data: bytes) -> None:
    with path.open("xb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _ages(root: Path) -> dict[UUID, timedelta]:
    ages: dict[UUID, timedelta] = {}
    now = time.time()
    with _storage_errors():
        for directory in root.iterdir() if root.exists() else ():
            # What is no video's is not ours; what goes meanwhile no longer waits.
            with suppress(ValueError, FileNotFoundError):
                video = UUID(directory.name)
                newest = max(path.stat().st_mtime for path in (directory, *directory.iterdir()))
                ages[video] = timedelta(seconds=now - newest)
    return ages


def _remove(directory: Path) -> None:
    with _storage_errors():
        try:
            shutil.rmtree(directory)
        except FileNotFoundError:
            return


@contextmanager
def _storage_errors() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise InsufficientStorage("The disk of the uploads is full.") from error
        raise StorageUnavailable(f"The disk of the uploads failed: {error.strerror}.") from error
