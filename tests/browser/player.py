"""A viewer: hls.js in a real browser, on a page of another origin than the videos'."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.service import PATIENCE

CHROMIUM = Path("/usr/bin/chromium")
HLS_JS = Path(__file__).parents[2] / "web" / "node_modules" / "hls.js" / "dist" / "hls.min.js"
PAGE = Path(__file__).parent / "page"
ARGUMENTS = (
    "--no-sandbox",  # which refuses to run as root, as in a container
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    # Nothing but the test is to be talked to.
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--autoplay-policy=no-user-gesture-required",
)

# With this much at hand, in seconds, it is the machine that is late and not the video.
AT_HAND = 0.5

HARMLESS = frozenset(
    {
        # Not an error but a wait; `stalls` tells whose fault it is.
        "bufferStalledError",
        # Said by hls.js 1.7 of the first segment of every separate sound track, whoever made it.
        "bufferAppendNoProgress",
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something that happened to the player.

    Attributes:
        name: An event of the video element, or "hls error".
        time: Where the video was, in seconds.
        ahead: Seconds that could be played from there without another byte.
        details: What went wrong, in hls.js's word.
        fatal: Whether hls.js gave up.
    """

    name: str
    time: float
    ahead: float
    details: str = ""
    fatal: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """A frame that was shown.

    Attributes:
        time: Its time in the video, in seconds.
        width: Of the picture as coded, in pixels.
        darkest: Of all its samples, 0 to 255.
    """

    time: float
    width: int
    darkest: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What a viewer has noticed.

    Attributes:
        events: In order.
        frames: In order; on a busy machine not every frame is seen.
        beeps: Starts of sounds after silence, in seconds on the clock of the sound.
        clocks: The clock of the sound and that of the video, read at the same instants.
        buffered: What can be played: (start, end) of each range in seconds.
        total: Frames that were decoded, shown or not.
        time: Where the video is, in seconds.
        refused: What the server did not deliver.
    """

    events: list[Event]
    frames: list[Frame]
    beeps: list[float]
    clocks: list[tuple[float, float]]
    buffered: list[tuple[float, float]]
    total: int
    time: float
    refused: list[str]

    def errors(self) -> list[Event]:
        """What went wrong."""
        return [
            event
            for event in self.events
            if event.name == "error"
            or (event.name == "hls error" and event.details not in HARMLESS)
        ]

    def stalls(self) -> list[Event]:
        """Where playback had to wait for data or to jump over a hole, once it had begun."""
        begun = [event.name for event in self.events].index("playing")
        return [
            event
            for event in self.events[begun:]
            if event.name == "seeking" or (event.name == "waiting" and event.ahead < AT_HAND)
        ]

    def jumps_back(self) -> list[float]:
        """Times of frames that were shown after a later one."""
        latest, found = 0.0, []
        for frame in self.frames:
            if frame.time < latest:
                found.append(frame.time)
            latest = max(latest, frame.time)
        return found

    def widths(self) -> list[int]:
        """Widths of the picture in the order they were seen, without repetition."""
        seen = [frame.width for frame in self.frames]
        return [now for now, before in zip(seen, [0, *seen], strict=False) if now != before]


class Player:
    """One page with a video; plays one playlist."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self._refused: list[str] = []
        page.on("response", self._see)

    def listen(self) -> None:
        """Hear the sound as well. To be called before `play`."""
        self.page.evaluate("listen()")

    def play(self, url: str, **config: Any) -> None:
        """Play a playlist from its start; `config` is hls.js's."""
        self.page.evaluate("([url, config]) => play(url, config)", [url, config])

    def play_at(self, rate: float) -> None:
        """Play slower or faster."""
        self.page.evaluate("rate => { video.playbackRate = rate }", rate)

    def switch(self, how: str, width: int) -> None:
        """Ask for another quality by hls.js's `currentLevel` or `nextLevel`."""
        self.page.evaluate("([how, width]) => { hls[how] = level(width) }", [how, width])

    def wait_until(self, condition: str) -> None:
        """Wait for a condition in the page's own words, or for the end by a fatal error."""
        self.page.wait_for_function(f"broken || ({condition})", polling=50, timeout=PATIENCE * 1000)

    def report(self) -> Report:
        """What has been noticed so far."""
        seen: Mapping[str, Any] = self.page.evaluate("report()")
        return Report(
            events=[Event(**event) for event in seen["events"]],
            frames=[Frame(**frame) for frame in seen["frames"]],
            beeps=seen["beeps"],
            clocks=[(pair["sound"], pair["video"]) for pair in seen["clocks"]],
            buffered=[(start, end) for start, end in seen["buffered"]],
            total=seen["total"],
            time=seen["time"],
            refused=list(self._refused),
        )

    def _see(self, response: Any) -> None:
        if response.status >= 400:
            self._refused.append(f"{response.status} {response.url}")


@contextmanager
def browser() -> Iterator[Browser]:
    """A browser without a screen."""
    if not CHROMIUM.exists():
        pytest.fail(f"There is no {CHROMIUM}: install Debian's package chromium")
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        try:
            yield running
        finally:
            running.close()


@contextmanager
def player_page() -> Iterator[str]:
    """The address of the page with the player."""
    if not HLS_JS.exists():
        pytest.fail("hls.js is not installed: install npm and run `make test`")
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Pages, directory=PAGE)) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/player.html"
        finally:
            server.shutdown()
            thread.join()


class _Pages(SimpleHTTPRequestHandler):
    def translate_path(self, path: str) -> str:
        return str(HLS_JS) if path == "/hls.js" else super().translate_path(path)

    def log_message(self, *_: object) -> None:
        """Say nothing."""
