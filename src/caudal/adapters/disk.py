"""Files written by threads, while the event loop goes on."""

import asyncio
import errno
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from caudal.errors import InsufficientStorage, StorageUnavailable


def in_thread(call: Callable[..., None], *args: object) -> asyncio.Task[None]:
    return asyncio.create_task(asyncio.to_thread(call, *args))


async def settled(task: asyncio.Task[None] | None) -> None:
    """Wait for a task without cancelling it when the waiter is: a thread cannot be stopped."""
    if task is not None:
        await asyncio.wait([task])
        with storage_errors():
            task.result()


def write_all(file: int, block: bytes | bytearray) -> None:
    rest = memoryview(block)
    while rest:
        rest = rest[os.write(file, rest) :]


def sync_names(directory: Path) -> None:
    """Make the names in a directory durable, and its own."""
    for holder in (directory, directory.parent):
        handle = os.open(holder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


@contextmanager
def storage_errors() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise InsufficientStorage("The disk of the uploads is full.") from error
        raise StorageUnavailable(f"The disk of the uploads failed: {error.strerror}.") from error
