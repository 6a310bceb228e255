"""Everything that no vendor answers: the control plane, pages, and each vendor's docs."""

from functools import cache
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.staticfiles import StaticFiles
from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from mockapi.admin import clock, data, faults, pages, requests, sandboxes, snapshots
from mockapi.admin.models import REFUSALS
from mockapi.admin.server_state import ServerState
from mockapi.admin.status import Status
from mockapi.http.json import json_response
from mockapi.http.problem import ErrorDetail, Problem, error_detail_of, problem_response
from mockapi.pipeline.router import CONTROL
from mockapi.records.errors import RowError, TableInUse, UnknownTable
from mockapi.storage.store import StoreError
from mockapi.vendor_api.openapi import openapi_document
from mockapi.vendor_api.vendor import MountedVendor
from mockapi.version import __version__

ASSETS = f"{CONTROL}/assets"

_DESCRIPTION = """Everything below `/__admin` acts on one sandbox: the one that the header `X-Mock-Sandbox` or a path
that begins with `/~name` names, else `default`. Paths and shapes are WireMock's where it has a word for something."""


class _AnyContentType:
    """Reads every body as JSON, as WireMock does: `curl -d` says that it sends a form."""

    def __init__(self, application: ASGIApp) -> None:
        self._application = application

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        kept = [(name, value) for name, value in scope["headers"] if name != b"content-type"]
        headers = [*kept, (b"content-type", b"application/json")]
        await self._application({**scope, "headers": headers}, receive, send)


def build_application(state: ServerState, status: Status) -> ASGIApp:
    """The control application of one server."""
    control = FastAPI(
        title="mockapi: control",
        description=_DESCRIPTION,
        version=__version__,
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        telemetry={"tracing": False, "metrics": False, "logs": False, "operation_spans": False},
        responses=REFUSALS,
    )
    control.state.state = state
    for part in (sandboxes, snapshots, data, requests, faults, clock):
        # Not include_router: it would build every route a second time, at the first request.
        control.router.routes.extend(part.router.routes)
    _add_pages(control, state, status)
    for mounted in state.vendors:
        _add_documents(control, mounted)
    control.mount(ASSETS, StaticFiles(packages=[("fastapi_offline", "static")]), name="assets")
    _add_refusals(control)
    return _AnyContentType(control)


def _add_pages(control: FastAPI, state: ServerState, status: Status) -> None:
    @control.get("/", include_in_schema=False)
    async def introduce(request: Request) -> Response:
        """How to call each vendor: HTML for a browser, JSON for everybody else."""
        server = str(request.base_url).rstrip("/")
        if "text/html" in request.headers.get("accept", ""):
            return HTMLResponse(pages.introduction(state, server))
        return json_response(pages.introduction_as_data(state, server))

    @control.get(CONTROL, include_in_schema=False)
    @control.get(f"{CONTROL}/", include_in_schema=False)
    async def journal() -> Response:
        """What happened, as a page."""
        return HTMLResponse(pages.journal())

    @control.get(f"{CONTROL}/health", tags=["Server"])
    async def health() -> dict[str, Any]:
        """Whether the server is there, and what it serves."""
        return status.health()

    @control.get(f"{CONTROL}/openapi.json", include_in_schema=False)
    async def openapi(request: Request) -> Response:
        server = str(request.base_url).rstrip("/")
        return json_response({**control.openapi(), "servers": [{"url": server}]})

    @control.get(f"{CONTROL}/docs", include_in_schema=False)
    async def docs() -> Response:
        return HTMLResponse(pages.swagger_ui("mockapi control", {}, f"{CONTROL}/openapi.json", ASSETS))


def _add_documents(control: FastAPI, mounted: MountedVendor) -> None:
    name = mounted.vendor.name

    @cache
    def document() -> dict[str, Any]:
        return openapi_document(mounted.vendor)

    @control.get(f"/{name}/openapi.json", include_in_schema=False)
    async def openapi(request: Request) -> Response:
        server = str(request.base_url).rstrip("/")
        return json_response({**document(), "servers": [{"url": f"{server}/{name}{mounted.vendor.base_paths[0]}"}]})

    @control.get(f"/{name}/docs", include_in_schema=False)
    async def docs() -> Response:
        credentials = mounted.vendor.introduce("", mounted.settings).credentials
        title = f"{mounted.vendor.title} API"
        return HTMLResponse(pages.swagger_ui(title, credentials, f"/{name}/openapi.json", ASSETS))


def _add_refusals(control: FastAPI) -> None:
    @control.exception_handler(Problem)
    async def refuse(request: Request, problem: Problem) -> Response:
        return problem_response(problem)

    @control.exception_handler(RowError)
    async def refuse_rows(request: Request, error: RowError) -> Response:
        status = 404 if isinstance(error, UnknownTable) else 409 if isinstance(error, TableInUse) else 422
        details = [ErrorDetail(str(wrong), wrong.pointer) for wrong in error.wrong]
        more = [ErrorDetail(f"… and {error.more} more")] if error.more else []
        return problem_response(Problem(status, *details, *more))

    @control.exception_handler(StoreError)
    async def refuse_store(request: Request, error: StoreError) -> Response:
        return problem_response(Problem(500, ErrorDetail(str(error))))

    @control.exception_handler(Exception)
    async def refuse_bug(request: Request, error: Exception) -> Response:
        # Starlette raises it again afterwards, and the server logs it.
        return problem_response(Problem(500, ErrorDetail(f"This is a bug in mockapi: {type(error).__name__}.")))

    @control.exception_handler(RequestValidationError)
    async def refuse_body(request: Request, error: RequestValidationError) -> Response:
        broken = [problem for problem in error.errors() if problem["type"] == "json_invalid"]
        if broken:
            return problem_response(Problem(400, ErrorDetail(f"The body is no JSON: {broken[0]['ctx']['error']}.", "")))
        return problem_response(Problem(422, *map(error_detail_of, error.errors())))

    @control.exception_handler(HTTPException)
    async def refuse_route(request: Request, error: HTTPException) -> Response:
        text = f"{request.method} {request.url.path}: {error.detail}. {CONTROL}/docs lists what there is."
        return problem_response(Problem(error.status_code, ErrorDetail(text)))
