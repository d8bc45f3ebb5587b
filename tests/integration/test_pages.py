"""The pages over HTTP, as a browser asks for them, and as one without JavaScript does."""

import json
import re
from collections.abc import AsyncIterator
from pathlib import Path
from uuid import UUID

import httpx
import pytest

from caudal.errors import DatabaseUnavailable
from caudal.media.video import Status
from caudal.media.warnings import Lack
from caudal.web.assets import load_assets
from caudal.web.language import LANGUAGES, load_texts, preferred
from tests.api import LIMITS, Api, running
from tests.forms import a_part

BROWSER = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}


@pytest.fixture
async def api(tmp_path: Path) -> AsyncIterator[Api]:
    async with running(tmp_path, LIMITS) as started:
        yield started


async def sent(api: Api, filename: str = "a.mp4") -> str:
    return str((await api.send(a_part(b"x", filename=filename))).json()["id"])


def test_both_languages_say_the_same_things() -> None:
    def names(words: object, path: str = "") -> set[str]:
        if not isinstance(words, dict):
            # What a sentence has places for counts too.
            return {f"{path} {place}" for place in re.findall(r"\{\w+\}", str(words))} | {path}
        return set().union(*(names(value, f"{path}/{name}") for name, value in words.items()))

    texts = load_texts()

    assert names(texts["en"]) == names(texts["pt-BR"])
    assert set(texts["en"]["status"]) == {str(status) for status in Status}
    assert set(texts["en"]["warning"]) == {str(lack) for lack in Lack}


def test_no_words_are_hidden_by_what_a_dictionary_can_do() -> None:
    def names(words: object) -> set[str]:
        if not isinstance(words, dict):
            return set()
        return set(words).union(*map(names, words.values()))

    assert {name for name in names(load_texts()) if hasattr(dict, name)} == set()


@pytest.mark.parametrize(
    ("wish", "language"),
    [
        ("pt-BR,pt;q=0.9,en;q=0.8", "pt-BR"),
        ("pt-PT", "pt-BR"),
        ("en-US,en;q=0.9,pt;q=0.8", "en"),
        ("fr,pt;q=0.5,en;q=0.4", "pt-BR"),
        ("de", "en"),
        ("pt;q=nonsense", "en"),
        ("pt;q=0", "en"),
        ("", "en"),
    ],
)
def test_the_language_is_the_browsers(wish: str, language: str) -> None:
    assert preferred(wish) == language


async def test_a_chosen_language_and_theme_are_kept(api: Api) -> None:
    chosen = await api.http.get("/?lang=pt-BR&theme=dark&cursor=x")
    home = await api.http.get(chosen.headers["location"])

    assert chosen.status_code == 303
    assert chosen.headers["location"] == "/?cursor=x"
    assert '<html lang="pt-BR" data-theme="dark">' in home.text
    assert home.headers["content-language"] == "pt-BR"


@pytest.mark.parametrize("path", ["/", "/watch/{video}", "/embed/{video}"])
async def test_a_page_loads_nothing_from_elsewhere_and_runs_nothing_inline(
    api: Api, path: str
) -> None:
    page = await api.http.get(path.format(video=await sent(api)))

    rules = dict(
        rule.strip().split(" ", 1) for rule in page.headers["content-security-policy"].split(";")
    )
    assert page.status_code == 200
    assert rules["default-src"] == "'self'"
    assert "script-src" not in rules
    assert rules["worker-src"] == "'self' blob:"
    assert rules["frame-ancestors"] == ("*" if path.startswith("/embed") else "'none'")
    assert re.findall(r'(?:src|href)="(?:https?:)?//', page.text) == []
    assert re.findall(r"<script(?![^>]*(?:src=|application/json))", page.text) == []
    assert re.findall(r"\s(?:on[a-z]+|style)=", page.text) == []


async def test_every_file_that_a_page_names_is_there_and_cached_for_ever(api: Api) -> None:
    page = await api.http.get("/")

    for path in re.findall(r'(?:src|href)="(/static/[^"]+)"', page.text):
        file = await api.http.get(path)
        again = await api.http.get(path, headers={"If-None-Match": file.headers["etag"]})

        assert file.status_code == 200, path
        assert "immutable" in file.headers["cache-control"]
        assert again.status_code == 304
        assert again.content == b""


