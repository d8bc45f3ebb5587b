"""Fixtures for every kind of test, and which of them share a worker."""

from pathlib import Path

import pytest
from hypothesis import settings

# How long an example takes says more of the machine than of the code.
settings.register_profile("caudal", deadline=None)
settings.load_profile("caudal")

pytest_plugins = ["tests.localstack"]

# Whole services at work: side by side they would only wait for each other.
SERVICES = frozenset({"browser", "chaos", "e2e"})
# Long ones that share nothing: whichever worker is idle takes the next.
EACH_BY_ITSELF = frozenset({"test_containers.py", "test_corpus.py", "test_openapi_contract.py"})


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests that share a service or another fixture go to one worker."""
    for item in items:
        kind, *_, file = item.path.relative_to(Path(__file__).parent).parts
        if file not in EACH_BY_ITSELF:
            group = "services" if kind in SERVICES else f"{kind}/{file}"
            item.add_marker(pytest.mark.xdist_group(group))
