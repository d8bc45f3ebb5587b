"""The page of one video: from the early playlist to the final one, captions, copy buttons."""

import json
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import av
import httpx
import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.browser.conftest import SECONDS
from tests.browser.films import send
from tests.covers import FRONT, flac, image
from tests.service import PATIENCE, Client, until

VIDEO = "document.querySelector('video')"

# What a viewer would notice, from now on.
WATCH = """
const video = document.querySelector('video');
window.noticed = [];
let last = video.currentTime;
// With so much at hand, in seconds, it is the machine that is late.
const late = () => ![...Array(video.buffered.length).keys()].some((i) =>
  video.buffered.start(i) <= video.currentTime && video.buffered.end(i) > video.currentTime + 0.5);
video.addEventListener('waiting', () => {
  if (late()) window.noticed.push(['waiting', video.currentTime]);
});
for (const name of ['seeking', 'error', 'emptied', 'pause'])
  video.addEventListener(name, () => window.noticed.push([name, video.currentTime]));
video.addEventListener('timeupdate', () => {
  if (video.currentTime < last) window.noticed.push(['back', last, video.currentTime]);
  last = video.currentTime;
});
"""

expect.set_options(timeout=PATIENCE * 1000)


def wait_for(page: Page, condition: str) -> None:
    # Not in the page: its policy lets nobody make code of text.
    until(lambda: page.evaluate(condition) or None)


@pytest.fixture
def page(chromium: Browser, tmp_path: Path) -> Iterator[Page]:
    page = chromium.new_page(locale="en-GB")
    yield page
    page.screenshot(path=tmp_path / "watching.png")
    page.close()


def test_who_watches_a_video_in_the_making_moves_on_to_the_final_playlist_and_notices_nothing(
    page: Page, service: Client, video: dict[str, Any]
) -> None:
    """The early playlists of a finished video are those that its first viewers had."""
    early_url = video["url"].replace("master.m3u8", "early.m3u8")
    before = {
        **video,
        "status": "em processamento",
        "poster": None,
        "thumbnails": None,
        "playback": {"playable": True, "url": early_url, "duration": SECONDS},
    }

    def while_it_was_made(route: Route) -> None:
        answer = route.fetch()
        start, _, rest = answer.text().partition('id="video">')
        _, end, rest = rest.partition("</script>")
        route.fulfill(response=answer, body=f'{start}id="video">{json.dumps(before)}{end}{rest}')

    address, asked = f"{service.base}/watch/{video['id']}", []
    page.on("request", lambda request: asked.append(request.url))
    page.route(address, while_it_was_made)
    page.route(f"**/v1/videos/{video['id']}", lambda route: route.fulfill(json=before))
    page.goto(address)
    wait_for(page, f"{VIDEO}?.readyState >= 3")
    page.evaluate(WATCH)
    page.evaluate(f"{VIDEO}.play()")
    wait_for(page, f"{VIDEO}.currentTime > 1")
    assert early_url in asked
    assert video["url"] not in asked

    page.unroute(f"**/v1/videos/{video['id']}")
    wait_for(page, f"[...{VIDEO}.textTracks].some(track => track.kind === 'subtitles')")
    moved = page.evaluate(f"{VIDEO}.currentTime")
    wait_for(page, f"{VIDEO}.currentTime > {moved + 3}")

    assert page.evaluate("window.noticed") == []
    page.evaluate(f"{VIDEO}.currentTime = {SECONDS - 1}")
    wait_for(page, f"{VIDEO}.ended")
    assert page.evaluate(f"{VIDEO}.poster").endswith("/poster.jpg")


def test_captions_sounds_and_qualities_can_be_chosen(
    page: Page, service: Client, video: dict[str, Any]
) -> None:
    page.goto(f"{service.base}/watch/{video['id']}")
    wait_for(page, f"{VIDEO}?.readyState >= 3 && {VIDEO}.textTracks.length > 1")

    def choose(menu: str, item: str) -> None:
        page.locator(f"media-{menu}-menu-button").click()
        page.locator(f"media-{menu}-menu").get_by_role("menuitemradio", name=item).click()

    choose("captions", "und")
    wait_for(page, f"[...{VIDEO}.textTracks].some(t => t.mode === 'showing' && t.cues?.length)")
    choose("audio-track", "eng")
    wait_for(page, f"[...{VIDEO}.audioTracks].find(track => track.enabled).language === 'eng'")
    choose("rendition", "234p")
    page.evaluate(f"{VIDEO}.play()")
    wait_for(page, f"{VIDEO}.videoHeight === 234 && {VIDEO}.currentTime > 1")


