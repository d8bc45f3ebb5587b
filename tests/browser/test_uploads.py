"""Uploads from the page: paused, given up, broken off by a reload or by the server's death."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import psutil
import pytest
from playwright.sync_api import Browser, CDPSession, Locator, Page, Request, expect

from tests.browser.axe import violations
from tests.browser.films import flashes_and_beeps
from tests.proxy import proxied
from tests.service import PATIENCE, Client, until

TUS = {"Tus-Resumable": "1.0.0"}

expect.set_options(timeout=PATIENCE * 1000)


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return flashes_and_beeps(tmp_path_factory.mktemp("uploads") / "férias.mov", 8)


class Sender:
    """Somebody at the page, over a line as slow as it has to be.

    Attributes:
        offsets: Where each request with bytes began.
        begun: Addresses of uploads.
        forms: How many were sent.
    """

    def __init__(self, page: Page, film: Path) -> None:
        self.page = page
        self.film = film
        self.offsets: list[int] = []
        self.begun: list[str] = []
        self.forms = 0
        self._line: CDPSession = page.context.new_cdp_session(page)
        page.on("request", self._see)
        page.on("response", lambda answer: self._see_answer(answer.request, answer.headers))

    @property
    def row(self) -> Locator:
        return self.page.locator("#uploads .row", has_text=self.film.name)

    @property
    def video(self) -> Locator:
        return self.page.locator("#videos .row").first

    def choose(self) -> None:
        self.page.set_input_files("#file", self.film)

    def slow(self, seconds: float = 20) -> None:
        """From now on the film takes so long."""
        self._throughput(self.film.stat().st_size / seconds)

    def fast(self) -> None:
        self._throughput(-1)

    def wait_for(self, percent: int) -> None:
        """Wait until so much is sent."""
        self.page.wait_for_function(
            "percent => document.querySelector('#uploads .bar')?.ariaValueNow >= percent",
            arg=percent,
            timeout=PATIENCE * 1000,
        )

    def remembered(self) -> list[str]:
        """Uploads that the browser knows of."""
        names = self.page.evaluate("Object.keys(localStorage)")
        return [name for name in names if name.startswith("tus::")]

    def _throughput(self, bytes_a_second: float) -> None:
        conditions = {"offline": False, "latency": 0, "downloadThroughput": -1}
        self._line.send("Network.enable")
        self._line.send(
            "Network.emulateNetworkConditions", conditions | {"uploadThroughput": bytes_a_second}
        )

    def _see(self, request: Request) -> None:
        if request.method == "PATCH":
            self.offsets.append(int(request.headers["upload-offset"]))
        if request.method == "POST" and request.url.endswith("/v1/videos"):
            self.forms += 1

    def _see_answer(self, request: Request, headers: dict[str, str]) -> None:
        if request.method == "POST" and "location" in headers:
            self.begun.append(headers["location"])


@contextmanager
def sender(chromium: Browser, service: Client, film: Path, locale: str) -> Iterator[Sender]:
    context = chromium.new_context(locale=locale, reduced_motion="reduce")
    page = context.new_page()
    page.goto(service.base)
    yield Sender(page, film)
    context.close()


def bytes_of_last(service: Client) -> int:
    """Of the youngest video, as the list has it."""
    [video] = httpx.get(f"{service.base}/v1/videos?limit=1").raise_for_status().json()["items"]
    return int(until(lambda: (service.get(video["id"])["source"] or {}).get("bytes")))


def test_an_upload_is_paused_and_gone_on_with_by_the_keyboard(
    chromium: Browser, service: Client, film: Path
) -> None:
    with sender(chromium, service, film, "pt-BR") as me:
        me.slow()
        me.choose()
        me.wait_for(8)
        expect(me.row).to_contain_text("/s")
        me.row.get_by_role("button", name="Pausar o envio de férias.mov").focus()
        me.page.keyboard.press("Enter")
        expect(me.row).to_contain_text("Em pausa")
        wrong = []
        for theme in ("light", "dark"):
            me.page.emulate_media(color_scheme=theme)
            wrong += violations(me.page)
        resume = me.row.get_by_role("button", name="Continuar o envio de férias.mov")
        expect(resume).to_be_focused()
        me.fast()
        me.page.keyboard.press("Enter")
        expect(me.row).to_have_count(0)
        expect(me.video).to_contain_text("férias.mov")

        assert wrong == []
        assert len(me.begun) == 1
        [first, *_, last] = me.offsets
        assert first == 0
        assert last > film.stat().st_size // 20
        assert me.remembered() == []
    assert bytes_of_last(service) == film.stat().st_size


def test_an_upload_that_is_given_up_is_gone_from_the_server_too(
    chromium: Browser, service: Client, film: Path
) -> None:
    with sender(chromium, service, film, "en-GB") as me:
        me.slow()
        me.choose()
        me.wait_for(10)
        me.row.get_by_role("button", name="Cancel the upload of férias.mov").click()
        expect(me.row).to_have_count(0)
        [url] = me.begun
        until(lambda: not me.remembered() or None)

        assert httpx.head(service.base + url, headers=TUS).status_code == 410
        expect(me.page.locator("#file")).to_be_focused()


def test_an_upload_goes_on_where_it_was_after_a_reload(
    chromium: Browser, service: Client, film: Path
) -> None:
    with sender(chromium, service, film, "en-GB") as me:
        me.slow()
        me.choose()
        me.wait_for(8)
        me.page.reload()
        expect(me.row).to_contain_text("Choose or drop the same file")
        wrong = violations(me.page)
        [url] = me.begun
        offset = int(httpx.head(service.base + url, headers=TUS).headers["upload-offset"])
        me.fast()
        with me.page.expect_file_chooser() as chooser:
            me.row.get_by_role("button", name="Choose férias.mov again").click()
        chooser.value.set_files(film)
        expect(me.row).to_have_count(0)
        expect(me.video).to_contain_text("férias.mov")

        assert wrong == []
        assert len(me.begun) == 1
        assert me.offsets == [0, offset]
        assert offset > film.stat().st_size // 20
    assert bytes_of_last(service) == film.stat().st_size


def test_an_upload_goes_on_by_itself_when_the_network_is_back(
    chromium: Browser, service: Client, film: Path
) -> None:
    port = httpx.URL(service.base).port
    assert port is not None
    with proxied(port) as network:
        through = Client(base=f"http://127.0.0.1:{network.port}")
        with sender(chromium, through, film, "pt-BR") as me:
            me.slow()
            me.choose()
            me.wait_for(8)
            with network.refusing():
                expect(me.row).to_contain_text("A conexão caiu. Nova tentativa em")
            me.fast()
            expect(me.row).to_have_count(0)
            expect(me.video).to_contain_text("férias.mov")

            assert len(me.begun) == 1
            assert me.offsets[-1] > film.stat().st_size // 20


def test_a_connection_without_a_word_counts_as_broken(
    chromium: Browser, service: Client, film: Path
) -> None:
    with sender(chromium, service, film, "en-GB") as me:
        me.page.clock.install(time=0)
        me.page.reload()
        me.page.clock.pause_at(3_600_000)
        me.page.route("**/v1/uploads/*", lambda _: None)
        with me.page.expect_request(lambda request: request.method == "PATCH"):
            me.choose()
        me.page.clock.fast_forward(29_000)
        expect(me.row).not_to_contain_text("The connection broke")
        me.page.clock.fast_forward(2_000)
        expect(me.row).to_contain_text("The connection broke. Trying again in 1 s")
        with me.page.expect_request(lambda request: request.method == "HEAD"):
            me.page.clock.fast_forward(1_500)
        me.page.clock.fast_forward(31_000)
        expect(me.row).to_contain_text("The connection broke. Trying again in 2 s")
        me.page.unroute("**/v1/uploads/*")
        me.page.clock.resume()
        expect(me.row).to_have_count(0)

        assert me.offsets == [0, 0]


def test_a_refusal_is_said_and_leaves_what_has_arrived(
    chromium: Browser, service: Client, film: Path, tmp_path: Path
) -> None:
    with sender(chromium, service, tmp_path / "mine.mov", "en-GB") as me:
        me.film.write_bytes(film.read_bytes())
        me.slow()
        me.choose()
        me.wait_for(8)
        button = me.row.locator(".pause")
        button.click()
        me.page.route("**/v1/uploads/*", lambda route: route.fulfill(status=401))
        button.click()
        expect(me.row).to_contain_text("This server asks for an API key.")
        me.page.unroute("**/v1/uploads/*")
        me.row.get_by_role("button", name="Try again").click()
        expect(me.row).to_contain_text("/s")
        button.click()
        me.film.write_bytes(b"another")
        button.click()
        expect(me.row).to_contain_text("The file was changed or moved. Choose it again.")

        assert len(me.begun) == 1
        assert 0 < me.offsets[1] < film.stat().st_size


def test_an_upload_goes_on_in_one_window_at_a_time(
    chromium: Browser, service: Client, film: Path
) -> None:
    with sender(chromium, service, film, "en-GB") as me:
        me.slow()
        me.choose()
        me.wait_for(5)
        other = Sender(me.page.context.new_page(), film)
        other.page.goto(service.base)
        other.slow()
        other.choose()
        expect(me.row).to_contain_text("Another window goes on with this upload")
        expect(other.row).to_contain_text("/s")
        me.fast()
        me.row.get_by_role("button", name="Go on with the upload").click()
        expect(other.row).to_contain_text("Another window goes on with this upload")
        expect(me.row).to_have_count(0)

        assert (len(me.begun), len(other.begun)) == (1, 0)
        [start, end] = me.offsets
        [between] = other.offsets
        assert start < between < end


def test_an_upload_outlives_the_death_of_the_server_and_becomes_a_video(
    chromium: Browser, service: Client, film: Path
) -> None:
    port = httpx.URL(service.base).port
    with sender(chromium, service, film, "en-GB") as me:
        me.slow()
        me.choose()
        me.wait_for(20)  # longer than what an API keeps to itself
        listening(port).kill()
        expect(me.row).to_contain_text("The connection broke. Trying again in")
        me.fast()
        expect(me.row).to_have_count(0)
        expect(me.video).to_contain_text("Ready")

        assert len(me.begun) == 1
        assert me.offsets[0] == 0
        assert me.offsets[-1] > 0
    assert bytes_of_last(service) == film.stat().st_size


def test_where_no_tus_comes_through_a_form_is_sent(
    chromium: Browser, service: Client, film: Path
) -> None:
    with sender(chromium, service, film, "en-GB") as me:
        me.page.route("**/v1/uploads", lambda route: route.fulfill(status=405, body="no"))
        me.slow()
        me.choose()
        me.wait_for(10)
        expect(me.row.locator(".pause")).to_be_hidden()
        me.fast()
        expect(me.row).to_have_count(0)
        expect(me.video).to_contain_text("férias.mov")

        assert me.forms == 1


def listening(port: int | None) -> psutil.Process:
    """The process of ours that takes connections there."""
    return next(
        process
        for process in psutil.Process().children(recursive=True)
        if any(
            link.status == psutil.CONN_LISTEN and link.laddr.port == port
            for link in process.net_connections()
        )
    )
