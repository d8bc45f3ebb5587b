"""What every claim is measured with."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import mkdtemp

RUNGS = (1080, 720, 480, 360)
OPTIONS = {"quality": "fast", "rungs": RUNGS}  # as the API takes them


def choices(quality: str) -> tuple[str, ...]:
    """The same, as the command line takes them."""
    return ("--quality", quality, "--rungs", ",".join(map(str, RUNGS)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Setup:
    """How much is measured.

    Attributes:
        cache: What is made once: sources and peers.
        runs: How often; figures are medians.
        seconds: Length of the film that is converted.
        long: Length of the film that must be playable long before it is done.
    """

    cache: Path
    runs: int
    seconds: int
    long: int

    @contextmanager
    def directory(self) -> Iterator[Path]:
        """A new directory on the disk of the cache, which goes at the end."""
        self.cache.mkdir(parents=True, exist_ok=True)
        path = Path(mkdtemp(prefix="run-", dir=self.cache))
        try:
            yield path
        finally:
            shutil.rmtree(path, ignore_errors=True)
