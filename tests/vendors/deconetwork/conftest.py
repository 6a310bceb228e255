"""The server and the client of this vendor's tests."""

from collections.abc import Iterator

import pytest

from mockapi.server.server import MockServer
from tests.support import web
from tests.support.deconetwork import Site


@pytest.fixture(scope="module")
def mock(server: MockServer) -> MockServer:
    """Return the server with its seeded data. No operation of this vendor writes, so one reset per file is enough."""
    server.reset()
    return server


@pytest.fixture(scope="module")
def site(mock: MockServer) -> Iterator[Site]:
    """Yield the site of the seeded user."""
    with web.client(f"{mock.url}/api/json") as client:
        yield Site(client)
