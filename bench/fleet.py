"""An API and workers as processes of their own, over the embedded PostgreSQL."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from subprocess import Popen

from bench.service import Service, environment, free_port, migrated, process, until_ready


@dataclass(frozen=True, slots=True, kw_only=True)
class Fleet:
    """The API as it is called, and what starts one more worker."""

    service: Service
    worker: Callable[[], "Popen[bytes]"]


@contextmanager
def fleet(directory: Path, **settings: str) -> Iterator[Fleet]:
    """An API without workers, all of them ended at the end of the block."""
    data, port = directory / "data", free_port()
    data.mkdir()
    here = environment(data, port) | settings
    migrated(here)
    with ExitStack() as stack, (directory / "log").open("wb") as log:
        api = stack.enter_context(process("api", here, log))
        until_ready(api, port)
        yield Fleet(
            service=Service(port=port, pid=api.pid, data=data),
            worker=lambda: stack.enter_context(process("worker", here, log)),
        )
