"""The page in a real browser: send a video, see it play; nothing comes from another origin."""

import gzip
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from caudal.web.assets import load_assets
from tests.browser.films import flashes_and_beeps
from tests.browser.gallery import gallery
from tests.service import PATIENCE, Client, until

WAIT = PATIENCE * 1000


@pytest.mark.parametrize(
    ("locale", "ready"), [("en-GB", "Ready"), ("pt-BR", "Concluído")], ids=["en", "pt-BR"]
)
def test_a_chosen_video_goes_up_and_plays(
    chromium: Browser, service: Client, tmp_path: Path, locale: str, ready: str
) -> None:
    page = chromium.new_page(locale=locale)
    asked, broken = [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("pageerror", lambda error: broken.append(str(error)))
    page.goto(service.base)

    page.set_input_files("#file", flashes_and_beeps(tmp_path / "film.mov", 6))
    row = page.locator("#videos .row").first
    row.locator(".play").click(timeout=WAIT)
    until(lambda: page.evaluate("document.querySelector('video')?.currentTime > 1") or None)
    page.locator("#screen-close").click()
    row.get_by_text(ready).wait_for(timeout=WAIT)

    assert broken == []
    assert [url for url in asked if not url.startswith((service.base, "blob:", "data:"))] == []
    page.close()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_many_rows_fit_a_phone(chromium: Browser, tmp_path: Path, theme: str) -> None:
    with gallery(tmp_path, 60) as address:
        page = chromium.new_page(
            viewport={"width": 390, "height": 844},
            color_scheme="dark" if theme == "dark" else "light",
        )
        page.goto(address)
        page.locator("#more").click(timeout=WAIT)
        until(lambda: page.locator("#videos .row").count() == 60 or None)
        width = page.evaluate("document.documentElement.scrollWidth")
        page.screenshot(path=tmp_path / "phone.png")
        page.close()

    assert width <= 390


def test_scripts_are_small() -> None:
    files = load_assets().files
    sizes = {p: len(gzip.compress(a.body, 9)) for p, a in files.items() if p.endswith(".js")}

    assert sum(size for path, size in sizes.items() if "vendor" not in path) <= 60_000
    assert sum(sizes.values()) <= 300_000
