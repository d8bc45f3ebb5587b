"""Fixtures for every kind of test, and which of them share a worker."""

from pathlib import Path

import pytest
from hypothesis import settings
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

# How long an example takes says more of the machine than of the code.
settings.register_profile("caudal", deadline=None)
settings.load_profile("caudal")

pytest_plugins = ["tests.localstack"]

# Whole services at work: side by side they would only wait for each other.
SERVICES = frozenset({"browser", "chaos", "e2e"})
# Long ones that share nothing: whichever worker is idle takes the next.
EACH_BY_ITSELF = frozenset({"test_containers.py", "test_corpus.py", "test_openapi_contract.py"})


class Sharing(LoadScopeScheduling):  # type: ignore[misc]  # xdist ships no types
    """What shares a service or another fixture goes to one worker."""

    def _split_scope(self, nodeid: str) -> str:
        path = Path(nodeid.partition("::")[0])
        if path.name in EACH_BY_ITSELF:
            return nodeid
        return "services" if SERVICES.intersection(path.parts) else str(path)


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> Sharing:
    return Sharing(config, log)
