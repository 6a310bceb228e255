"""One real server for the whole run, put back to its seed before every test that uses it."""

import os
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from hypothesis import settings

from mockapi.client import Mock
from mockapi.server import MockServer
from mockapi.settings import Settings
from tests.command import serving

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


@pytest.fixture(scope="session")
def workers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Mock]:
    """The same as two processes: its default sandbox."""
    arguments = ("--workers", "2", "--data", str(tmp_path_factory.mktemp("data")), "--clock", NOW.isoformat())
    with serving(*arguments) as served, Mock(served.url) as running:
        yield running


@pytest.fixture(params=["server", "workers"])
def either(request: pytest.FixtureRequest) -> Mock:
    """One process and two, their data as the seed makes them."""
    running: Mock = request.getfixturevalue(request.param)
    running.reset()
    return running
