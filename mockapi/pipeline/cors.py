"""Lets pages of other origins call the server."""

from typing import ClassVar

from starlette.middleware.cors import CORSMiddleware
from starlette.types import ASGIApp, Receive, Scope, Send

from mockapi.pipeline.middleware import Middleware
from mockapi.sandboxes.sandbox import Sandbox


class CorsMiddleware(CORSMiddleware, Middleware):
    """Starlette's CORS middleware with this server's settings; it acts on requests of pages alone."""

    trigger_headers: ClassVar[frozenset[bytes]] = frozenset({b"origin"})

    def __init__(self, app: ASGIApp, origins: list[str]) -> None:
        """`origins`: the pages that may call the server; `*`: all."""
        super().__init__(
            app,
            allow_origins=origins,
            allow_methods=["*"],
            allow_headers=["*"],
            # A page on the internet may call a server on its user's machine.
            allow_private_network=True,
            expose_headers=["*", "X-Mock-Bug", "X-Mock-Fault-Fired", "Retry-After"],
        )

    @classmethod
    def is_idle(cls, sandbox: Sandbox, vendor: str) -> bool:
        """Return True: without an `Origin` there is nothing to do."""
        return True

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        # Starlette's would add `Vary: Origin` to the responses of all other clients, too.
        is_of_page = scope["type"] == "http" and any(name == b"origin" for name, _ in scope["headers"])
        await (super().__call__ if is_of_page else self.app)(scope, receive, send)
