"""Uploaded files in a bucket: parts of a fixed size, and a manifest that says they are all there.

Each part is put by one request, so that nothing invisible can be left behind and any bytes of a
file are in a few objects. The manifest is the last object: without it there is no file.
"""

import asyncio
import hashlib
import logging
import sys
from collections import deque
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from pydantic import TypeAdapter

from caudal.adapters.store import ObjectStore
from caudal.errors import (
    NotFound,
    SourceMissing,
    StorageUnavailable,
    Unavailable,
    Unsettled,
    UploadTakenOver,
)
from caudal.media.keys import (
    manifest_key,
    part_key,
    rest_key,
    sidecar_key,
    so_far_key,
    video_root,
)

log = logging.getLogger(__name__)

PART = 8 << 20  # bytes
PARTS_IN_FLIGHT = 2

BLOCK = 1 << 20
"""Bytes that are checked, and fetched, together. Parts are a multiple of it."""

_DIGEST = 16  # bytes of a block's BLAKE2b
_TRIES = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What a file in a bucket consists of.

    Attributes:
        bytes: Its size.
        part: Bytes of each object but the last.
        block: Bytes of each checked block but the last.
        digests: The blocks' BLAKE2b of 16 bytes in hexadecimal, one behind the other.
        writers: Of each part the number of its writer, where there were several.
    """

    bytes: int
    part: int
    block: int
    digests: str
    writers: tuple[int, ...] = ()

    def key(self, video: UUID, part: int) -> str:
        """The object that a part is."""
        return part_key(video, part, self.writers[part] if self.writers else 0)

    @property
    def blocks(self) -> int:
        """How many blocks there are."""
        return -(-self.bytes // self.block)

    def digest(self, block: int) -> str:
        """The checksum of a block."""
        return self.digests[2 * _DIGEST * block : 2 * _DIGEST * (block + 1)]


_MANIFEST = TypeAdapter(Manifest)


class BucketSources:
    """Uploads and sources below the prefix of a bucket."""

    def __init__(self, store: ObjectStore) -> None:
        self._store = store

    async def free(self) -> int:
        """Bytes that can still be written: a bucket has no end."""
        return sys.maxsize

    async def size(self) -> None:
        """There is no disk."""

    async def check(self) -> None:
        """Write, read and delete one object."""
        await self._store.check()

    @asynccontextmanager
    async def incoming(self, video: UUID) -> AsyncIterator["BucketFile"]:
        """Make room for a video's file. Nothing is left of it when the block raises.

        Unless it raises `Unsettled`: the video may be there, and need its file.
        """
        file = BucketFile(self._store, video)
        try:
            try:
                yield file
            finally:
                await file.settle()
        except Unsettled:
            raise
        except BaseException:
            try:
                await self.delete(video)
            except Unavailable as away:
                log.warning("parts of %s stay for the janitor: %s", video, away)
            raise

    async def begin(self, video: UUID) -> None:
        """Nothing: an object needs no room."""

    @asynccontextmanager
    async def resume(self, video: UUID, *, writer: int, offset: int) -> AsyncIterator["BucketFile"]:
        """Go on behind the first `offset` bytes; what follows them is dropped.

        Writers have objects of their own: an earlier one may still put some, which count nothing.
        """
        file = BucketFile(self._store, video, writer)
        if offset:
            await file.go_on(offset)
        try:
            yield file
        finally:
            await file.settle()

    async def manifest(self, video: UUID) -> Manifest:
        """What the video's file consists of. Raises `SourceMissing`."""
        try:
            found = await self._store.get(manifest_key(video))
        except NotFound:
            try:
                writers = await _writers(self._store, video, "manifest")
                found = await self._store.get(manifest_key(video, max(writers, default=0)))
            except NotFound:
                raise SourceMissing(
                    f"the file of video {video} is not in the source store"
                ) from None
        return _MANIFEST.validate_json(found)

    async def block(self, video: UUID, manifest: Manifest, index: int) -> bytes:
        """One block, as it was sent. Raises `SourceMissing`, or `StorageUnavailable`."""
        start = index * manifest.block
        size = min(manifest.block, manifest.bytes - start)
        part, offset = divmod(start, manifest.part)
        for _ in range(_TRIES):
            try:
                key = manifest.key(video, part)
                data = await self._store.get_range(key, offset, offset + size)
            except NotFound as error:
                raise SourceMissing(f"a part of video {video} is gone: {error}") from None
            if (await asyncio.to_thread(_digest, data)) == manifest.digest(index):
                return data
        raise StorageUnavailable(f"part {part} of video {video} is not what was stored")

    async def sidecar(self, video: UUID, number: int) -> bytes:
        """A file of subtitles that was sent with it. Raises `SourceMissing`."""
        try:
            return await self._store.get(sidecar_key(video, number))
        except NotFound:
            raise SourceMissing(f"subtitles {number} of video {video} are gone") from None

    async def delete(self, video: UUID) -> None:
        """Remove all parts; a file that does not exist counts as removed."""
        if keys := list(await self._store.list(video_root(video))):
            await self._store.delete(keys)

    async def waiting(self) -> Mapping[UUID, timedelta]:
        """The videos that have objects here, and the age of the newest of each."""
        now = datetime.now(UTC)
        ages: dict[UUID, timedelta] = {}
        for key, stored in (await self._store.stored("")).items():
            try:
                video = UUID(key.partition("/")[0])
            except ValueError:  # not ours
                continue
            ages[video] = min(now - stored, ages.get(video, timedelta.max))
        return ages


