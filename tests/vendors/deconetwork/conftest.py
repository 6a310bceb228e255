"""The server and the client of this vendor's tests."""

from collections.abc import Iterator

import pytest

from mockapi.server.server import MockServer
from tests.support import web
from tests.support.deconetwork import Site


@pytest.fixture(scope="module")
def mock(server: MockServer) -> MockServer:
    """The server, its data as the seed makes it. No operation of this vendor writes: once for each file is enough."""
    server.reset()
    return server


@pytest.fixture(scope="module")
def site(mock: MockServer) -> Iterator[Site]:
    """The site of the seeded user."""
    with web.client(f"{mock.url}/api/json") as client:
        yield Site(client)
