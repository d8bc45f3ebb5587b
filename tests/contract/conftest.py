"""The adapters that a contract is held against."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from caudal.adapters.store import ObjectStore, open_store

OpenStore = Callable[..., ObjectStore]


@pytest.fixture(params=["directory", "s3"])
def store_url(request: pytest.FixtureRequest) -> str:
    """An empty store of each kind, by its URL."""
    if request.param == "s3":
        bucket: str = request.getfixturevalue("bucket")
        return f"{bucket}/some/prefix"
    directory: Path = request.getfixturevalue("tmp_path")
    return (directory / "a store").as_uri()


@pytest.fixture
def store(store_url: str) -> ObjectStore:
    """An empty store of each kind."""
    return open_store(store_url, path_style=True, public_url=None, patience=timedelta(seconds=10))
