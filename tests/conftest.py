"""One real server for the whole run, put back to its seed before every test that uses it."""

import os
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from hypothesis import settings

from mockapi.server.server import MockServer
from mockapi.settings import Settings

pytest_plugins = ["pytester"]

# What a developer has set for a server of their own is no business of the tests.
for name in [name for name in os.environ if name.startswith("MOCKAPI_")]:
    del os.environ[name]

# The same examples at every run, however slow the machine is.
settings.register_profile("mockapi", deadline=None, derandomize=True, database=None)
settings.load_profile("mockapi")

NOW = datetime(2030, 1, 2, 3, 4, 5, tzinfo=UTC)
"""The instant at which the test server's clock is frozen."""


@pytest.fixture(scope="session")
def server() -> Iterator[MockServer]:
    """A server on a free port, with the default shop. Use `mock`, unless the test neither reads nor writes data."""
    with MockServer(Settings(port=0, clock=NOW)) as running:
        yield running


@pytest.fixture
def mock(server: MockServer) -> MockServer:
    """The server, its data as the seed makes it."""
    server.reset()
    return server
