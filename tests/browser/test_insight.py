"""The pages that tell what goes on, and what happened to one video."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route, ViewportSize, expect

from tests.browser.axe import violations
from tests.browser.films import send
from tests.service import Client

DESKTOP = ViewportSize(width=1200, height=900)
PHONE = ViewportSize(width=390, height=844)


@pytest.fixture(scope="module")
def broken(service: Client, tmp_path_factory: pytest.TempPathFactory) -> str:
    """A video that cannot be converted."""
    file = tmp_path_factory.mktemp("broken") / "no film.mp4"
    file.write_bytes(b"nothing" * 1000)
    video = send(service, file)
    assert service.follow(video)[-1]["status"] == "falhou"
    return video


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    page = chromium.new_page(locale="en-GB", viewport=DESKTOP)
    yield page
    page.close()


@pytest.fixture(scope="module")
def addresses(service: Client, video: dict[str, Any], broken: str) -> dict[str, str]:
    """Every page with drawings, by what it is of."""
    base = service.base
    return {
        "operation": f"{base}/operator",
        "finished": f"{base}/videos/{video['id']}",
        "failed": f"{base}/videos/{broken}",
    }


@pytest.mark.parametrize("reader", ["desktop, light, English", "phone, dark, Portuguese"])
@pytest.mark.parametrize("what", ["operation", "finished", "failed"])
def test_nothing_is_wrong_with_a_page_of_drawings(
    chromium: Browser, addresses: dict[str, str], what: str, reader: str
) -> None:
    phone = "phone" in reader
    page = chromium.new_page(
        locale="pt-BR" if phone else "en-GB",
        color_scheme="dark" if phone else "light",
        viewport=PHONE if phone else DESKTOP,
        reduced_motion="reduce",
    )
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
    page.goto(addresses[what])
    expect(page.locator("figcaption").first).to_be_visible()
    for summary in page.locator("details summary").all():
        summary.click()

    found = violations(page)
    width = page.evaluate("document.documentElement.scrollWidth")
    page.close()

    assert found == []
    assert faults == []
    assert width <= (PHONE if phone else DESKTOP)["width"]


def test_what_happened_to_a_video_is_drawn_and_told(
    page: Page, service: Client, video: dict[str, Any]
) -> None:
    page.goto(f"{service.base}/watch/{video['id']}")
    page.get_by_role("link", name="What happened to it").click()

    timeline = page.locator("#timeline")
    expect(timeline.locator(".span.status-concluído")).to_have_count(1)
    expect(timeline.locator(".span.outcome-done").first).to_be_visible()
    timeline.locator("summary").click()
    rows = timeline.locator("tbody tr")
    expect(rows.filter(has_text="Check and publish 1")).to_contain_text("done")
    # From the first status on, in the order of time.
    expect(rows.first).to_contain_text("Queued")
    renditions = page.locator("#renditions tbody tr")
    expect(renditions.filter(has_text="360p")).to_contain_text("640 × 360")
    expect(page.locator("#rates .stroke")).to_have_count(6)
    expect(page.locator("#rates .legend li").first).to_have_text("360p")
    page.get_by_role("link", name="Watch").click()
    expect(page.get_by_role("button", name="play", exact=True)).to_be_visible()


def test_what_went_wrong_is_told_with_its_code(page: Page, service: Client, broken: str) -> None:
    page.goto(f"{service.base}/videos/{broken}")

    page.locator("#timeline summary").click()

    measured = page.locator("#timeline tbody tr", has_text="Measure 1")
    expect(measured).to_contain_text("unsupported_format")
    expect(page.locator("#logs")).to_be_hidden()
    expect(page.locator("#trouble")).not_to_be_empty()
    expect(page.get_by_role("link", name="Watch")).to_be_hidden()


def test_the_last_words_of_a_tool_are_shown_as_they_are(
    page: Page, service: Client, broken: str
) -> None:
    def with_words(route: Route) -> None:
        answer = route.fetch()
        details = answer.json()
        details["attempts"][0]["log"] = "<b>…: Invalid data</b>\nConversion failed!"
        route.fulfill(response=answer, json=details)

    page.route("**/details", with_words)
    page.goto(f"{service.base}/videos/{broken}")

    expect(page.locator("#log h3")).to_contain_text("Measure 1, failed")
    expect(page.locator("#log pre")).to_have_text("<b>…: Invalid data</b>\nConversion failed!")


def test_an_operator_sees_what_was_done_and_what_failed(
    page: Page, service: Client, video: dict[str, Any], broken: str
) -> None:
    page.goto(service.base)
    page.get_by_role("link", name="Operation").click()

    expect(page.locator("#throughput rect.series-0").first).to_be_visible()
    expect(page.locator("#failures")).to_contain_text("unsupported_format")
    expect(page.locator("#workers")).to_contain_text("1 alive")
    expect(page.locator("#disk .meter rect")).to_have_count(4)
    page.locator("#throughput summary").click()
    expect(page.locator("#throughput tbody tr")).to_have_count(60)
    page.get_by_role("button", name="Last day").click()
    expect(page.locator("#throughput tbody tr")).to_have_count(48)
