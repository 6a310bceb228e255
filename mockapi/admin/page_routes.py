"""The pages outside the control plane: how to call the vendors, and their API documents."""

from collections.abc import Awaitable, Callable

from fastapi import FastAPI, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from mockapi.admin import pages
from mockapi.admin.server_state import ServerState
from mockapi.http.json import json_response
from mockapi.http.problem import Problem
from mockapi.vendor_api.application import MountedVendor


def _state(request: Request) -> ServerState:
    state: ServerState = request.app.state.server_state
    return state


def _mounted(request: Request, vendor: str) -> MountedVendor:
    for mounted in _state(request).vendors:
        if mounted.vendor.name == vendor:
            return mounted
    raise Problem(404, f"There is no vendor {vendor!r}.")


async def introduce(request: Request) -> Response:
    """Say how to call each vendor: HTML for a browser, JSON for every other client."""
    if "text/html" in request.headers.get("accept", ""):
        return HTMLResponse(pages.introduction(_state(request), pages.server_url(request), pages.mount_path(request)))
    return json_response(pages.introduction_as_data(_state(request), pages.server_url(request)))


async def documents(request: Request) -> Response:
    """List the API documents of the vendors and of the control plane."""
    return HTMLResponse(pages.documents(_state(request), pages.mount_path(request)))


async def journal() -> Response:
    """Show the journal."""
    return HTMLResponse(pages.journal())


async def openapi(request: Request, vendor: str) -> Response:
    """Return a vendor's OpenAPI document."""
    mounted = _mounted(request, vendor)
    server = {"url": pages.server_url(request) + mounted.mount_path}
    return json_response({**mounted.application.openapi(), "servers": [server]})


async def docs(request: Request, vendor: str) -> Response:
    """Show a vendor's API in Swagger UI."""
    mounted = _mounted(request, vendor)
    credentials = mounted.vendor.introduction("", mounted.settings).credentials
    title, document = f"{mounted.vendor.title} API", f"/{vendor}/openapi.json"
    return HTMLResponse(pages.swagger_ui(title, credentials, document, pages.mount_path(request)))


async def without_slash(request: Request, vendor: str) -> Response:
    """Redirect to the path without the slash."""
    url = request.url
    return RedirectResponse(str(url.replace(path=url.path.rstrip("/"))))


_PAGES: tuple[tuple[str, Callable[..., Awaitable[Response]]], ...] = (
    ("/", introduce),
    ("/docs", documents),
    ("/__admin", journal),
    ("/{vendor}/openapi.json", openapi),
    ("/{vendor}/docs", docs),
    ("/{vendor}/docs/", without_slash),
    ("/{vendor}/openapi.json/", without_slash),
)


def add_pages(application: FastAPI) -> None:
    """Add the pages to the server's application.

    Not as a router: FastAPI would build its routes with the first request, in the server's thread.
    """
    for path, page in _PAGES:
        application.get(path, include_in_schema=False, response_model=None)(page)
