"""Idempotency-Key: a request that comes again is answered as it was the first time."""

import asyncio
import hashlib
from uuid import UUID

from fastapi import Request

from caudal.errors import BadIdempotencyKey, IdempotencyMismatch
from caudal.media.access import Caller
from caudal.media.plan import Options
from caudal.ports import Answered, IncomingFile, Occasion

MAX_KEY = 255


def occasion_of(request: Request, caller: Caller, owner: UUID) -> Occasion | None:
    """The occasion that a request names; None: it names none. Raises `BadIdempotencyKey`."""
    key = request.headers.get("idempotency-key")
    if key is None:
        return None
    if not (0 < len(key) <= MAX_KEY and key.isascii() and key.isprintable()):
        raise BadIdempotencyKey(f"It has 1 to {MAX_KEY} printable ASCII characters.")
    return Occasion(caller=str(caller.id or "anybody"), key=key, owner=owner)


class Hashed:
    """A file on its way in, whose bytes are hashed as they come; without a file they go nowhere."""

    def __init__(self, file: IncomingFile | None) -> None:
        self._file = file
        self._hash = hashlib.sha256()
        self._sidecars = hashlib.sha256()

    async def write(self, block: bytes | bytearray) -> None:
        await asyncio.to_thread(self._hash.update, block)
        if self._file is not None:
            await self._file.write(block)

    async def keep(self) -> None:
        if self._file is not None:
            await self._file.keep()

    async def add_sidecar(self, number: int, data: bytes) -> None:
        self._sidecars.update(len(data).to_bytes(8, "big") + data)
        if self._file is not None:
            await self._file.add_sidecar(number, data)

    def fingerprint(self, filename: str, options: Options) -> bytes:
        """What tells one payload from another, however it was cut into parts of a form."""
        whole = self._hash.copy()
        whole.update(f"\0{filename}\0{options}\0".encode())
        whole.update(self._sidecars.digest())
        return whole.digest()


def first_answer(answered: Answered, fingerprint: bytes) -> str:
    """The first answer. Raises `IdempotencyMismatch` when something else was sent."""
    if answered.fingerprint != fingerprint:
        raise IdempotencyMismatch("Something else was sent under this Idempotency-Key before.")
    return answered.answer
