"""A TCP proxy that misbehaves on demand: between a client and the server that it believes in."""

import asyncio
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

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
        self._open = 0
        self._writers: set[asyncio.StreamWriter] = set()
        self._well = asyncio.Event()
        self._well.set()
        self._busy = False
        self._refusing = False
        self._fatal: bytes | None = None
        self._refuse_after = False
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

    def swallow_answer_to(self, words: bytes, *, then_refuse: bool = False) -> None:
        """The next message with these words reaches the server; its answer breaks the line."""
        self._fatal, self._refuse_after = words, then_refuse

    def _call(self, act: Callable[[], None]) -> None:
        done = threading.Event()

        def there() -> None:
            act()
            done.set()

        self._loop.call_soon_threadsafe(there)
        done.wait()

    def _cut(self) -> None:
        for writer in list(self._writers):
            writer.transport.abort()

    async def serve(self, started: threading.Event) -> None:
        """Forward until `stop`; on a loop of its own."""
        self._stopping = asyncio.Event()
        server = await asyncio.start_server(self._pair, "127.0.0.1", 0)
        self.port = server.sockets[0].getsockname()[1]
        started.set()
        async with server:
            await self._stopping.wait()
            self._cut()
            while self._open:  # noqa: ASYNC110 - only the last of many ends the wait
                await asyncio.sleep(0.01)

    def stop(self) -> None:
        """End `serve`."""
        self._loop.call_soon_threadsafe(self._stopping.set)

    async def _pair(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        self._open += 1
        self._writers.add(writer)
        try:
            if self._busy and not self._refusing:
                await reader.read(BLOCK)
                writer.write(BUSY)
                await writer.drain()
            elif not self._refusing:
                await self._forward(reader, writer)
        except OSError:
            pass
        finally:
            writer.transport.abort()
            self._writers.discard(writer)
            self._open -= 1

    async def _forward(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        there_reader, there_writer = await asyncio.open_connection("127.0.0.1", self._target)
        self._writers.add(there_writer)
        doomed = asyncio.Event()
        ways = [
            asyncio.create_task(self._to_server(reader, there_writer, doomed)),
            asyncio.create_task(self._to_client(there_reader, writer, doomed)),
        ]
        try:
            await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
        finally:
            there_writer.transport.abort()
            self._writers.discard(there_writer)
            for way in ways:
                way.cancel()
            await asyncio.gather(*ways, return_exceptions=True)

    async def _to_server(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, doomed: asyncio.Event
    ) -> None:
        left = self._bytes_left
        with suppress(OSError):
            while block := await reader.read(BLOCK):
                await self._well.wait()
                if self._fatal is not None and self._fatal in block:
                    self._fatal = None
                    self._refusing = self._refuse_after
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
                    if self._refusing:
                        self._cut()
                    return
                writer.write(block)
                await writer.drain()


@contextmanager
def proxied(target: int) -> Iterator[Proxy]:
    """A proxy before a port, gone afterwards."""
    proxy = Proxy(target)
    started = threading.Event()

    def run() -> None:
        with (
            asyncio.Runner(loop_factory=lambda: proxy._loop) as runner,
            suppress(asyncio.CancelledError),
        ):
            runner.run(proxy.serve(started))

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    started.wait()
    try:
        yield proxy
    finally:
        proxy.stop()
        thread.join()
