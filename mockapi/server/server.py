"""Runs the application with uvicorn: in the foreground for the command line, in a thread for tests and notebooks."""

import socket
import ssl
from collections.abc import Callable
from contextlib import ExitStack, closing
from pathlib import Path
from threading import Event, Thread
from types import TracebackType
from typing import Any, Self

import uvicorn

from mockapi.app import MockApi
from mockapi.client.address import local_url
from mockapi.client.client import MockClient
from mockapi.server.wire_cache import connection_of, protocol_of, wire_cache_for
from mockapi.settings import Settings
from mockapi.vendor_api.configuration import read_settings

BACKLOG = 2048
KEEP_ALIVE_SECONDS = 75
"""How long an idle connection stays open: longer than a client waits that obeys `Retry-After`."""
GRACE_SECONDS: Any = 0.5
"""How long requests under way may take once the server is told to end; uvicorn says int, and takes any number."""


class ServerError(Exception):
    """The server cannot start; the message says why."""


def listen(settings: Settings) -> socket.socket:
    """Return a listening socket on the host and port of `settings`. Raises `ServerError` if that is not possible."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    try:
        return socket.create_server((settings.host, settings.port), family=family, backlog=BACKLOG)
    except (OSError, UnicodeError) as error:
        # Python adds the address in brackets, which our text has already.
        reason = str(getattr(error, "strerror", error)).partition(" (")[0]
        raise ServerError(f"cannot listen on {settings.host}:{settings.port}: {reason}") from error


def check_certificate(certificate: Path | None, key: Path | None) -> None:
    """Raise `ServerError` for a certificate and key that cannot serve HTTPS; both None: plain HTTP."""
    if certificate is None and key is None:
        return
    if certificate is None:
        raise ServerError("--ssl-keyfile needs --ssl-certfile")
    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(certificate, key)
    except (OSError, ssl.SSLError) as error:
        raise ServerError(f"cannot use the certificate {certificate}: {error.strerror or error}") from error


def server_url(settings: Settings, listening: socket.socket) -> str:
    """Return the URL of `listening` on this machine, without a slash at the end."""
    return local_url(settings.host, listening.getsockname()[1], https=settings.ssl_certfile is not None)


def run(api: MockApi, listening: socket.socket) -> None:
    """Serve until a signal: uvicorn then ends itself in order, and raises the signal again for who had it before."""
    HttpServer(api, lambda: None).run(sockets=[listening])


class MockServer(MockClient):
    """A server in a thread, on a free port: `with MockServer() as mock: … mock.altegio.base_url …`.

    Every method of `MockClient` acts on its default sandbox.
    """

    def __init__(self, settings: Settings | None = None, **given: Any) -> None:
        """`settings`, or some of them by name (`products=10`), as for `mockapi serve`; without a port a free one."""
        self.settings = settings or read_settings(Settings, {"port": 0, **given})

    def __enter__(self) -> Self:
        """Start. Raises what `listen`, `check_certificate` and `MockApi` raise."""
        check_certificate(self.settings.ssl_certfile, self.settings.ssl_keyfile)
        with ExitStack() as stack:
            listening = stack.enter_context(listen(self.settings))
            super().__init__(server_url(self.settings, listening))
            stack.callback(self.close)
            self.api = stack.enter_context(closing(MockApi(self.settings)))
            started = Event()
            self._server = HttpServer(self.api, started.set)
            thread = Thread(target=self._serve, args=(listening, started), name="mockapi", daemon=True)
            thread.start()
            stack.callback(thread.join)
            started.wait()
            if not self._server.started:
                raise ServerError("the server has ended before it had started")
            self._stack = stack.pop_all()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.should_exit = True
        self._stack.close()

    def _serve(self, listening: socket.socket, started: Event) -> None:
        try:
            self._server.run(sockets=[listening])
        finally:
            started.set()


class HttpServer(uvicorn.Server):
    """uvicorn as this project needs it: quiet, HTTP alone, and quick to end."""

    def __init__(self, api: MockApi, on_started: Callable[[], None]) -> None:
        """`on_started` is called once the server listens."""
        settings = api.settings
        api.connection_of = connection_of
        is_cached = settings.wire_cache == "on"
        self.wire_cache = wire_cache_for(api.server_state.sandboxes, api.shortcut) if is_cached else None
        super().__init__(
            uvicorn.Config(
                api,
                http=protocol_of(self.wire_cache),
                ws="none",
                log_config=None,
                log_level="warning",
                access_log=False,
                server_header=False,
                timeout_keep_alive=KEEP_ALIVE_SECONDS,
                timeout_graceful_shutdown=GRACE_SECONDS,
                ssl_certfile=settings.ssl_certfile and str(settings.ssl_certfile),
                ssl_keyfile=settings.ssl_keyfile and str(settings.ssl_keyfile),
            )
        )
        self._on_started = on_started

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._on_started()
