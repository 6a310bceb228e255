"""Everything that no vendor answers: the first page, health, the docs of each vendor's API, and the 404 of the rest."""

from functools import cache
from typing import Any

from fastapi import FastAPI, Request
from fastapi.staticfiles import StaticFiles
from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse, Response

from mockapi import __version__
from mockapi.control import pages
from mockapi.control.status import Status
from mockapi.control.suggestion import closest
from mockapi.core.documentation import openapi_document
from mockapi.core.json import json_response
from mockapi.core.vendor import MountedVendor

ASSETS = "/__admin/assets"


def build_control(status: Status) -> FastAPI:
    """The control application of one server."""
    control = FastAPI(
        title="mockapi: control",
        version=__version__,
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        telemetry={"tracing": False, "metrics": False, "logs": False, "operation_spans": False},
    )

    @control.get("/")
    async def introduce(request: Request) -> Response:
        """How to call each vendor: HTML for a browser, JSON for everybody else."""
        server = str(request.base_url).rstrip("/")
        if "text/html" in request.headers.get("accept", ""):
            return HTMLResponse(pages.introduction(status, server))
        return json_response(pages.introduction_as_data(status, server))

    @control.get("/__admin/health")
    async def health() -> Response:
        """Whether the server is there, and what it serves."""
        return json_response(status.health())

    for mounted in status.vendors:
        _add_documents(control, mounted)

    control.mount(ASSETS, StaticFiles(packages=[("fastapi_offline", "static")]), name="assets")

    @control.exception_handler(HTTPException)
    async def refuse(request: Request, error: HTTPException) -> Response:
        if error.status_code == 404:  # noqa: PLR2004
            return json_response(_not_found(status, request), 404)
        return json_response({"error": error.detail}, error.status_code)

    return control


def _add_documents(control: FastAPI, mounted: MountedVendor) -> None:
    name = mounted.vendor.name

    @cache
    def document() -> dict[str, Any]:
        return openapi_document(mounted.vendor, mounted.application)

    @control.get(f"/{name}/openapi.json")
    async def openapi(request: Request) -> Response:
        server = str(request.base_url).rstrip("/")
        return json_response({**document(), "servers": [{"url": f"{server}/{name}{mounted.vendor.base_paths[0]}"}]})

    @control.get(f"/{name}/docs")
    async def docs() -> Response:
        credentials = mounted.vendor.introduce("", mounted.access).credentials
        return HTMLResponse(pages.swagger_ui(mounted, credentials, f"/{name}/openapi.json", ASSETS))


def _not_found(status: Status, request: Request) -> dict[str, Any]:
    path = request.url.path
    suggestion = closest(status.vendors, request.method, path)
    answer: dict[str, Any] = {"error": f"No vendor has {request.method} {path}."}
    if suggestion is not None:
        answer["error"] += f" Did you mean {suggestion.method} {suggestion.path} ({suggestion.vendor})?"
        answer["didYouMean"] = {
            "vendor": suggestion.vendor,
            "operation": suggestion.operation,
            "method": suggestion.method,
            "path": suggestion.path,
        }
    return answer
