"""What operators write, as values."""

from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr, ValidationError

from caudal.media.plan import Options, Passthrough, Quality
from caudal.settings import Playback, Settings


def test_defaults_of_videos_are_written_as_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CAUDAL_QUALITY", "best")
    monkeypatch.setenv("CAUDAL_RUNGS", "720,360")
    monkeypatch.setenv("CAUDAL_PASSTHROUGH", "never")
    monkeypatch.setenv("CAUDAL_LOUDNESS", "-16")

    assert Settings().defaults == Options(
        quality=Quality.BEST, rungs=(720, 360), passthrough=Passthrough.NEVER, loudness=-16
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


@pytest.mark.parametrize(
    ("sources", "films"),
    [
        ("s3://films", "s3://films"),
        ("s3://films/videos/", "s3://films/videos"),
        ("s3://films/videos/sources", "s3://films/videos"),
        ("s3://films/sources", "s3://films"),
        ("file:///srv/media/sources", "file:///srv/media"),
    ],
)
def test_sources_do_not_lie_where_players_read(sources: str, films: str) -> None:
    with pytest.raises(ValidationError, match="CAUDAL_SOURCE_URL must not lie in"):
        Settings(source_url=sources, storage_url=films)


@pytest.mark.parametrize(
    ("sources", "films"),
    [
        ("s3://uploads", "s3://films"),
        ("s3://films/sources", "s3://films/videos"),
        ("s3://films/videos-sources", "s3://films/videos"),
        ("s3://films", None),
    ],
)
def test_sources_may_share_a_bucket_with_films(sources: str, films: str | None) -> None:
    settings = Settings(source_url=sources, storage_url=films)

    assert settings.uploads is None


def test_sources_may_wait_in_a_directory_that_machines_share() -> None:
    assert Settings(source_url="file:///mnt/shared/uploads").uploads == Path("/mnt/shared/uploads")


@pytest.mark.parametrize(
    ("host", "settings", "open_to_strangers"),
    [
        ("127.0.0.1", {}, False),
        ("127.8.9.1", {}, False),
        ("::1", {}, False),
        ("localhost", {}, False),
        ("0.0.0.0", {}, True),
        ("::", {}, True),
        ("10.1.2.3", {}, True),
        ("caudal.example.com", {}, True),
        ("0.0.0.0", {"auth": "keys"}, False),
        ("0.0.0.0", {"allow_anonymous": True}, False),
    ],
)
def test_strangers_are_let_in_only_when_somebody_has_said_so(
    host: str, settings: dict[str, Any], open_to_strangers: bool
) -> None:
    assert Settings(host=host, **settings).open_to_strangers is open_to_strangers


SECRET = "correct horse battery staple twice"


def test_signed_playback_needs_a_secret() -> None:
    with pytest.raises(ValidationError, match="CAUDAL_PLAYBACK_KEYS"):
        Settings(playback=Playback.SIGNED)


def test_a_secret_that_is_short_is_refused_and_not_repeated(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("CAUDAL_PLAYBACK_KEYS", f"{SECRET},hunter2")

    with pytest.raises(ValidationError) as refused:
        Settings()

    said = str([error["msg"] for error in refused.value.errors()])
    assert "32 characters" in said
    assert "hunter2" not in said


def test_secrets_are_written_with_a_comma_and_shown_nowhere(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("CAUDAL_PLAYBACK_KEYS", f"{SECRET}, {SECRET} before")
    monkeypatch.setenv("CAUDAL_PLAYBACK", "signed")

    settings = Settings()

    assert [key.get_secret_value() for key in settings.playback_keys] == [
        SECRET,
        f"{SECRET} before",
    ]
    assert "horse" not in repr(settings)


def test_a_closed_bucket_is_delivered_by_the_api() -> None:
    closed = Settings(
        playback=Playback.SIGNED, playback_keys=(SecretStr(SECRET),), storage_url="s3://films"
    )

    assert closed.delivers
    assert not Settings(storage_url="s3://films").delivers
