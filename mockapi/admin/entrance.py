"""The control plane, imported and built after the server has started to listen, or with its first request."""

import asyncio
from importlib import import_module

from starlette.types import ASGIApp, Receive, Scope, Send

from mockapi.admin.server_state import ServerState
from mockapi.admin.status import Status
from mockapi.http.json import json_response

_PARTS = (
    "mockapi.faults.parsing",
    *(f"mockapi.admin.{name}" for name in ("faults", "requests", "data", "clock", "sandboxes", "snapshots")),
    "mockapi.admin.application",
)
"""What takes the time is to import these, about ten milliseconds each."""

_PAUSE_SECONDS = 0.05
"""Whoever has waited for the server to listen asks at once, and then again and again: most requests find a pause."""


class AdminApplication:
    """The control application of one server."""

    def __init__(self, state: ServerState) -> None:
        self._state = state
        self._status = Status(state)
        self._application: ASGIApp | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if self._application is None and _asks_for_health(scope):
            # Clients that wait for the server repeat this request until it is answered.
            await json_response(self._status.health())(scope, receive, send)
        else:
            await self._built()(scope, receive, send)

    async def prepare(self) -> None:
        """Build it piece by piece, in the pauses between requests."""
        for part in _PARTS:
            await asyncio.sleep(_PAUSE_SECONDS)
            import_module(part)
        self._built()

    def _built(self) -> ASGIApp:
        if self._application is None:
            from mockapi.admin.application import build_application  # noqa: PLC0415

            self._application = build_application(self._state, self._status)
        return self._application


def _asks_for_health(scope: Scope) -> bool:
    path = scope.get("root_path", "") + "/health"
    return scope["type"] == "http" and scope["method"] == "GET" and bool(scope["path"] == path)
