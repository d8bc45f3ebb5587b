"""Uploaded files on the local disk: `{root}/{video}/source`, one directory a video."""

import asyncio
import os
import shutil
import time
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from datetime import timedelta
from pathlib import Path
from typing import Self
from uuid import UUID

from caudal.adapters.disk import in_thread, settled, storage_errors, sync_names, write_all
from caudal.adapters.growing import BEGUN, FINAL, GrowingFile
from caudal.errors import SourceMissing, StorageUnavailable, Unsettled
from caudal.media.keys import sidecar_name
from caudal.media.reading import Span

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
        with storage_errors():
            directory.mkdir(parents=True)
        try:
            async with LocalFile(directory) as file:
                yield file
        except Unsettled:
            raise
        except BaseException:
            await asyncio.to_thread(shutil.rmtree, directory, ignore_errors=True)
            raise

    async def begin(self, video: UUID) -> None:
        """Make room for a video's file, durably."""
        await asyncio.to_thread(_begin, self._root / str(video))

    @asynccontextmanager
    async def resume(self, video: UUID, *, writer: int, offset: int) -> AsyncIterator[GrowingFile]:
        """Go on behind the first `offset` bytes; what follows them is dropped.

        Raises `UploadTakenOver` when there is a writer with a higher number, and
        `StorageUnavailable` when there is no file.
        """
        async with GrowingFile(self._root / str(video), writer) as file:
            await file.cut(offset)
            yield file

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
            with storage_errors():
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
        with storage_errors():
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
        with storage_errors():
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
        await settled(self._writing)
        self._writing = in_thread(write_all, self._file, block)
        self._unsynced += len(block)
        if self._unsynced >= SYNC_EVERY and (self._syncing is None or self._syncing.done()):
            await settled(self._syncing)
            self._syncing = in_thread(os.fdatasync, self._file)
            self._unsynced = 0

    async def add_sidecar(self, number: int, data: bytes) -> None:
        """Store a file of subtitles beside it; it lasts when `keep` has returned."""
        await settled(in_thread(_write_file, self._directory / sidecar_name(number), data))

    async def keep(self) -> None:
        """Give the file its final name; when this returns, it survives a power cut."""
        await settled(self._writing)
        await settled(self._syncing)
        await settled(in_thread(self._keep))

    def _keep(self) -> None:
        os.fsync(self._file)
        (self._directory / PARTIAL).rename(self._directory / FINAL)
        sync_names(self._directory)


def _begin(directory: Path) -> None:
    with storage_errors():
        directory.mkdir(parents=True)
        (directory / BEGUN).touch(0o640)
        sync_names(directory)


def _write_file(path: Path, data: bytes) -> None:
    with path.open("xb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _ages(root: Path) -> dict[UUID, timedelta]:
    ages: dict[UUID, timedelta] = {}
    now = time.time()
    with storage_errors():
        for directory in root.iterdir() if root.exists() else ():
            # What is no video's is not ours; what goes meanwhile no longer waits.
            with suppress(ValueError, FileNotFoundError):
                video = UUID(directory.name)
                newest = max(path.stat().st_mtime for path in (directory, *directory.iterdir()))
                ages[video] = timedelta(seconds=now - newest)
    return ages


def _remove(directory: Path) -> None:
    with storage_errors():
        try:
            shutil.rmtree(directory)
        except FileNotFoundError:
            return
