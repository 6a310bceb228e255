"""A server for any ASGI application, like the one for mockapi, whose state tests can check."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from threading import Event, Thread
from typing import Any, Literal

from starlette.types import ASGIApp, Receive, Scope, Send

from mockapi.app import MockApi
from mockapi.faults.connection import CONNECTION_EXTENSION
from mockapi.search.indexing import SMALLEST
from mockapi.server.server import HttpServer, listen, server_url
from mockapi.server.wire_cache import connection_of
from mockapi.settings import Settings
from tests.support.waiting import SECONDS, join, wait_until


class Running:
    """A server in a thread, with its URL."""

    def __init__(self, server: HttpServer, url: str, port: int) -> None:
        self.url = url
        self.port = port
        self.server = server

    def wait_until_idle(self) -> None:
        """Wait until no connection is open and no request is running. Fails after the time-out."""
        state = self.server.server_state
        wait_until(lambda: not state.connections and not state.tasks)


@contextmanager
def serving(api: MockApi, settings: Settings | None = None, **config: Any) -> Iterator[Running]:
    """Run a server for `api` on a free port during the block; `config` replaces attributes of uvicorn's `Config`."""
    settings = settings or api.settings.model_copy(update={"port": 0})
    started = Event()
    with listen(settings) as listening:
        server = HttpServer(api, started.set)
        for name, value in config.items():
            setattr(server.config, name, value)
        thread = Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        assert started.wait(SECONDS)
        try:
            yield Running(server, server_url(settings, listening), listening.getsockname()[1])
        finally:
            server.should_exit = True
            join(thread)


@contextmanager
def serving_application(
    application: ASGIApp,
    settings: Settings | None = None,
    loop: Literal["asyncio", "uvloop"] = "uvloop",
    parser: Literal["h11", "httptools"] = "httptools",
) -> Iterator[Running]:
    """Serve `application`, with the extensions of the server's own, on a free port while the block runs."""
    settings = settings or Settings(port=0)

    async def connected(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            await application({**scope, "extensions": {CONNECTION_EXTENSION: connection_of(send)}}, receive, send)

    with closing(MockApi(settings)) as api, serving(api, settings, app=connected, loop=loop, http=parser) as running:
        yield running


async def read_body(receive: Receive) -> bytes:
    """Receive and return the whole body of a request."""
    body = b""
    more = True
    while more:
        message = await receive()
        body += message["body"]
        more = message.get("more_body", False)
    return body


@contextmanager
def large_shop() -> Iterator[MockApi]:
    """Yield an application with enough products for the column indexes of every vendor."""
    with MockApi(Settings(products=SMALLEST)) as api:
        yield api
