"""Append to an upload: one request of as many as it takes."""

import asyncio
import hashlib
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import suppress

from caudal.errors import CaudalError, ChecksumMismatch, InsufficientStorage, UploadTooLarge
from caudal.media.upload import Checksum
from caudal.ports import Uploads
from caudal.upload_ports import GrowingFile

BLOCK = 1 << 20
"""Bytes collected before they are written."""

# An API that is killed loses so much of an upload at most, or what comes in so much time.
SAVE_BYTES = 64 << 20
SAVE_SECONDS = 2.0


async def append(
    body: AsyncIterator[bytes],
    *,
    offset: int,
    most: int,
    length: int | None,
    uploads: Uploads,
    file: GrowingFile,
    reserve: int,
    record: Callable[[int], Awaitable[None]],
    checksum: Checksum | None,
) -> int:
    """Stream a body to the end of an upload; how many bytes it has then.

    What came before an error is kept and recorded, unless there is a checksum: then it is all or
    nothing. The last byte of the upload is neither flushed nor recorded.

    Args:
        body: The request's body as it comes in, in blocks of any size.
        offset: Bytes that the upload has.
        most: Bytes that it may have.
        length: Bytes that it is to have; None: nobody knows yet.
        uploads: Asked for free space after every block, because others write too.
        file: Where the bytes go.
        reserve: Bytes of the disk that uploads leave free.
        record: Told how many bytes are durable. Raises `UploadTakenOver`.
        checksum: What the body has to be. Raises `ChecksumMismatch`.
    """
    clock = asyncio.get_running_loop().time
    digest = hashlib.new(checksum.algorithm, usedforsecurity=False) if checksum else None
    pending, recorded, recorded_at = bytearray(), offset, clock()

    async def write() -> None:
        nonlocal pending
        block, pending = pending, bytearray()
        if digest is not None:
            await asyncio.to_thread(digest.update, block)
        await file.write(block)

    async def save(*, rest: bool) -> None:
        nonlocal recorded, recorded_at
        if pending:
            await write()
        durable = await file.flush(rest=rest)
        if durable != recorded:
            await record(durable)
        recorded, recorded_at = durable, clock()

    try:
        async for piece in body:
            if offset + len(piece) > most:
                raise UploadTooLarge(  # noqa: TRY301 - what came before it is kept
                    f"The upload is to have {most} bytes at most."
                )
            offset += len(piece)
            pending += piece
            if len(pending) >= BLOCK:
                await write()
                if await uploads.free() < reserve:
                    raise InsufficientStorage(  # noqa: TRY301
                        "The server has run out of room for this file."
                    )
            overdue = offset - recorded >= SAVE_BYTES or clock() - recorded_at >= SAVE_SECONDS
            if overdue and checksum is None and offset != length:
                await save(rest=False)
    except BaseException:
        if checksum is None and offset != length:
            with suppress(CaudalError):
                await save(rest=True)
        raise
    await write()
    if checksum is not None and digest is not None and digest.digest() != checksum.digest:
        raise ChecksumMismatch("The bytes that came are not those that were sent.")
    if offset != length:
        await save(rest=True)
    return offset
