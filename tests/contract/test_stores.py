"""What every store promises, and what a bucket and a directory each add to it."""

import asyncio
import errno
import os
from datetime import timedelta
from pathlib import Path
from urllib.request import urlopen

import httpx
import pytest

from caudal.adapters.store import ObjectStore, open_store
from caudal.errors import InsufficientStorage, NotFound, StorageUnavailable
from caudal.media.keys import delivery
from tests.localstack import LocalStack

# The discard port: nothing listens there.
DEAD_ENDPOINT = "http://127.0.0.1:9"


def impatient(url: str, *, path_style: bool = True, public_url: str | None = None) -> ObjectStore:
    return open_store(
        url, path_style=path_style, public_url=public_url, patience=timedelta(milliseconds=1)
    )


class TestEveryStore:
    async def test_an_object_comes_back_as_it_was_stored(self, store: ObjectStore) -> None:
        await store.put("v/720p/00000.ts", b"G picture")

        assert await store.get("v/720p/00000.ts") == b"G picture"

    async def test_an_empty_object_is_an_object(self, store: ObjectStore) -> None:
        await store.put("v/empty.vtt", b"")

        assert await store.size("v/empty.vtt") == 0

    async def test_a_large_object_comes_back_whole(self, store: ObjectStore) -> None:
        data = os.urandom(20_000_000)

        await store.put("v/720p/00000.ts", data)

        assert await store.size("v/720p/00000.ts") == len(data)
        assert await store.get("v/720p/00000.ts") == data

    async def test_a_second_put_replaces_the_first(self, store: ObjectStore) -> None:
        await store.put("v/master.m3u8", b"the longer, older text")
        await store.put("v/master.m3u8", b"new")

        assert await store.get("v/master.m3u8") == b"new"

    async def test_many_puts_at_once_all_arrive(self, store: ObjectStore) -> None:
        names = {f"v/720p/{number:05d}.ts" for number in range(50)}

        async with asyncio.TaskGroup() as puts:
            for name in names:
                puts.create_task(store.put(name, name.encode()))

        assert set(await store.list("v/")) == names
        assert await store.get("v/720p/00049.ts") == b"v/720p/00049.ts"

    @pytest.mark.parametrize("key", ["v/none.ts", "v", "../v/none.ts", "v//none.ts"])
    async def test_what_was_never_stored_is_not_found(self, store: ObjectStore, key: str) -> None:
        await store.put("v/some.ts", b"some")

        with pytest.raises(NotFound):
            await store.get(key)
        assert await store.size(key) is None

    async def test_a_listing_has_every_key_with_the_prefix_and_no_other(
        self, store: ObjectStore
    ) -> None:
        for key in ("v/master.m3u8", "v/720p/00000.ts", "v/720p/00001.ts", "w/master.m3u8"):
            await store.put(key, b"x")

        assert set(await store.list("v/720p/")) == {"v/720p/00000.ts", "v/720p/00001.ts"}
        assert set(await store.list("v/7")) == {"v/720p/00000.ts", "v/720p/00001.ts"}
        assert set(await store.list("v")) == {"v/master.m3u8", "v/720p/00000.ts", "v/720p/00001.ts"}
        assert await store.list("x/") == {}

    async def test_a_listing_tells_the_bytes_of_each_object(self, store: ObjectStore) -> None:
        await store.put("v/1.ts", b"x")
        await store.put("v/2.ts", b"xyz")

        assert await store.list("v/") == {"v/1.ts": 1, "v/2.ts": 3}

    async def test_a_listing_of_more_than_one_page_is_whole(self, store: ObjectStore) -> None:
        names = {f"v/{number:05d}.ts" for number in range(1100)}
        async with asyncio.TaskGroup() as puts:
            for name in names:
                puts.create_task(store.put(name, b""))

        assert set(await store.list("v/")) == names

    async def test_deleted_objects_are_gone_and_others_stay(self, store: ObjectStore) -> None:
        for key in ("v/1.ts", "v/2.ts", "v/3.ts"):
            await store.put(key, b"x")

        await store.delete(["v/1.ts", "v/3.ts"])

        assert set(await store.list("v/")) == {"v/2.ts"}

    async def test_deleting_twice_is_deleting_once(self, store: ObjectStore) -> None:
        await store.put("v/1.ts", b"x")

        await store.delete(["v/1.ts", "v/never.ts"])
        await store.delete(["v/1.ts", "v/never.ts"])
        await store.delete([])

        assert await store.list("") == {}

    async def test_a_player_finds_an_object_at_its_url(self, store: ObjectStore) -> None:
        await store.put("v/720p/00000.ts", b"G picture")

        with await asyncio.to_thread(urlopen, store.url("v/720p/00000.ts")) as answer:
            assert answer.read() == b"G picture"

    async def test_a_public_url_stands_before_the_key(self, store_url: str) -> None:
        store = impatient(store_url, public_url="https://cdn.example.org/hls/")

        assert store.url("v/master.m3u8") == "https://cdn.example.org/hls/v/master.m3u8"

    async def test_a_check_leaves_nothing_behind(self, store: ObjectStore) -> None:
        await store.check()

        assert await store.list("") == {}


