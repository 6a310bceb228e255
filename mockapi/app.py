"""Composition: settings, the server's state, middlewares, vendors and control plane make one FastAPI application."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from typing import Any, Self

from fastapi import FastAPI, Request
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from mockapi.admin import page_routes
from mockapi.admin.entrance import AdminApplication
from mockapi.admin.server_state import Progress, ServerState
from mockapi.admin.suggestion import unknown_path
from mockapi.bootstrap import open_server_state
from mockapi.faults.connection import CONNECTION_EXTENSION, Connection
from mockapi.http.problem import Problem, problem_response
from mockapi.pipeline.cors import CorsMiddleware
from mockapi.pipeline.exchange import exchange_of
from mockapi.pipeline.fault_middleware import FaultMiddleware
from mockapi.pipeline.gateway import Gateway
from mockapi.pipeline.journal_middleware import JournalMiddleware
from mockapi.pipeline.middleware import Shortcut
from mockapi.pipeline.rate_limit_middleware import RateLimitMiddleware
from mockapi.pipeline.response_cache_middleware import ResponseCacheMiddleware
from mockapi.pipeline.router import CONTROL
from mockapi.settings import Settings
from mockapi.vendor_api.application import TELEMETRY_OFF, mount
from mockapi.vendor_api.configuration import read_settings
from mockapi.vendor_api.vendor import Vendor
from mockapi.vendors import all_vendors
from mockapi.version import __version__


def _no_connection(send: Send) -> Connection | None:
    return None


class MockApi(FastAPI):
    """The application of one server. Use it on one event loop; close it, or use it in a `with` block."""

    def __init__(
        self,
        settings: Settings | None = None,
        progress: Progress | None = None,
        vendors: Sequence[Vendor] | None = None,
    ) -> None:
        """Open the server's state, seeding a new baseline, and add middlewares, pages, vendors and control plane.

        `vendors`: by default all that are installed. Raises `SettingError` for a setting that does not fit,
        `EntryPointError` for an installed vendor and `StoreError` for a store that cannot be used.
        """
        self.settings = settings or read_settings(Settings)
        mounted = [mount(vendor) for vendor in (all_vendors() if vendors is None else vendors)]
        self.server_state = open_server_state(self.settings, mounted, progress)
        self.shortcut = Shortcut(self.server_state.sandboxes.responses)
        self.connection_of = _no_connection
        """Finds the connection behind a server's `send`, for faults to break."""
        self._admin = AdminApplication(self.server_state)
        super().__init__(
            title="mockapi",
            version=__version__,
            openapi_url=None,
            telemetry=TELEMETRY_OFF,
            redirect_slashes=False,
            lifespan=_lifespan,
            exception_handlers={HTTPException: _unknown_path, Problem: _refuse},
        )
        self.state.server_state = self.server_state
        for middleware in reversed(_middlewares(self.settings, self.server_state, self.shortcut)):
            self.add_middleware(middleware.cls, *middleware.args, **middleware.kwargs)
        # In this order: a vendor without a base path would hide its own pages, which are below its name too.
        self.mount(CONTROL, self._admin)
        page_routes.add_pages(self)
        for vendor in mounted:
            self.mount(vendor.mount_path, vendor.application)

    def add_middleware(self, middleware_class: Any, *args: Any, **kwargs: Any) -> None:
        """Add a middleware around all others. Cached responses pass it by only while it says that it is idle."""
        self.shortcut.add(middleware_class)
        super().add_middleware(middleware_class, *args, **kwargs)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if connection := self.connection_of(send):
            scope.setdefault("extensions", {})[CONNECTION_EXTENSION] = connection
        await super().__call__(scope, receive, send)

    async def prepare(self) -> None:
        """Import the control plane in the pauses between requests, so that its first request need not wait."""
        await self._admin.prepare()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the stores; data in memory are gone."""
        self.server_state.close()


def _middlewares(settings: Settings, state: ServerState, shortcut: Shortcut) -> list[Middleware]:
    """Return the middlewares, outermost first.

    CORS is in front of the gateway because it adds its headers to the gateway's own refusals too.
    """
    responses = state.sandboxes.responses
    return [
        Middleware(CorsMiddleware, settings.cors_origin),
        Middleware(Gateway, state.vendors, state.sandboxes, shortcut, settings.max_body_bytes),
        Middleware(JournalMiddleware),
        Middleware(FaultMiddleware),
        Middleware(RateLimitMiddleware),
        Middleware(ResponseCacheMiddleware, responses),
    ]


@asynccontextmanager
async def _lifespan(application: FastAPI) -> AsyncIterator[None]:
    """Prepare the control plane while the server already answers; the owner of the application closes it."""
    preparation = asyncio.create_task(application.prepare()) if isinstance(application, MockApi) else None
    yield
    if preparation is not None:
        preparation.cancel()
        with suppress(asyncio.CancelledError):
            await preparation


async def _unknown_path(request: Request, error: Exception) -> Response:
    """Return the response to a path that neither a vendor nor the control plane has."""
    exchange = exchange_of(request.scope)
    if exchange is None:
        assert isinstance(error, HTTPException)  # noqa: S101 (FastAPI calls it for no other)
        text = f"{request.method} {request.url.path}: {error.detail}. {CONTROL}/docs lists what there is."
        return problem_response(Problem(error.status_code, text))
    return unknown_path(request.app.state.server_state.vendors, request.method, exchange.target.path)


async def _refuse(request: Request, error: Exception) -> Response:
    assert isinstance(error, Problem)  # noqa: S101 (FastAPI calls it for no other)
    return problem_response(error)
