"""What operators write, as values."""

from pathlib import Path

import pytest

from caudal.media.plan import Options, Passthrough, Quality
from caudal.settings import Settings


def test_defaults_of_videos_are_written_as_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CAUDAL_QUALITY", "best")
    monkeypatch.setenv("CAUDAL_RUNGS", "720,360")
    monkeypatch.setenv("CAUDAL_PASSTHROUGH", "never")

    assert Settings().defaults == Options(
        quality=Quality.BEST, rungs=(720, 360), passthrough=Passthrough.NEVER
    )


def test_sizes_have_units(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CAUDAL_MAX_UPLOAD_BYTES", "4GiB")

    assert Settings().max_upload_bytes == 4 << 30


@pytest.mark.parametrize(
    ("host", "url"),
    [
        ("0.0.0.0", "http://127.0.0.1:8080/media"),
        ("10.1.2.3", "http://10.1.2.3:8080/media"),
        ("::1", "http://[::1]:8080/media"),
    ],
)
def test_urls_of_the_local_store_name_an_address_that_answers(host: str, url: str) -> None:
    assert Settings(host=host).local_url == url


def test_a_directory_given_as_a_store_is_delivered_too() -> None:
    assert Settings(storage_url="file:///srv/my%20films").local_store == Path("/srv/my films")


def test_a_bucket_is_delivered_by_others() -> None:
    assert Settings(storage_url="s3://films").local_store is None
