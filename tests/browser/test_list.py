"""The list of videos as a person uses it: find, cancel, try again, delete."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.gallery import gallery
from tests.service import PATIENCE

# By the browser's own measure, from now on.
WATCH_SHIFTS = """
window.shifts = [];
new PerformanceObserver((list) => window.shifts.push(...list.getEntries()))
  .observe({ type: "layout-shift" });
"""

expect.set_options(timeout=PATIENCE * 1000)


# Rows in which anything was touched.
WATCH_ROWS = """
window.touched = new Set();
new MutationObserver((changes) => {
  for (const { target } of changes) {
    const row = (target.nodeType === 1 ? target : target.parentElement).closest(".row");
    window.touched.add(row?.dataset.id ?? "the list");
  }
}).observe(document.getElementById("videos"), {
  subtree: true, childList: true, attributes: true, characterData: true,
});
"""


@contextmanager
def the_list(chromium: Browser, address: str, directory: Path) -> Iterator[Page]:
    page = chromium.new_page(locale="en-GB")
    page.goto(address)
    yield page
    page.screenshot(path=directory / "list.png")
    page.close()


@pytest.fixture
def page(chromium: Browser, tmp_path: Path) -> Iterator[Page]:
    """The first page, with one row of every kind, to be changed."""
    with gallery(tmp_path, 7) as address, the_list(chromium, address, tmp_path) as page:
        yield page


@pytest.fixture
def still(chromium: Browser, few: str, tmp_path: Path) -> Iterator[Page]:
    """The same, in which nothing changes."""
    with the_list(chromium, few, tmp_path) as page:
        yield page


@pytest.fixture
def long(chromium: Browser, many: str, tmp_path: Path) -> Iterator[Page]:
    """The first page with all of 200 rows."""
    with the_list(chromium, many, tmp_path) as page:
        for shown in (50, 100, 150):
            expect(page.locator("#videos .row")).to_have_count(shown)
            page.locator("#more").click()
        expect(page.locator("#videos .row")).to_have_count(200)
        yield page


def test_a_filter_and_a_search_leave_what_fits(still: Page) -> None:
    page = still
    names = page.locator("#videos .name")

    page.get_by_role("button", name="Ready").click()
    expect(names).to_have_count(2)
    page.get_by_label("Search by name").fill("FÉRIAS")
    expect(names).to_have_text(["férias em Paraty.mov"])
    page.get_by_label("Search by name").fill("nobody has this name")
    expect(page.get_by_text("No video fits.")).to_be_visible()
    page.get_by_label("Search by name").fill("")
    page.get_by_role("button", name="All").click()
    expect(names).to_have_count(7)


def test_a_video_is_cancelled_and_tried_again_by_the_keyboard(page: Page) -> None:
    row = page.locator("#videos .row", has_text="entrevista_corte3.mxf")

    row.get_by_role("button", name="Cancel entrevista_corte3.mxf").focus()
    page.keyboard.press("Enter")
    expect(row.locator(".status")).to_have_text("Cancelled")
    # The button that was pressed is gone; what took its place has the focus.
    expect(row.get_by_role("button", name="Try entrevista_corte3.mxf again")).to_be_focused()
    page.keyboard.press("Enter")
    expect(row.locator(".status")).to_have_text("Queued")


def test_a_file_at_fault_cannot_be_tried_again(still: Page) -> None:
    page = still
    row = page.locator("#videos .row", has_text="aula 12: integrais.mkv")

    expect(row).to_contain_text("The file is damaged or incomplete.")
    expect(row.get_by_role("button", name="Try")).to_be_hidden()


def test_a_video_is_deleted_only_after_a_question(page: Page) -> None:
    row = page.locator("#videos .row", has_text="férias em Paraty.mov")

    row.get_by_role("button", name="Delete férias em Paraty.mov").click()
    page.keyboard.press("Escape")
    expect(row).to_be_visible()
    row.get_by_role("button", name="Delete férias em Paraty.mov").click()
    page.get_by_role("dialog").get_by_role("button", name="Delete").click()
    expect(row).to_have_count(0)

    expect(page.get_by_role("status")).to_have_text("férias em Paraty.mov was deleted.")
    assert page.evaluate("document.activeElement.className") == "row"


def test_a_refusal_is_said_in_words(still: Page) -> None:
    page = still
    row = page.locator("#videos .row", has_text="entrevista_corte3.mxf")
    answer = {"code": "conflict", "detail": "A video that is “concluído” cannot be cancelled."}
    page.route("**/cancel", lambda route: route.fulfill(status=409, json=answer))

    row.get_by_role("button", name="Cancel").click()

    expect(row.locator(".trouble")).to_have_text(answer["detail"])


def test_of_many_rows_only_the_one_that_changes_is_touched_and_none_moves(long: Page) -> None:
    page = long
    row = page.locator("#videos .row[data-status='em processamento'] .cancel:visible").first
    changed = row.evaluate("button => button.closest('.row').dataset.id")
    tops = "[...document.querySelectorAll('#videos .row')].map(row => row.offsetTop)"
    before = page.evaluate(tops)
    page.evaluate(WATCH_SHIFTS)
    page.evaluate(WATCH_ROWS)

    # Somebody else cancels it; every row is told anew.
    httpx.post(f"{page.url}v1/videos/{changed}/cancel").raise_for_status()

    expect(page.locator(f"[data-id='{changed}'] .status")).to_have_text("Cancelled")
    assert page.evaluate("[...window.touched]") == [changed]
    assert page.evaluate(tops) == before
    assert page.evaluate("window.shifts.length") == 0


def test_a_list_without_a_stream_of_events_is_asked_for(page: Page) -> None:
    page.route("**/v1/events", lambda route: route.fulfill(status=503))
    page.reload()
    row = page.locator("#videos .row", has_text="entrevista_corte3.mxf")
    expect(row.locator(".status")).to_have_text("Converting")

    httpx.post(f"{page.url}v1/videos/{row.get_attribute('data-id')}/cancel").raise_for_status()

    expect(row.locator(".status")).to_have_text("Cancelled")


def test_a_page_says_when_the_server_is_away_and_when_it_is_back(still: Page) -> None:
    page = still
    away = page.get_by_text("Not connected. What you see may be old.")
    expect(away).to_be_hidden()

    page.route("**/v1/**", lambda route: route.abort())
    page.reload()
    expect(away).to_be_visible()
    page.unroute("**/v1/**")

    expect(away).to_be_hidden()
