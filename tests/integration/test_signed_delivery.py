"""Delivery where a URL alone opens nothing: from a directory, and from a closed bucket."""

from collections.abc import AsyncIterator, Callable
from pathlib import Path
from uuid import UUID

import httpx
import pytest

from caudal.adapters.store import BucketStore, ObjectStore, open_store
from caudal.media.signing import SignedPlayback
from caudal.web.playback import Closed
from tests.api import assert_problem
from tests.serving import calling, delivering, serving

VIDEO = UUID("01a20bf4-413d-710a-81fa-bd272b6df99a")
ANOTHER = UUID("01a20bf4-413d-710a-81fa-bd272b6df99b")
NOW = 1_795_539_600
PLAYLIST = b"#EXTM3U\n#EXTINF:6,\n00000.ts\n#EXT-X-ENDLIST\n"
DATA = bytes(range(256)) * 2000
PLAYBACK = SignedPlayback(
    secrets=(b"a secret of thirty-two characters",),
    lifetime=3600,
    base="/media",
    now=lambda: NOW,
)


class KeysInMemory:
    """One video is encrypted."""

    async def find(self, video: UUID) -> bytes | None:
        return b"sixteen bytes ok" if video == VIDEO else None


KEYS = KeysInMemory()


def signed(key: str, *, video: UUID = VIDEO, seconds: int = 100) -> str:
    """The address of an object with a token, by default its own."""
    return f"/media/t/{PLAYBACK.token(video, NOW + seconds)}/{VIDEO}/{key}"


@pytest.fixture(params=["directory", "bucket"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> ObjectStore:
    url = (
        request.getfixturevalue("bucket")
        if request.param == "bucket"
        else (tmp_path / "media").as_uri()
    )
    return open_store(url, path_style=True, public_url=None)


@pytest.fixture
async def http(store: ObjectStore, tmp_path: Path) -> AsyncIterator[httpx.AsyncClient]:
    await store.put(f"{VIDEO}/720p/index.m3u8", PLAYLIST)
    await store.put(f"{VIDEO}/720p/00000.ts", DATA)
    bucket = store if isinstance(store, BucketStore) else None
    closed = Closed(playback=PLAYBACK, content_keys=KEYS, bucket=bucket)
    app = delivering(None if bucket else tmp_path / "media", closed)
    async with (
        serving(app) as port,
        calling(port, follow_redirects=True) as client,
    ):
        yield client


async def test_a_token_in_the_path_opens_the_playlist_and_what_it_names(
    http: httpx.AsyncClient,
) -> None:
    playlist = await http.get(signed("720p/index.m3u8"))
    segment = await http.get(str(playlist.url.join("00000.ts")))

    assert playlist.content == PLAYLIST
    assert playlist.headers["content-type"] == "application/vnd.apple.mpegurl"
    assert segment.content == DATA
    assert segment.headers["content-type"] == "video/mp2t"


async def test_a_player_may_ask_for_a_range_and_for_the_head(http: httpx.AsyncClient) -> None:
    part = await http.get(signed("720p/00000.ts"), headers={"Range": "bytes=5-9"})
    head = await http.head(signed("720p/00000.ts"))

    assert (part.status_code, part.content) == (206, DATA[5:10])
    assert head.headers["content-length"] == str(len(DATA))


async def test_a_playlist_that_is_known_is_not_sent_again(http: httpx.AsyncClient) -> None:
    tag = (await http.get(signed("720p/index.m3u8"))).headers["etag"]

    again = await http.get(signed("720p/index.m3u8"), headers={"If-None-Match": tag})

    assert again.status_code == 304


@pytest.mark.parametrize(
    "address",
    [
        lambda: f"/media/{VIDEO}/720p/index.m3u8",
        lambda: f"/media/t/{VIDEO}/720p/index.m3u8",
        lambda: f"/media/t//{VIDEO}/720p/index.m3u8",
        lambda: signed("720p/index.m3u8", video=ANOTHER),
        lambda: signed("720p/index.m3u8").replace(str(NOW + 100), str(NOW + 200)),
        lambda: signed("720p/index.m3u8").replace("/t/", "/T/"),
        lambda: signed("720p/index.m3u8").replace(f"/{VIDEO}/", "/x/"),
        lambda: "/media/",
        lambda: "/media/t/",
    ],
)
async def test_without_a_token_of_its_own_nothing_is_opened(
    http: httpx.AsyncClient, address: Callable[[], str]
) -> None:
    answer = await http.get(address())

    assert_problem(answer, 403, "playback_forbidden")
    assert answer.headers["access-control-allow-origin"] == "*"


@pytest.mark.parametrize("key", ["720p/index.m3u8", "720p/00000.ts", "no/such.ts"])
async def test_a_token_that_has_ended_opens_nothing(http: httpx.AsyncClient, key: str) -> None:
    assert_problem(await http.get(signed(key, seconds=0)), 403, "playback_expired")


@pytest.mark.parametrize(
    "key", ["no/index.m3u8", "720p/notes.txt", "..%2f720p/index.m3u8", "720p/index.m3u8%231"]
)
async def test_a_token_opens_nothing_that_is_not_there(http: httpx.AsyncClient, key: str) -> None:
    assert_problem(await http.get(signed(key)), 404, "not_found")


async def test_a_token_leads_no_higher_than_its_video(http: httpx.AsyncClient) -> None:
    address = signed(f"..%2f{ANOTHER}/720p/index.m3u8")

    assert_problem(await http.get(address), 404, "not_found")


async def test_caches_keep_nothing_for_longer_than_its_address_is_good_for(
    http: httpx.AsyncClient, store: ObjectStore
) -> None:
    playlist = await http.get(signed("720p/index.m3u8", seconds=30))
    segment = await http.get(signed("720p/00000.ts"), follow_redirects=False)

    assert playlist.headers["cache-control"] == "public, max-age=30"
    if isinstance(store, BucketStore):
        assert segment.status_code == 307
        assert segment.headers["cache-control"] == "private, no-store"
        assert segment.headers["location"].startswith(store.origin)
        assert segment.headers["access-control-allow-origin"] == "*"
    else:
        assert segment.headers["cache-control"] == "public, max-age=100, immutable"


async def test_a_page_may_load_videos_from_where_players_are_sent_on_to(
    http: httpx.AsyncClient, store: ObjectStore
) -> None:
    policy = (await http.get("/")).headers["content-security-policy"]

    assert (store.origin in policy) if isinstance(store, BucketStore) else ("http" not in policy)


async def test_the_key_of_a_video_is_had_with_its_token_alone(http: httpx.AsyncClient) -> None:
    key = await http.get(signed("content.key"))
    bare = await http.get(f"/media/{VIDEO}/content.key")
    foreign = await http.get(signed("content.key", video=ANOTHER))
    late = await http.get(signed("content.key", seconds=0))

    assert key.content == b"sixteen bytes ok"
    assert key.headers["content-type"] == "application/octet-stream"
    assert key.headers["cache-control"] == "private, no-store"
    assert key.headers["access-control-allow-origin"] == "*"
    assert_problem(bare, 403, "playback_forbidden")
    assert_problem(foreign, 403, "playback_forbidden")
    assert_problem(late, 403, "playback_expired")


async def test_a_video_that_is_not_encrypted_has_no_key(http: httpx.AsyncClient) -> None:
    token = PLAYBACK.token(ANOTHER, NOW + 100)

    assert_problem(await http.get(f"/media/t/{token}/{ANOTHER}/content.key"), 404, "not_found")
    assert_problem(await http.get(signed("720p/content.key")), 404, "not_found")