class TestBucket:
    @pytest.mark.parametrize("key", ["v/master.m3u8", "v/720p/00000.ts", "v/en.vtt"])
    async def test_objects_are_served_with_their_type_and_caching(
        self, bucket: str, key: str
    ) -> None:
        store = impatient(bucket)
        await store.put(key, b"content")

        async with httpx.AsyncClient() as browser:
            head, got = await browser.head(store.url(key)), await browser.get(store.url(key))

        for answer in (head, got):
            assert answer.headers["content-type"] == delivery(key).content_type
            assert answer.headers["cache-control"] == delivery(key).cache_control
            assert answer.headers["content-length"] == "7"
        assert got.content == b"content"

    async def test_the_prefix_of_the_url_is_part_of_every_key(self, bucket: str) -> None:
        await impatient(f"{bucket}/some/prefix").put("v/1.ts", b"x")

        assert set(await impatient(bucket).list("")) == {"some/prefix/v/1.ts"}

    async def test_a_store_that_does_not_answer_is_unavailable(
        self, bucket: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("AWS_ENDPOINT_URL", DEAD_ENDPOINT)
        store = impatient(bucket)

        for call in (
            store.put("v/1.ts", b"x"),
            store.get("v/1.ts"),
            store.size("v/1.ts"),
            store.list("v/"),
            store.delete(["v/1.ts"]),
            store.check(),
        ):
            with pytest.raises(StorageUnavailable):
                await call

    async def test_a_store_that_is_away_for_a_moment_is_asked_again(
        self, bucket: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        asked = 0

        async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            nonlocal asked
            asked += 1
            if asked > 6:  # more than obstore itself would try
                await reader.readuntil(b"\r\n\r\n")
                writer.write(b'HTTP/1.1 200 OK\r\nETag: "1"\r\nContent-Length: 0\r\n\r\n')
                await writer.drain()
            writer.close()
            await writer.wait_closed()

        server = await asyncio.start_server(answer, "127.0.0.1", 0)
        async with server:
            port = server.sockets[0].getsockname()[1]
            monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://127.0.0.1:{port}")
            store = open_store(
                bucket, path_style=True, public_url=None, patience=timedelta(seconds=30)
            )
            await store.put("v/1.ts", b"x")

        assert asked == 7

    async def test_a_bucket_that_does_not_exist_is_unavailable(self, bucket: str) -> None:
        with pytest.raises(StorageUnavailable, match="404"):
            await impatient(f"{bucket}-other").put("v/1.ts", b"x")

    def test_a_bucket_can_be_part_of_the_host_name(
        self, bucket: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("AWS_ENDPOINT_URL", "https://s3.example.org")
        store = impatient("s3://films/some/prefix", path_style=False)

        assert store.url("v/1.ts") == "https://films.s3.example.org/some/prefix/v/1.ts"

    def test_without_an_endpoint_the_url_is_that_of_amazon(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.delenv("AWS_ENDPOINT_URL", raising=False)
        monkeypatch.setenv("AWS_REGION", "sa-east-1")

        url = impatient("s3://films").url("v/1.ts")

        assert url == "https://films.s3.sa-east-1.amazonaws.com/v/1.ts"

    async def test_playlists_are_stored_compressed_when_that_is_asked_for(
        self, bucket: str, localstack: LocalStack
    ) -> None:
        store = open_store(bucket, path_style=True, public_url=None, gzip_playlists=True)
        text = b"#EXTM3U\n" * 1000

        await store.put("v/master.m3u8", text)
        await store.put("v/720p/00000.ts", b"G picture")

        async with httpx.AsyncClient() as player:
            answer = await player.get(store.url("v/master.m3u8"))
            segment = await player.get(store.url("v/720p/00000.ts"))
        assert answer.headers["content-encoding"] == "gzip"
        assert answer.content == text
        assert await store.get("v/master.m3u8") == text
        assert (await store.size("v/master.m3u8") or 0) < len(text) / 10
        assert "content-encoding" not in segment.headers

    async def test_a_store_that_knows_no_checksums_can_do_without(self, bucket: str) -> None:
        store = open_store(bucket, path_style=True, public_url=None, checksums=False)

        await store.put("v/720p/00000.ts", b"G picture")

        assert await store.get("v/720p/00000.ts") == b"G picture"


class TestDirectory:
    async def test_directories_that_a_delete_leaves_empty_go(self, tmp_path: Path) -> None:
        store = impatient(tmp_path.as_uri())
        await store.put("v/720p/00000.ts", b"x")
        await store.put("w/720p/00000.ts", b"x")

        await store.delete(["v/720p/00000.ts"])

        assert [path.name for path in tmp_path.iterdir()] == ["w"]

    async def test_a_file_and_every_directory_above_it_reach_the_disk(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        synced: list[Path] = []
        monkeypatch.setattr(
            os, "fsync", lambda file: synced.append(Path(f"/proc/self/fd/{file}").resolve())
        )
        store = impatient((tmp_path / "media").as_uri())

        await store.put("v/720p/00000.ts", b"x")

        file, *directories = synced
        assert file.name.startswith("00000.ts#")
        assert directories == [
            tmp_path / "media/v/720p",
            tmp_path / "media/v",
            tmp_path / "media",
            tmp_path,
        ]

    async def test_a_full_disk_is_named_and_leaves_the_old_object(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def full(_: int) -> None:
            raise OSError(errno.ENOSPC, "No space left on device")

        store = impatient(tmp_path.as_uri())
        await store.put("v/master.m3u8", b"old")
        monkeypatch.setattr(os, "fsync", full)

        with pytest.raises(InsufficientStorage):
            await store.put("v/master.m3u8", b"new")
        assert await store.get("v/master.m3u8") == b"old"
        assert [path.name for path in (tmp_path / "v").iterdir()] == ["master.m3u8"]

    async def test_an_object_in_the_making_is_not_listed(self, tmp_path: Path) -> None:
        (tmp_path / "v").mkdir()
        (tmp_path / "v" / "00000.ts#123").touch()

        assert await impatient(tmp_path.as_uri()).list("") == {}

    def test_its_urls_are_those_of_the_server_in_front(self, tmp_path: Path) -> None:
        store = open_store(
            tmp_path.as_uri(),
            path_style=True,
            public_url=None,
            local_url="http://127.0.0.1:8080/media",
        )

        assert store.url("v/master.m3u8") == "http://127.0.0.1:8080/media/v/master.m3u8"


@pytest.mark.parametrize("url", ["films", "http://films", "s3:///prefix", "file://host/films"])
def test_a_url_of_no_known_kind_is_refused(url: str) -> None:
    with pytest.raises(StorageUnavailable, match="is not a store"):
        impatient(url)