def test_the_seek_bar_shows_what_is_there(
    page: Page, service: Client, video: dict[str, Any]
) -> None:
    page.goto(f"{service.base}/watch/{video['id']}")
    wait_for(page, f"{VIDEO}?.readyState >= 3")

    page.locator("media-time-range").hover()

    shown = "document.querySelector('media-preview-thumbnail').mediaPreviewImage"
    wait_for(page, shown)
    assert httpx.get(page.evaluate(shown)).headers["content-type"] == "image/jpeg"

    page.locator("media-time-range").click()
    wait_for(page, f"Math.abs({VIDEO}.currentTime - {SECONDS / 2}) < 1")
    page.get_by_role("button", name="play", exact=True).click()
    wait_for(page, f"{VIDEO}.currentTime > {SECONDS / 2 + 2}")


def test_a_copied_address_leads_to_what_it_says(
    chromium: Browser, service: Client, video: dict[str, Any]
) -> None:
    context = chromium.new_context(
        locale="pt-BR", permissions=["clipboard-read", "clipboard-write"]
    )
    page = context.new_page()
    page.goto(f"{service.base}/watch/{video['id']}")
    expect(page.get_by_role("button", name="reproduzir", exact=True)).to_be_visible()

    def copied(label: str) -> str:
        field = page.locator(".copyable", has=page.get_by_label(label))
        field.get_by_role("button").click()
        expect(page.get_by_role("status")).to_have_text("Copiado")
        return str(page.evaluate("navigator.clipboard.readText()"))

    playlist = copied("Playlist (.m3u8)")
    embed = copied("Código para incorporar")
    curl = copied("Perguntar à API")
    context.close()

    assert httpx.get(playlist).text.startswith("#EXTM3U")
    assert f'<iframe src="{service.base}/embed/{video["id"]}"' in embed
    assert curl == f"curl {service.base}/v1/videos/{video['id']}"


def test_the_cover_of_a_song_is_seen_while_it_plays(
    page: Page, service: Client, tmp_path: Path
) -> None:
    song = tmp_path / "song.flac"
    flac(song, (FRONT, b"image/png", image(tmp_path / "cover.png", "red", "320x320")))
    video = service.follow(send(service, song, quality="fast"))[-1]
    assert httpx.get(video["poster"]).headers["content-type"] == "image/jpeg"

    for kind in ("watch", "embed"):
        page.goto(f"{service.base}/{kind}/{video['id']}")
        wait_for(page, f"{VIDEO}?.readyState >= 3")
        page.evaluate(f"{VIDEO}.play()")
        wait_for(page, f"{VIDEO}.currentTime > 0.5")
        seen = page.locator("video").screenshot(path=tmp_path / f"{kind}.png")

        with av.open(BytesIO(seen), "r") as container:
            pixels = next(container.decode(video=0)).to_ndarray(format="rgb24")
        height, width, _ = pixels.shape
        # Beside a square cover there is nothing; and above the controls it is seen whole.
        assert pixels[height // 4, width // 2].tolist() == pytest.approx([254, 0, 0], abs=3)
        assert pixels[height // 4, width // 20].max() < 40


def test_playback_that_broke_off_can_be_tried_again(
    page: Page, service: Client, video: dict[str, Any]
) -> None:
    page.route("**/master.m3u8", lambda route: route.fulfill(status=404))
    page.goto(f"{service.base}/watch/{video['id']}")
    again = page.get_by_role("button", name="Try again")
    expect(again).to_be_visible()
    page.unroute("**/master.m3u8")

    again.click()

    wait_for(page, f"{VIDEO}?.currentTime > 0")


def test_every_button_is_within_reach_on_a_phone(
    chromium: Browser, service: Client, video: dict[str, Any], tmp_path: Path
) -> None:
    page = chromium.new_page(viewport={"width": 360, "height": 740})
    page.goto(f"{service.base}/watch/{video['id']}")
    wait_for(page, f"{VIDEO}?.readyState >= 3 && {VIDEO}.textTracks.length > 1")

    buttons = page.locator("media-control-bar > *:visible").all()
    boxes = [box for button in buttons if (box := button.bounding_box()) and box["width"]]
    page.screenshot(path=tmp_path / "phone.png")
    width = page.evaluate("document.documentElement.scrollWidth")
    page.close()

    assert len(boxes) >= 6
    assert min(box["x"] for box in boxes) >= 0
    assert max(box["x"] + box["width"] for box in boxes) <= 360
    assert width <= 360
