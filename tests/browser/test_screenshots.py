"""Every page, in both themes and on a phone too; build/screenshots keeps the pictures."""

import json
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.sync_api import Browser, FilePayload, Page, ViewportSize, expect

from tests.service import PATIENCE, Client, until

PICTURES = Path(__file__).parents[2] / "build" / "screenshots"
SIZES = {
    "desktop": ViewportSize(width=1200, height=900),
    "phone": ViewportSize(width=390, height=844),
}

expect.set_options(timeout=PATIENCE * 1000)


def play(page: Page) -> None:
    """Wait until a picture can be seen."""
    until(lambda: page.evaluate("document.querySelector('video')?.readyState >= 3") or None)


def send(page: Page, address: str) -> None:
    """An upload of every kind: of an earlier visit, refused, paused, and on its way."""
    tus = {"Tus-Resumable": "1.0.0", "Upload-Offset": "0"}
    begun = httpx.post(f"{address}/v1/uploads", headers=tus | {"Upload-Length": "7000000"})
    url = address + begun.headers["location"]
    part = {"Content-Type": "application/offset+octet-stream"}
    httpx.patch(url, headers=tus | part, content=bytes(4_500_000)).raise_for_status()
    earlier = {"size": 7_000_000, "metadata": {"filename": "praia.mov"}, "uploadUrl": url}
    page.evaluate("text => localStorage.setItem('tus::x::1', text)", json.dumps(earlier))
    page.reload()
    expect(page.locator("#uploads .row")).to_have_count(1)
    line = page.context.new_cdp_session(page)
    line.send("Network.enable")
    slow = {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": 60_000}
    line.send("Network.emulateNetworkConditions", slow)
    sizes = {"vazio.mp4": 0, "aula 12.mkv": 4_000_000, "show ao vivo.mp4": 6_000_000}
    for name, size in sizes.items():
        film = FilePayload(name=name, mimeType="video/mp4", buffer=bytes(size))
        page.set_input_files("#file", film)
    expect(page.locator("#uploads .trouble", has_text=".")).to_have_count(1)
    lesson = page.locator("#uploads .row", has_text="aula 12.mkv")
    expect(lesson).to_contain_text("/s")
    lesson.locator(".pause").click()
    expect(page.locator("#uploads .row", has_text="show ao vivo.mp4")).to_contain_text("/s")


@pytest.mark.parametrize(
    "what", ["list", "uploads", "dialog", "watch", "embed", "details", "operator", "problem"]
)
def test_a_page_has_room_on_every_screen_and_asks_nobody_else(
    chromium: Browser, service: Client, few: str, video: dict[str, Any], what: str
) -> None:
    address = {
        "list": few,
        "uploads": service.base,
        "dialog": service.base,
        "watch": f"{service.base}/watch/{video['id']}",
        "embed": f"{service.base}/embed/{video['id']}",
        "details": f"{service.base}/videos/{video['id']}",
        "operator": f"{service.base}/operator",
        "problem": f"{few}/watch/x",
    }[what]
    page = chromium.new_page(locale="pt-BR", reduced_motion="reduce", viewport=SIZES["desktop"])
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(address)
    match what:
        case "list":
            expect(page.locator("#videos .row")).to_have_count(7)
            page.set_input_files("#file", {"name": "vazio.mp4", "mimeType": "", "buffer": b""})
            expect(page.locator("#uploads .trouble")).not_to_be_empty()
        case "uploads":
            send(page, service.base)
        case "dialog":
            page.locator(f"#videos [data-id='{video['id']}'] .play").click()
            play(page)
        case "watch" | "embed":
            play(page)
        case "details" | "operator":
            expect(page.locator("figcaption").first).to_be_visible()

    PICTURES.mkdir(parents=True, exist_ok=True)
    widths = {}
    for name, size in SIZES.items():
        page.set_viewport_size(size)
        for theme in ("light", "dark"):
            page.emulate_media(color_scheme="dark" if theme == "dark" else "light")
            path = PICTURES / f"{what}-{name}-{theme}.png"
            page.screenshot(path=path, full_page=what != "dialog")
        widths[name] = page.evaluate("document.documentElement.scrollWidth")
    page.close()

    origin = few if address.startswith(few) else service.base
    assert [url for url in asked if not url.startswith((origin, "blob:", "data:"))] == []
    assert {name: widths[name] <= size["width"] for name, size in SIZES.items()} == {
        "desktop": True,
        "phone": True,
    }