async def test_a_file_of_another_version_is_not_kept(api: Api) -> None:
    file = await api.http.get("/static/older/style.css")

    assert file.status_code == 200
    assert file.headers["cache-control"] == "no-cache"


@pytest.mark.parametrize("path", ["../app.py", "..%2fapp.py", "nothing.js", "vendor"])
async def test_nothing_but_the_pages_files_is_served(api: Api, path: str) -> None:
    answer = await api.http.get(f"/static/x/{path}")

    assert answer.status_code == 404


async def test_files_come_with_their_types_and_compressed(api: Api) -> None:
    script = await api.http.get("/static/x/home.js")
    font = await api.http.get("/static/x/vendor/bricolage-grotesque/latin.woff2")

    assert script.headers["content-type"] == "text/javascript; charset=utf-8"
    assert script.headers["content-encoding"] == "gzip"
    assert font.headers["content-type"] == "font/woff2"
    assert "content-encoding" not in font.headers


def test_the_version_changes_with_any_file() -> None:
    assets = load_assets()
    others = dict(assets.files)
    others.pop("style.css")

    assert type(assets)(others).version != assets.version


async def test_a_form_without_javascript_leads_to_the_videos_page(api: Api) -> None:
    answer = await api.send(a_part(b"some bytes", filename="férias.mov"), **BROWSER)
    page = await api.http.get(answer.headers["location"])

    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/watch/")
    assert "férias.mov" in page.text


async def test_a_form_that_is_refused_is_answered_in_words(api: Api) -> None:
    answer = await api.send(a_part(b""), **BROWSER, **{"Accept-Language": "pt-BR"})

    assert answer.status_code == 422
    assert answer.headers["content-type"].startswith("text/html")
    assert "O arquivo está vazio." in answer.text
    assert answer.headers["x-request-id"] in answer.text


@pytest.mark.parametrize("accept", ["*/*", "application/json", "application/json, text/html"])
async def test_a_program_that_sends_is_answered_in_json(api: Api, accept: str) -> None:
    answer = await api.send(a_part(b"x"), Accept=accept)

    assert answer.status_code == 202
    assert answer.json()["status"] == "pendente"


async def test_a_browser_without_javascript_sees_the_videos(api: Api) -> None:
    video = await sent(api, "férias.mov")

    page = await api.http.get("/")

    assert f'<a href="/watch/{video}">férias.mov</a>' in page.text


async def test_a_name_is_text_wherever_it_is_shown(api: Api) -> None:
    name = "</script><img src=x onerror=alert(1)>\"'.mp4"
    video = await sent(api, name)
    shown = api.videos.rows[UUID(video)].filename

    for path in ("/", f"/watch/{video}", f"/embed/{video}"):
        page = await api.http.get(path)

        assert "<img src=x" not in page.text
    data = re.search(r'id="video">(.*?)</script>', page.text)
    assert data is not None
    assert json.loads(data[1])["filename"] == shown


@pytest.mark.parametrize(
    "path", ["/watch/01a20c04-cd04-72fd-af56-fddf1a1588a1", "/watch/x", "/embed/%00"]
)
async def test_a_page_that_is_not_there_says_so_in_words(api: Api, path: str) -> None:
    page = await api.http.get(path, headers=BROWSER)

    assert page.status_code == 404
    assert page.headers["content-type"].startswith("text/html")
    assert "There is nothing at this address." in page.text


async def test_a_page_says_when_the_database_is_away(api: Api) -> None:
    api.videos.away = DatabaseUnavailable("host=10.0.0.1 is away")

    page = await api.http.get("/")

    assert page.status_code == 503
    assert "retry-after" in page.headers
    assert "10.0.0.1" not in page.text


@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_page_says_its_language(api: Api, language: str) -> None:
    page: httpx.Response = await api.http.get("/", headers={"Accept-Language": language})

    assert f'<html lang="{language}"' in page.text
