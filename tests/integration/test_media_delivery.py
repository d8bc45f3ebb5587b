"""Local delivery: what a player, a browser and an attacker see of the store's directory."""

import os
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from tests.serving import calling, delivering, serving

VIDEO = "01a20bf4-413d-710a-81fa-bd272b6df99a"
SEGMENT = f"/media/{VIDEO}/720p/00000.ts"
DATA = bytes(range(256)) * 2000


@pytest.fixture
def store(tmp_path: Path) -> Path:
    root = tmp_path / "media"
    rendition = root / VIDEO / "720p"
    rendition.mkdir(parents=True)
    (rendition / "00000.ts").write_bytes(DATA)
    (rendition / "00001.ts").write_bytes(b"")
    (rendition / "00002.ts#1").write_bytes(b"half")
    (rendition / "index.m3u8").write_text("#EXTM3U\n")
    (root / VIDEO / "master.m3u8").write_text("#EXTM3U\n")
    (root / VIDEO / "notes.txt").write_text("no name of ours")
    (tmp_path / "secret.ts").write_text("outside")
    return root


@pytest.fixture
async def http(store: Path) -> AsyncIterator[httpx.AsyncClient]:
    async with (
        serving(delivering(store)) as port,
        calling(port) as client,
    ):
        yield client


async def test_a_segment_comes_whole_with_the_headers_of_its_kind(http: httpx.AsyncClient) -> None:
    answer = await http.get(SEGMENT)

    assert answer.status_code == 200
    assert answer.content == DATA
    assert answer.headers["content-type"] == "video/mp2t"
    assert answer.headers["content-length"] == str(len(DATA))
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert answer.headers["accept-ranges"] == "bytes"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["last-modified"].endswith("GMT")


@pytest.mark.parametrize("path", ["720p/index.m3u8", "master.m3u8"])
async def test_a_playlist_is_cached_for_a_minute(http: httpx.AsyncClient, path: str) -> None:
    answer = await http.get(f"/media/{VIDEO}/{path}")

    assert answer.headers["content-type"] == "application/vnd.apple.mpegurl"
    assert answer.headers["cache-control"] == "public, max-age=60"


async def test_an_empty_object_is_delivered(http: httpx.AsyncClient) -> None:
    answer = await http.get(f"/media/{VIDEO}/720p/00001.ts")

    assert (answer.status_code, answer.content) == (200, b"")


async def test_head_tells_the_same_without_the_bytes(http: httpx.AsyncClient) -> None:
    whole = await http.get(SEGMENT)
    head = await http.head(SEGMENT)

    varying = {"date", "x-request-id"}
    assert head.status_code == 200
    assert head.content == b""
    assert {k: v for k, v in head.headers.items() if k not in varying} == {
        k: v for k, v in whole.headers.items() if k not in varying
    }


@pytest.mark.parametrize(
    ("wanted", "start", "end"),
    [
        ("bytes=0-0", 0, 1),
        ("bytes=188-375", 188, 376),
        ("bytes=500000-", 500_000, len(DATA)),
        ("bytes=-376", len(DATA) - 376, len(DATA)),
        ("bytes=-9999999", 0, len(DATA)),
        ("bytes=0-9999999", 0, len(DATA)),
        ("BYTES=5-9", 5, 10),
    ],
)
async def test_one_range_is_served(
    http: httpx.AsyncClient, wanted: str, start: int, end: int
) -> None:
    answer = await http.get(SEGMENT, headers={"Range": wanted})

    assert answer.status_code == 206
    assert answer.content == DATA[start:end]
    assert answer.headers["content-range"] == f"bytes {start}-{end - 1}/{len(DATA)}"
    assert answer.headers["content-length"] == str(end - start)


async def test_head_with_a_range_tells_its_length(http: httpx.AsyncClient) -> None:
    answer = await http.head(SEGMENT, headers={"Range": "bytes=0-9"})

    assert answer.status_code == 206
    assert answer.headers["content-length"] == "10"


@pytest.mark.parametrize("wanted", [f"bytes={len(DATA)}-", "bytes=9999999-99999999", "bytes=-0"])
async def test_a_range_behind_the_end_is_not_satisfiable(
    http: httpx.AsyncClient, wanted: str
) -> None:
    answer = await http.get(SEGMENT, headers={"Range": wanted})

    assert answer.status_code == 416
    assert answer.headers["content-range"] == f"bytes */{len(DATA)}"
    assert answer.json()["code"] == "range_not_satisfiable"
    assert answer.headers["access-control-allow-origin"] == "*"


@pytest.mark.parametrize(
    "wanted",
    [
        "bytes=0-1,5-9",
        "bytes=" + ",".join(["0-1"] * 1000),
        "bytes=9-3",
        "bytes=-",
        "bytes=a-b",
        "bytes=٣-٤",
        "seconds=0-1",
        "",
    ],
)
async def test_several_ranges_and_unreadable_ones_get_the_whole(
    http: httpx.AsyncClient, wanted: str
) -> None:
    answer = await http.get(SEGMENT, headers=[(b"Range", wanted.encode())])

    assert answer.status_code == 200
    assert answer.content == DATA


