"""What axe finds: nothing, on any page, in either theme."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.axe import violations
from tests.service import PATIENCE, Client, until

THEMES = ("light", "dark")

expect.set_options(timeout=PATIENCE * 1000)


@pytest.fixture(params=THEMES)
def page(request: pytest.FixtureRequest, chromium: Browser) -> Iterator[Page]:
    """A browser that likes one theme, and no motion."""
    page = chromium.new_page(
        color_scheme=request.param,
        reduced_motion="reduce",
        viewport={"width": 1200, "height": 2000},
    )
    yield page
    page.close()


def test_nothing_is_wrong_with_the_list(page: Page, few: str) -> None:
    page.goto(few)
    expect(page.locator("#videos .row")).to_have_count(7)

    assert violations(page) == []


def test_nothing_is_wrong_with_a_question(page: Page, few: str) -> None:
    page.goto(few)
    page.locator("#videos .delete:visible").first.click()
    expect(page.get_by_role("dialog")).to_be_visible()

    assert violations(page) == []


def test_nothing_is_wrong_with_a_refused_upload(page: Page, few: str, tmp_path: Path) -> None:
    page.goto(few)
    (tmp_path / "empty.mp4").touch()
    page.set_input_files("#file", tmp_path / "empty.mp4")
    expect(page.locator("#uploads .trouble")).to_have_text("The file is empty.")

    assert violations(page) == []


def test_nothing_is_wrong_where_there_is_nothing(page: Page, few: str) -> None:
    page.goto(f"{few}/watch/x")

    assert violations(page) == []


@pytest.mark.parametrize("path", ["/watch", "/embed"])
def test_nothing_is_wrong_with_a_player(
    page: Page, service: Client, video: dict[str, Any], path: str
) -> None:
    page.goto(f"{service.base}{path}/{video['id']}")
    until(lambda: page.evaluate("document.querySelector('video')?.readyState >= 3") or None)

    assert violations(page) == []


def test_nothing_is_wrong_with_a_player_above_the_first_page_on_a_phone(
    page: Page, service: Client, video: dict[str, Any], tmp_path: Path
) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(service.base)
    page.locator(f"#videos [data-id='{video['id']}'] .play").click()
    until(lambda: page.evaluate("document.querySelector('video')?.readyState >= 3") or None)

    page.screenshot(path=tmp_path / "dialog.png")
    assert violations(page) == []
