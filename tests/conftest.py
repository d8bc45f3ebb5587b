"""Fixtures for every kind of test."""

from hypothesis import settings

# How long an example takes says more of the machine than of the code.
settings.register_profile("caudal", deadline=None)
settings.load_profile("caudal")

pytest_plugins = ["tests.localstack"]
