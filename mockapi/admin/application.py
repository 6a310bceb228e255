"""Everything that no vendor answers: the control plane, pages, and each vendor's docs."""

from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.staticfiles import StaticFiles
from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from mockapi.admin import clock, data, faults, pages, requests, sandboxes, snapshots
from mockapi.admin.models import REFUSALS, operation_id
from mockapi.admin.server_state import ServerState
from mockapi.admin.status import Status
from mockapi.http.json import json_response
from mockapi.http.problem import ErrorDetail, Problem, error_detail_of, problem_response
from mockapi.pipeline.router import CONTROL
from mockapi.records.errors import RowError, TableInUse, UnknownTable
from mockapi.storage.store import StoreError
from mockapi.vendor_api.application import TELEMETRY_OFF
from mockapi.version import __version__

_DESCRIPTION = """Everything below `/__admin` acts on one sandbox: the one that the header `X-Mock-Sandbox` or a path
that begins with `/~name` names, else `default`. Paths and shapes are WireMock's where it has a word for something."""


_MODULES = (sandboxes, snapshots, data, requests, faults, clock)


class _AnyContentType:
    """Reads every body as JSON, as WireMock does: `curl -d` says that it sends a form."""

    def __init__(self, application: ASGIApp) -> None:
        self._application = application

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        kept = [(name, value) for name, value in scope["headers"] if name != b"content-type"]
        headers = [*kept, (b"content-type", b"application/json")]
        await self._application({**scope, "headers": headers}, receive, send)


def build_application(state: ServerState, status: Status) -> ASGIApp:
    """Return the control plane of one server, to be mounted at `CONTROL`."""
    admin = FastAPI(
        title="mockapi: control",
        description=_DESCRIPTION,
        version=__version__,
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        telemetry=TELEMETRY_OFF,
        responses=REFUSALS,
        # Not include_router: FastAPI then builds every route a second time, with the first request.
        routes=[route for module in _MODULES for route in module.router.routes],
    )
    admin.state.server_state = state
    _add_pages(admin, status)
    admin.mount("/assets", StaticFiles(packages=[("fastapi_offline", "static")]), name="assets")
    _add_refusals(admin)
    return _AnyContentType(admin)


def _add_pages(admin: FastAPI, status: Status) -> None:
    @admin.get("/", include_in_schema=False)
    async def journal() -> Response:
        """Show the journal."""
        return HTMLResponse(pages.journal())

    @admin.get("/health", tags=["Server"], generate_unique_id_function=operation_id)
    async def health() -> dict[str, Any]:
        """Return the health of the server, and what it serves."""
        return status.health()

    @admin.get("/openapi.json", include_in_schema=False)
    async def openapi(request: Request) -> Response:
        document = admin.openapi()
        paths = {CONTROL + path: operations for path, operations in document["paths"].items()}
        return json_response({**document, "paths": paths, "servers": [{"url": pages.server_url(request)}]})

    @admin.get("/docs", include_in_schema=False)
    async def docs(request: Request) -> Response:
        page = pages.swagger_ui("mockapi control", {}, f"{CONTROL}/openapi.json", pages.mount_path(request))
        return HTMLResponse(page)


def _add_refusals(admin: FastAPI) -> None:
    @admin.exception_handler(Problem)
    async def refuse(request: Request, problem: Problem) -> Response:
        return problem_response(problem)

    @admin.exception_handler(RowError)
    async def refuse_rows(request: Request, error: RowError) -> Response:
        status = 404 if isinstance(error, UnknownTable) else 409 if isinstance(error, TableInUse) else 422
        details = [ErrorDetail(str(wrong), wrong.pointer) for wrong in error.wrong]
        more = [ErrorDetail(f"… and {error.more} more")] if error.more else []
        return problem_response(Problem(status, *details, *more))

    @admin.exception_handler(StoreError)
    async def refuse_store(request: Request, error: StoreError) -> Response:
        return problem_response(Problem(500, ErrorDetail(str(error))))

    @admin.exception_handler(Exception)
    async def refuse_bug(request: Request, error: Exception) -> Response:
        # Starlette raises it again afterwards, and the server logs it.
        return problem_response(Problem(500, ErrorDetail(f"This is a bug in mockapi: {type(error).__name__}.")))

    @admin.exception_handler(RequestValidationError)
    async def refuse_body(request: Request, error: RequestValidationError) -> Response:
        broken = [problem for problem in error.errors() if problem["type"] == "json_invalid"]
        if broken:
            return problem_response(Problem(400, ErrorDetail(f"The body is no JSON: {broken[0]['ctx']['error']}.", "")))
        return problem_response(Problem(422, *map(error_detail_of, error.errors())))

    @admin.exception_handler(HTTPException)
    async def refuse_route(request: Request, error: HTTPException) -> Response:
        text = f"{request.method} {request.url.path}: {error.detail}. {CONTROL}/docs lists what there is."
        return problem_response(Problem(error.status_code, ErrorDetail(text)))
