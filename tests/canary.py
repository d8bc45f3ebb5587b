"""Files and ports that nobody has any business with, and that tell when somebody came."""

import ctypes
import os
import socket
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Thread

from tests.media import a_film

IN_OPEN, IN_NONBLOCK = 0x20, 0o4000
EVENT = 16  # bytes of struct inotify_event without its name


@dataclass(frozen=True, slots=True, kw_only=True)
class Canary:
    """Watched until its context ends.

    Attributes:
        directory: Has `film.mp4`, `film.ts`, `words.txt` and `words.sub`.
        port: Of 127.0.0.1, TCP and UDP.
    """

    directory: Path
    port: int
    _events: int
    _callers: list[str]
    _datagrams: socket.socket

    def seen(self) -> list[str]:
        """Who opened what and who called, since the last time that this was asked."""
        seen, self._callers[:] = list(self._callers), []
        with suppress(BlockingIOError):
            while events := os.read(self._events, 1 << 16):
                seen += list(_names(events))
        with suppress(BlockingIOError):
            while True:
                seen.append(f"datagram of {len(self._datagrams.recv(1 << 16))} bytes")
        return seen


@contextmanager
def canary(directory: Path) -> Iterator[Canary]:
    """Make the files below `directory`, and watch them and a port."""
    directory.mkdir()
    film = a_film(directory / "film.mp4", "64x64", 25, 1)
    a_film(directory / "film.ts", "64x64", 25, 1)
    (directory / "words.txt").write_text("root:x:0:0:\n")
    (directory / "words.sub").write_bytes(film.read_bytes())
    libc = ctypes.CDLL(None, use_errno=True)
    with ExitStack() as left:
        calls = left.enter_context(socket.create_server(("127.0.0.1", 0)))
        datagrams = left.enter_context(socket.socket(socket.AF_INET, socket.SOCK_DGRAM))
        port = calls.getsockname()[1]
        datagrams.bind(("127.0.0.1", port))
        datagrams.setblocking(False)
        events = libc.inotify_init1(IN_NONBLOCK)
        left.callback(os.close, events)
        assert libc.inotify_add_watch(events, bytes(directory), IN_OPEN) >= 0
        callers: list[str] = []
        answering = Thread(target=_answer, args=(calls, callers))
        left.callback(answering.join)
        left.callback(calls.shutdown, socket.SHUT_RDWR)
        answering.start()
        yield Canary(
            directory=directory,
            port=port,
            _events=events,
            _callers=callers,
            _datagrams=datagrams,
        )


def _answer(calls: socket.socket, callers: list[str]) -> None:
    with suppress(OSError):  # it was shut down
        while True:
            caller, address = calls.accept()
            callers.append(f"call from {address}")
            caller.close()


def _names(events: bytes) -> Iterator[str]:
    while events:
        length = int.from_bytes(events[12:EVENT], "little")
        yield events[EVENT : EVENT + length].rstrip(b"\0").decode() or "the directory"
        events = events[EVENT + length :]
