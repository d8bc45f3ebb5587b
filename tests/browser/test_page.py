"""The page in a real browser: send a video, see it play; nothing comes from another origin."""

import gzip
import re
from base64 import b64encode
from collections.abc import Mapping
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from caudal.web.assets import Asset, load_assets
from tests.browser.films import flashes_and_beeps
from tests.service import PATIENCE, Client, until

WAIT = PATIENCE * 1000


def choose(page: Page, film: Path) -> None:
    page.set_input_files("#file", film)


def drop(page: Page, film: Path) -> None:
    """As from the desktop: the events of a drag that carries a file."""
    data = page.evaluate_handle(
        """([content, name]) => {
            const bytes = Uint8Array.from(atob(content), (letter) => letter.charCodeAt(0));
            const data = new DataTransfer();
            data.items.add(new File([bytes], name));
            return data;
        }""",
        [b64encode(film.read_bytes()).decode(), film.name],
    )
    page.dispatch_event("#drop", "dragenter", {"dataTransfer": data})
    expect(page.locator("#drop")).to_have_class("drop over")
    page.dispatch_event("#drop", "drop", {"dataTransfer": data})
    expect(page.locator("#drop")).to_have_class("drop")


@pytest.mark.parametrize("way", ["chosen", "dropped"])
def test_a_video_goes_up_and_plays(
    chromium: Browser, service: Client, tmp_path: Path, way: str
) -> None:
    locale, give, ready = {
        "chosen": ("en-GB", choose, "Ready"),
        "dropped": ("pt-BR", drop, "Concluído"),
    }[way]
    page = chromium.new_page(locale=locale)
    asked, broken = [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("pageerror", lambda error: broken.append(str(error)))
    page.goto(service.base)

    give(page, flashes_and_beeps(tmp_path / f"{way}.mov", 6))
    row = page.locator("#videos .row", has_text=f"{way}.mov")
    row.locator(".play").click(timeout=WAIT)
    until(lambda: page.evaluate("document.querySelector('video')?.currentTime > 1") or None)
    page.locator("#screen-close").click()
    row.get_by_text(ready).wait_for(timeout=WAIT)

    assert broken == []
    assert [url for url in asked if not url.startswith((service.base, "blob:", "data:"))] == []
    page.close()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_many_rows_fit_a_phone(chromium: Browser, many: str, tmp_path: Path, theme: str) -> None:
    page = chromium.new_page(
        viewport={"width": 390, "height": 844},
        color_scheme="dark" if theme == "dark" else "light",
    )
    page.goto(many)
    page.locator("#more").click(timeout=WAIT)
    until(lambda: page.locator("#videos .row").count() == 100 or None)
    width = page.evaluate("document.documentElement.scrollWidth")
    page.screenshot(path=tmp_path / "phone.png")
    page.close()

    assert width <= 390


def test_scripts_are_small() -> None:
    files = load_assets().files
    sizes = {p: len(gzip.compress(a.body, 9)) for p, a in files.items() if p.endswith(".js")}

    assert sum(size for path, size in sizes.items() if "vendor" not in path) <= 60_000
    assert sum(sizes.values()) <= 300_000
    first_page = imported(files, "home.js")
    assert "vendor/tus-js-client/tus.js" in first_page
    assert sum(sizes[path] for path in first_page) <= 60_000


def imported(files: Mapping[str, Asset], path: str) -> set[str]:
    """What a browser loads with a module, the module among it; what is imported later is not."""
    found, waiting = set[str](), {path}
    while waiting:
        found.add(path := waiting.pop())
        text = files[path].body.decode()
        waiting |= set(re.findall(r'^import .*?"\./(.+?)";$', text, re.MULTILINE)) - found
    return found