class BucketFile:
    """A file on its way in. Two parts are stored while the next bytes come in."""

    def __init__(self, store: ObjectStore, video: UUID, writer: int = 0) -> None:
        self._store = store
        self._video = video
        self._writer = writer
        self._pending = bytearray()
        self._parts = self._bytes = self._flushed = 0
        self._digests: dict[int, str] = {}
        self._writers: tuple[int, ...] = ()  # of the parts that were there before
        self._in_flight: deque[asyncio.Task[None]] = deque()

    async def write(self, block: bytes | bytearray) -> None:
        """Append a block. A failure may surface one call later."""
        self._pending += block
        while len(self._pending) >= PART:
            await self._send(PART)

    async def add_sidecar(self, number: int, data: bytes) -> None:
        """Store a file of subtitles beside it."""
        await self._store.put(sidecar_key(self._video, number), data)

    async def keep(self) -> None:
        """Store what is left, and then the manifest."""
        if self._pending:
            await self._send(len(self._pending))
        while self._in_flight:
            await self._landed()
        await self._store.put(manifest_key(self._video, self._writer), self._manifest())

    async def go_on(self, offset: int) -> None:
        """Begin behind what earlier writers have left, cut to `offset` bytes.

        The latest that got so far says what that is. A later one than the last whose bytes were
        counted has begun with the same ones; an earlier one may have gone on with others.
        """
        writers = await _writers(self._store, self._video, "so-far")
        for writer in sorted(writers, reverse=True):
            if writer >= self._writer:
                raise UploadTakenOver("A later request goes on with this upload.")
            so_far = _MANIFEST.validate_json(await self._store.get(so_far_key(self._video, writer)))
            if so_far.bytes >= offset:
                break
        else:
            raise StorageUnavailable(f"no bytes of the upload of {self._video} are there")
        self._parts, rest = divmod(offset, PART)
        self._bytes = self._flushed = self._parts * PART
        self._writers = so_far.writers[: self._parts]
        for part in range(self._parts):
            blocks = range(part * (PART // BLOCK), (part + 1) * (PART // BLOCK))
            self._digests[part] = "".join(map(so_far.digest, blocks))
        if rest:
            whole = self._parts < len(so_far.writers)
            key = so_far.key(self._video, self._parts) if whole else rest_key(self._video, writer)
            try:
                self._pending += await self._store.get_range(key, 0, rest)
            except NotFound as error:
                raise StorageUnavailable(f"the rest of an upload is gone: {error}") from error

    async def flush(self, *, rest: bool) -> int:
        """Store what was written, or only parts that are full; how many bytes that is."""
        while self._in_flight:
            await self._landed()
        kept = self._bytes
        if rest and self._pending:
            await self._store.put(rest_key(self._video, self._writer), bytes(self._pending))
            kept += len(self._pending)
        if kept > self._flushed:
            await self._store.put(so_far_key(self._video, self._writer), self._manifest(kept))
            self._flushed = kept
        return kept

    def _manifest(self, size: int | None = None) -> bytes:
        ours = (self._writer,) * (self._parts - len(self._writers)) if self._writer else ()
        return _MANIFEST.dump_json(
            Manifest(
                bytes=self._bytes if size is None else size,
                part=PART,
                block=BLOCK,
                digests="".join(self._digests[part] for part in range(self._parts)),
                writers=self._writers + ours,
            )
        )

    async def settle(self) -> None:
        """Wait for all requests: one that is given up may still store its part afterwards."""
        if self._in_flight:
            await asyncio.wait(self._in_flight)
            for put in self._in_flight:
                put.exception()

    async def _send(self, size: int) -> None:
        while len(self._in_flight) >= PARTS_IN_FLIGHT:
            await self._landed()
        part = bytes(memoryview(self._pending)[:size])
        del self._pending[:size]
        self._in_flight.append(asyncio.create_task(self._put(self._parts, part)))
        self._parts += 1
        self._bytes += size

    async def _landed(self) -> None:
        await asyncio.wait([self._in_flight[0]])
        self._in_flight.popleft().result()

    async def _put(self, number: int, part: bytes) -> None:
        self._digests[number] = await asyncio.to_thread(_digests, part)
        await self._store.put(part_key(self._video, number, self._writer), part)


async def _writers(store: ObjectStore, video: UUID, name: str) -> list[int]:
    """Who has left an object of this name."""
    start = f"{video_root(video)}{name}-"
    keys = await store.list(video_root(video))
    return [int(key[len(start) : -len(".json")]) for key in keys if key.startswith(start)]


def _digests(part: bytes) -> str:
    view = memoryview(part)
    return "".join(_digest(view[start : start + BLOCK]) for start in range(0, len(view), BLOCK))


def _digest(block: bytes | memoryview) -> str:
    return hashlib.blake2b(block, digest_size=_DIGEST).hexdigest()
