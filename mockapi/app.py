"""The only composer: settings → baseline and sandboxes → vendors and control → one ASGI application."""

from functools import partial
from typing import Self

from starlette.middleware.cors import CORSMiddleware
from starlette.types import ASGIApp, Receive, Scope, Send

from mockapi.admin.entrance import Control
from mockapi.admin.server_state import Progress
from mockapi.admin.suggestion import unknown_path
from mockapi.bootstrap import open_server_state
from mockapi.faults.connection import note_connection
from mockapi.pipeline.exchange import respond
from mockapi.pipeline.fault_middleware import FaultMiddleware
from mockapi.pipeline.gateway import Gateway
from mockapi.pipeline.journal_middleware import JournalMiddleware
from mockapi.pipeline.rate_limit_middleware import RateLimitMiddleware
from mockapi.pipeline.repeats import Repeats
from mockapi.pipeline.router import Router
from mockapi.settings import Settings
from mockapi.vendor_api.configuration import read_settings
from mockapi.vendor_api.vendor import mount
from mockapi.vendors import VENDORS


class MockApi:
    """One server's world and the ASGI application in front of it; close it to give the stores back."""

    def __init__(self, settings: Settings | None = None, progress: Progress | None = None) -> None:
        """Open the baseline, seeding a new one, and build the application.

        Raises `SettingError` for a setting that does not fit and `StoreError` for a store that cannot be used.
        """
        self.settings = settings or read_settings(Settings)
        vendors = [mount(vendor) for vendor in VENDORS]
        self.state = open_server_state(self.settings, vendors, progress)
        self._control = Control(self.state)
        rooms = JournalMiddleware(FaultMiddleware(RateLimitMiddleware(respond)))
        self.repeats = Repeats(self.state.sandboxes)
        """For the server, which sees the bytes of a request."""
        self._gateway = Gateway(
            Router(vendors),
            self._control,
            rooms,
            partial(unknown_path, vendors),
            self.state.sandboxes,
            self.repeats,
            self.settings.max_body_bytes,
        )
        self._with_cors: ASGIApp = CORSMiddleware(
            self._gateway,
            allow_origins=self.settings.cors_origin,
            allow_methods=["*"],
            allow_headers=["*"],
            # A page on the internet may call a server on its user's machine.
            allow_private_network=True,
            expose_headers=["*", "X-Mock-Bug", "X-Mock-Fault-Fired", "Retry-After"],
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await _live(receive, send)
            return
        note_connection(scope, send)
        is_from_page = b"origin" in dict(scope["headers"])
        await (self._with_cors if is_from_page else self._gateway)(scope, receive, send)

    async def prepare(self) -> None:
        """Do in the pauses between requests what the first request to the control plane would else wait for."""
        await self._control.prepare()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the stores; what is in memory is gone."""
        self.state.close()


async def _live(receive: Receive, send: Send) -> None:
    """Say that there is nothing to wait for, at a server's start and at its end; who made the application closes it."""
    while True:
        step = (await receive())["type"]
        await send({"type": f"{step}.complete"})
        if step == "lifespan.shutdown":
            return
