"""A TCP proxy that misbehaves on demand: between a client and the server that it believes in."""

import asyncio
import threading
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager, suppress
from typing import Any

BLOCK = 1 << 16
BUSY = (
    b"HTTP/1.1 503 Slow Down\r\nContent-Type: application/xml\r\nContent-Length: 72\r\n"
    b"Connection: close\r\n\r\n"
    b"<Error><Code>SlowDown</Code><Message>Please slow down.</Message></Error>"
)


class Proxy:
    """Forwards to a port of this machine, as well as its mood allows.

    Attributes:
        port: Where it listens.
        connections: How many were opened so far.
    """

    def __init__(self, target: int) -> None:
        self.port = 0
        self.connections = 0
        self._target = target
        self._loop = asyncio.new_event_loop()
        self._pairs: set[asyncio.Task[None]] = set()
        self._writers: set[asyncio.StreamWriter] = set()
        self._well = asyncio.Event()
        self._well.set()
        self._busy = False
        self._refusing = False
        self._fatal: bytes | None = None
        self._bytes_left: int | None = None

    def cut(self) -> None:
        """Break all connections."""
        self._call(self._cut)

    @contextmanager
    def refusing(self) -> Iterator[None]:
        """Every connection is broken, now and as it comes."""
        self._refusing = True
        self.cut()
        try:
            yield
        finally:
            self._refusing = False

    @contextmanager
    def silent(self) -> Iterator[None]:
        """Connections stay and nothing comes through."""
        self._call(self._well.clear)
        try:
            yield
        finally:
            self._call(self._well.set)

    @contextmanager
    def busy(self) -> Iterator[None]:
        """Every connection is answered with an HTTP 503."""
        self._busy = True
        self.cut()
        try:
            yield
        finally:
            self._busy = False

    @contextmanager
    def cutting_after(self, sent: int) -> Iterator[None]:
        """Every connection breaks when its client has sent so many bytes."""
        self._bytes_left = sent
        self.cut()
        try:
            yield
        finally:
            self._bytes_left = None

    def swallow_answer_to(self, words: bytes) -> None:
        """The next message with these words reaches the server; its answer breaks the line."""
        self._fatal = words

    def _call(self, act: Callable[[], None]) -> None:
        done = threading.Event()

        def there() -> None:
            act()
            done.set()

        self._loop.call_soon_threadsafe(there)
        done.wait()

    def _cut(self) -> None:
        for writer in self._writers:
            writer.transport.abort()

    async def _serve(self, started: threading.Event) -> None:
        server = await asyncio.start_server(self._pair, "127.0.0.1", 0)
        self.port = server.sockets[0].getsockname()[1]
        started.set()
        async with server:
            await server.serve_forever()

    async def _pair(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        if self._refusing:
            writer.transport.abort()
            return
        if self._busy:
            with suppress(OSError, asyncio.IncompleteReadError):
                await reader.read(BLOCK)
                writer.write(BUSY)
                await writer.drain()
            writer.close()
            return
        try:
            there_reader, there_writer = await asyncio.open_connection("127.0.0.1", self._target)
        except OSError:
            writer.transport.abort()
            return
        both = {writer, there_writer}
        self._writers |= both
        doomed = asyncio.Event()
        try:
            await asyncio.wait(
                [
                    self._task(self._to_server(reader, there_writer, doomed)),
                    self._task(self._to_client(there_reader, writer, doomed)),
                ],
                return_when=asyncio.FIRST_COMPLETED,
            )
        finally:
            for one in both:
                one.transport.abort()
            self._writers -= both

    def _task(self, coroutine: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        task = asyncio.create_task(coroutine)
        self._pairs.add(task)
        task.add_done_callback(self._pairs.discard)
        return task

    async def _to_server(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, doomed: asyncio.Event
    ) -> None:
        left = self._bytes_left
        with suppress(OSError):
            while block := await reader.read(BLOCK):
                await self._well.wait()
                if self._fatal is not None and self._fatal in block:
                    self._fatal = None
                    doomed.set()
                if left is not None:
                    block = block[:left]
                    left -= len(block)
                writer.write(block)
                await writer.drain()
                if left == 0:
                    return

    async def _to_client(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, doomed: asyncio.Event
    ) -> None:
        with suppress(OSError):
            while block := await reader.read(BLOCK):
                await self._well.wait()
                if doomed.is_set():
                    return
                writer.write(block)
                await writer.drain()


@contextmanager
def proxied(target: int) -> Iterator[Proxy]:
    """A proxy before a port, gone afterwards."""
    proxy = Proxy(target)
    started = threading.Event()

    def run() -> None:
        asyncio.set_event_loop(proxy._loop)
        with suppress(asyncio.CancelledError):
            proxy._loop.run_until_complete(serving)

    serving = proxy._loop.create_task(proxy._serve(started))
    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    started.wait()
    try:
        yield proxy
    finally:
        proxy._loop.call_soon_threadsafe(serving.cancel)
        thread.join()
