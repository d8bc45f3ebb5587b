"""How slowly a client may send a body."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

from caudal.errors import UploadStalled


async def in_time(
    body: AsyncIterator[bytes], *, silence: timedelta, window: timedelta, pace: int
) -> AsyncIterator[bytes]:
    """Pass the body on. Raises `UploadStalled` when nothing comes for too long, or too little."""
    clock = asyncio.get_running_loop().time
    waited, received = 0.0, 0
    while True:
        began = clock()
        try:
            async with asyncio.timeout(silence.total_seconds()):
                piece = await anext(body)
        except StopAsyncIteration:
            return
        except TimeoutError:
            raise UploadStalled(
                f"Nothing was received for {silence.total_seconds():.0f} seconds."
            ) from None
        # The client's time alone: what a slow disk takes is not its fault.
        waited += clock() - began
        received += len(piece)
        if waited >= window.total_seconds():
            if received < pace * waited:
                raise UploadStalled(f"Less than {pace} bytes a second were received.")
            waited, received = 0.0, 0
        yield piece