async def test_an_unchanged_object_is_not_sent_again(http: httpx.AsyncClient) -> None:
    etag = (await http.get(SEGMENT)).headers["etag"]

    for known in (etag, f'"other", W/{etag}', "*"):
        answer = await http.get(SEGMENT, headers={"If-None-Match": known})
        assert (answer.status_code, answer.content) == (304, b"")
        assert answer.headers["etag"] == etag


async def test_a_changed_object_is_sent_again(http: httpx.AsyncClient, store: Path) -> None:
    path = f"/media/{VIDEO}/master.m3u8"
    etag = (await http.get(path)).headers["etag"]
    (store / VIDEO / "master.m3u8").write_text("#EXTM3U\n#EXT-X-VERSION:4\n")

    answer = await http.get(path, headers={"If-None-Match": etag})

    assert answer.status_code == 200
    assert answer.headers["etag"] != etag


async def test_a_range_of_an_object_that_changed_since_gets_the_whole(
    http: httpx.AsyncClient,
) -> None:
    etag = (await http.get(SEGMENT)).headers["etag"]

    same = await http.get(SEGMENT, headers={"Range": "bytes=0-9", "If-Range": etag})
    other = await http.get(SEGMENT, headers={"Range": "bytes=0-9", "If-Range": '"other"'})

    assert same.status_code == 206
    assert other.status_code == 200


async def test_players_on_any_page_may_read_without_credentials(http: httpx.AsyncClient) -> None:
    answer = await http.get(SEGMENT, headers={"Origin": "https://page.example"})

    assert answer.headers["access-control-allow-origin"] == "*"
    assert "access-control-allow-credentials" not in answer.headers
    exposed = answer.headers["access-control-expose-headers"].split(", ")
    assert set(exposed) == {"Content-Range", "Content-Length", "ETag"}


async def test_a_preflight_allows_ranges(http: httpx.AsyncClient) -> None:
    answer = await http.options(
        SEGMENT,
        headers={
            "Origin": "https://page.example",
            "Access-Control-Request-Method": "GET",
            "Access-Control-Request-Headers": "range",
        },
    )

    assert answer.status_code == 204
    assert answer.headers["access-control-allow-origin"] == "*"
    assert answer.headers["access-control-allow-methods"] == "GET, HEAD"
    assert "Range" in answer.headers["access-control-allow-headers"]


@pytest.mark.parametrize(
    "path",
    [
        f"{VIDEO}/720p/00009.ts",
        f"{VIDEO}/720p/00002.ts%231",
        f"{VIDEO}/720p",
        f"{VIDEO}/notes.txt",
        f"{VIDEO}%2Fmaster.m3u8",
        f"{VIDEO}/720p/%2e%2e/master.m3u8",
        f"{VIDEO}/../secret.ts",
        f"{VIDEO}/%2e%2e/%2e%2e/secret.ts",
        f"{VIDEO}/..%2f..%2fsecret.ts",
        f"{VIDEO}/..%5c..%5csecret.ts",
        f"{VIDEO}//master.m3u8",
        f"{VIDEO}/master.m3u8%00",
        f"{VIDEO}/master.m3u8/",
        f"{VIDEO.upper()}/master.m3u8",
        "..%2fsecret.ts",
        "/etc/passwd",
        "%2fetc%2fpasswd",
        "secret.ts",
        "",
    ],
)
async def test_nothing_but_our_own_names_is_found(http: httpx.AsyncClient, path: str) -> None:
    # The client would tidy the path up; the bytes go out as they are.
    url = http.base_url.copy_with(raw_path=b"/media/" + path.encode())

    answer = await http.get(url)

    assert answer.status_code == 404
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["access-control-allow-origin"] == "*"
    assert answer.json()["code"] == "not_found"


async def test_a_link_out_of_the_store_is_not_followed(
    http: httpx.AsyncClient, store: Path
) -> None:
    (store / VIDEO / "720p" / "00003.ts").symlink_to(store.parent / "secret.ts")
    (store / VIDEO / "out").symlink_to(store.parent, target_is_directory=True)

    file = await http.get(f"/media/{VIDEO}/720p/00003.ts")
    directory = await http.get(f"/media/{VIDEO}/out/secret.ts")

    assert file.status_code == 404
    assert directory.status_code == 404


async def test_a_pipe_is_no_object(http: httpx.AsyncClient, store: Path) -> None:
    os.mkfifo(store / VIDEO / "720p" / "00004.ts")

    answer = await http.get(f"/media/{VIDEO}/720p/00004.ts")

    assert answer.status_code == 404


async def test_nothing_can_be_written(http: httpx.AsyncClient) -> None:
    for method in ("PUT", "POST", "DELETE", "PATCH"):
        answer = await http.request(method, SEGMENT)
        assert answer.status_code == 405
        assert answer.headers["allow"] == "GET, HEAD, OPTIONS"
