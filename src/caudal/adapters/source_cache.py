"""A worker's copies of uploaded files: sparse, with the blocks that its steps have asked for."""

import asyncio
import errno
import secrets
from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from pathlib import Path
from uuid import UUID

from caudal.adapters.bucket_sources import BucketSources, Manifest
from caudal.errors import InsufficientStorage, StorageUnavailable
from caudal.media.reading import Span

FETCHES = 8  # requests of one step at once

# A copy that nobody has used for so long is of a video that others finish, or that is deleted.
IDLE = timedelta(minutes=5)


@dataclass(slots=True, kw_only=True, eq=False)
class _Copy:
    """One video's file, as far as it is here.

    Attributes:
        path: A file of the full size, once there is a manifest.
        present: Numbers of the blocks that are in it.
        fetching: What is set when a block that is on its way has come, or will not.
        users: How many steps read it.
        expiry: What removes it when nobody uses it.
    """

    video: UUID
    path: Path
    manifest: Manifest | None = None
    opening: asyncio.Lock = field(default_factory=asyncio.Lock)
    present: set[int] = field(default_factory=set)
    fetching: dict[int, asyncio.Event] = field(default_factory=dict)
    users: int = 0
    expiry: asyncio.TimerHandle | None = None

    @property
    def bytes(self) -> int:
        """Bytes on the disk."""
        return len(self.present) * self.manifest.block if self.manifest else 0


class SourceCache:
    """`ports.Sources` over a bucket, with copies in a directory of this process's own.

    Whoever made the directory removes it. Copies that are read stay; others go, the one used
    longest ago first, when together they have more than `limit` bytes.
    """

    def __init__(
        self, bucket: BucketSources, directory: Path, *, limit: int, idle: timedelta = IDLE
    ) -> None:
        self._bucket = bucket
        self._directory = directory
        self._limit = limit
        self._idle = idle.total_seconds()
        self._copies: dict[UUID, _Copy] = {}  # in the order of use

    @asynccontextmanager
    async def file(
        self, video: UUID, needed: Sequence[Span] | None = None, /
    ) -> AsyncIterator[Path]:
        """The video's file with at least the needed bytes in it; holes read as zeros.

        Raises `SourceMissing`, `StorageUnavailable`, or `InsufficientStorage`.
        """
        copy = self._copies.pop(video, None) or self._new(video)
        self._copies[video] = copy
        copy.users += 1
        if copy.expiry is not None:
            copy.expiry.cancel()
        try:
            await self._fetch(copy, needed)
            yield copy.path
        finally:
            copy.users -= 1
            self._make_room(0)
            if not copy.users and video in self._copies:
                loop = asyncio.get_running_loop()
                copy.expiry = loop.call_later(self._idle, self._drop, copy)

    async def sidecar(self, video: UUID, number: int) -> bytes:
        """A file of subtitles that was sent with it, from the bucket."""
        return await self._bucket.sidecar(video, number)

    async def delete(self, video: UUID) -> None:
        """Remove the file from the bucket, and its copy here when nobody reads it."""
        await self._bucket.delete(video)
        copy = self._copies.get(video)
        if copy is not None and not copy.users:
            self._drop(copy)

    async def waiting(self) -> Mapping[UUID, timedelta]:
        """As the bucket says."""
        return await self._bucket.waiting()

    def _new(self, video: UUID) -> _Copy:
        # Never the same name twice: files are removed behind the scenes.
        return _Copy(video=video, path=self._directory / secrets.token_hex(8))

    async def _fetch(self, copy: _Copy, needed: Sequence[Span] | None) -> None:
        manifest = await self._open(copy)
        missing = sorted(_blocks(manifest, needed) - copy.present)
        self._make_room(len(missing) * manifest.block)
        numbers = iter(missing)

        async def fetch() -> None:
            for number in numbers:
                await self._fetch_block(copy, manifest, number)

        try:
            async with asyncio.TaskGroup() as group:
                for _ in range(min(FETCHES, len(missing))):
                    group.create_task(fetch())
        except BaseExceptionGroup as failed:
            raise failed.exceptions[0] from None

    async def _open(self, copy: _Copy) -> Manifest:
        async with copy.opening:
            if copy.manifest is None:
                manifest = await self._bucket.manifest(copy.video)
                await asyncio.to_thread(_make, copy.path, manifest.bytes)
                copy.manifest = manifest
            return copy.manifest

    async def _fetch_block(self, copy: _Copy, manifest: Manifest, number: int) -> None:
        while number not in copy.present:
            if number in copy.fetching:  # for another step, which may yet fail
                await copy.fetching[number].wait()
                continue
            over = copy.fetching[number] = asyncio.Event()
            try:
                data = await self._bucket.block(copy.video, manifest, number)
                await asyncio.to_thread(_write, copy.path, number * manifest.block, data)
                copy.present.add(number)
            finally:
                del copy.fetching[number]
                over.set()

    def _make_room(self, size: int) -> None:
        """Drop unused copies until so many bytes fit, or all that are left are in use."""
        total = size + sum(copy.bytes for copy in self._copies.values())
        for copy in [copy for copy in self._copies.values() if not copy.users]:
            if total <= self._limit:
                return
            total -= copy.bytes
            self._drop(copy)

    def _drop(self, copy: _Copy) -> None:
        del self._copies[copy.video]
        if copy.expiry is not None:
            copy.expiry.cancel()
        # A large file takes its time to go.
        remove = partial(copy.path.unlink, missing_ok=True)
        asyncio.get_running_loop().run_in_executor(None, remove)


def _blocks(manifest: Manifest, needed: Iterable[Span] | None) -> set[int]:
    if needed is None:
        return set(range(manifest.blocks))
    return {
        number
        for start, end in needed
        for number in range(start // manifest.block, -(-min(end, manifest.bytes) // manifest.block))
    }


def _make(path: Path, size: int) -> None:
    try:
        with path.open("xb") as file:
            file.truncate(size)
    except OSError as error:
        raise _failure(error) from error


def _write(path: Path, offset: int, data: bytes) -> None:
    # By its name: a number that is closed under a thread's hands may by then name another file.
    try:
        with path.open("r+b", buffering=0) as file:
            file.seek(offset)
            rest = memoryview(data)
            while rest:
                rest = rest[file.write(rest) :]
    except OSError as error:
        raise _failure(error) from error


def _failure(error: OSError) -> Exception:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return InsufficientStorage("the disk of the scratch files is full")
    return StorageUnavailable(f"the disk of the scratch files failed: {error.strerror}")
