"""What every place of uploaded files promises."""

import os
from datetime import timedelta
from pathlib import Path

import pytest

from caudal.adapters.uploads import LocalUploads
from caudal.errors import SourceMissing
from tests.serving import new_id

HOUR = timedelta(hours=1)


@pytest.fixture
def sources(tmp_path: Path) -> LocalUploads:
    return LocalUploads(tmp_path / "uploads")


class TestEveryPlace:
    async def test_a_file_comes_back_as_it_was_sent(self, sources: LocalUploads) -> None:
        video = new_id()
        async with sources.incoming(video) as file:
            await file.write(b"the first block, ")
            await file.write(b"and the last")
            await file.keep()

        async with sources.file(video) as path:
            assert path.read_bytes() == b"the first block, and the last"

    async def test_an_upload_that_fails_leaves_nothing(self, sources: LocalUploads) -> None:
        video = new_id()

        async def cut_off() -> None:
            async with sources.incoming(video) as file:
                await file.write(bytes(1000))
                raise ConnectionError

        with pytest.raises(ConnectionError):
            await cut_off()

        assert await sources.waiting() == {}
        with pytest.raises(SourceMissing):
            async with sources.file(video):
                pass

    async def test_a_file_that_is_not_kept_is_not_a_source(self, sources: LocalUploads) -> None:
        video = new_id()
        async with sources.incoming(video) as file:
            await file.write(bytes(1000))

            with pytest.raises(SourceMissing):
                async with sources.file(video):
                    pass

    async def test_deleting_twice_is_deleting_once(self, sources: LocalUploads) -> None:
        kept, gone = new_id(), new_id()
        for video in (kept, gone):
            async with sources.incoming(video) as file:
                await file.write(b"film")
                await file.keep()

        await sources.delete(gone)
        await sources.delete(gone)

        assert set(await sources.waiting()) == {kept}
        with pytest.raises(SourceMissing):
            async with sources.file(gone):
                pass

    async def test_what_waits_has_an_age_also_in_the_making(self, sources: LocalUploads) -> None:
        whole, half = new_id(), new_id()
        assert await sources.waiting() == {}
        async with sources.incoming(whole) as file:
            await file.write(b"film")
            await file.keep()
        async with sources.incoming(half) as file:
            await file.write(bytes(1000))

            ages = await sources.waiting()

        assert set(ages) == {whole, half}
        assert all(age < HOUR for age in ages.values())


async def test_the_age_of_a_local_file_is_that_of_its_newest_byte(tmp_path: Path) -> None:
    sources = LocalUploads(tmp_path)
    video = new_id()
    async with sources.incoming(video) as file:
        await file.write(b"film")
        await file.keep()
    directory = tmp_path / str(video)
    now = directory.stat().st_mtime
    os.utime(directory, (now, now - 7200))
    os.utime(directory / "source", (now, now - 3600))

    ages = await sources.waiting()

    assert HOUR - timedelta(minutes=1) < ages[video] < HOUR + timedelta(minutes=5)
