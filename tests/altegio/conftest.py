"""Clients of the emulated Altegio account."""

from collections.abc import Iterator

import httpx
import pytest

from mockapi.server import MockServer
from tests.altegio.account import TOKENS


@pytest.fixture(scope="session")
def connections() -> Iterator[httpx.HTTPTransport]:
    """The connections of all clients: to make a new TLS context for each takes longer than most tests."""
    with httpx.HTTPTransport(verify=False) as transport:
        yield transport


@pytest.fixture
def client(mock: MockServer, connections: httpx.HTTPTransport) -> httpx.Client:
    """A client of the API's base path, with both tokens of the user of all locations."""
    return httpx.Client(base_url=f"{mock.url}/api/v1", headers={"Authorization": TOKENS}, transport=connections)
