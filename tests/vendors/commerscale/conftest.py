"""Clients of the test server, which share one connection."""

from collections.abc import Iterator

import httpx
import pytest

from mockapi.server.server import MockServer
from tests.support import web
from tests.support.commerscale import Api


@pytest.fixture(scope="session")
def client(server: MockServer) -> Iterator[httpx.Client]:
    """Yield an HTTP client of the server; its URLs are relative to the server's root."""
    with web.client(server.url) as kept:
        yield kept


@pytest.fixture(scope="session")
def untouched(client: httpx.Client) -> Api:
    """Return the API for calls that neither read nor write data, because they are refused before."""
    return Api(client)


@pytest.fixture(scope="class")
def seeded(server: MockServer, client: httpx.Client) -> Api:
    """Return the API with seeded data, for a class of tests that do not write."""
    server.reset()
    return Api(client)


@pytest.fixture
def api(mock: MockServer, client: httpx.Client) -> Api:
    """Return the API with seeded data."""
    return Api(client)
