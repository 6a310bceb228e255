"""Clients of the emulated Altegio account."""

from collections.abc import Iterator

import httpx
import pytest

from mockapi.server.server import MockServer
from mockapi.vendors.altegio.goods import store
from mockapi.vendors.altegio.goods.schemas import ProductIn
from tests.support import web
from tests.support.altegio import CHILD, EXAMPLES, SHAMPOO, TOKENS


@pytest.fixture(scope="session")
def connections() -> Iterator[httpx.HTTPTransport]:
    """Yield the connections of all clients: creating a TLS context for each takes longer than most tests."""
    with httpx.HTTPTransport(verify=False, limits=web.LIMITS) as transport:
        yield transport


@pytest.fixture
def client(mock: MockServer, connections: httpx.HTTPTransport) -> httpx.Client:
    """Return a client of the API's base path, with both tokens of the user of all locations."""
    return web.client(f"{mock.url}/api/v1", headers={"Authorization": TOKENS}, transport=connections)


@pytest.fixture
def crowd(mock: MockServer) -> list[int]:
    """Create 1001 products in the category `CHILD` and return their ids.

    The store creates them, because a thousand requests take seconds.
    """
    values = ProductIn.model_validate(SHAMPOO | {"category_id": CHILD}).model_dump()
    sandbox = mock.api.server_state.sandboxes["default"]
    with sandbox.writing() as database:
        made = [store.create_product(database, EXAMPLES, values, sandbox.clock.now()) for _ in range(1001)]
    return [row.id for row in made]
