"""The FastAPI application of a vendor."""

import logging
from dataclasses import dataclass
from functools import cache
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import Response

from mockapi.vendor_api.configuration import read_settings
from mockapi.vendor_api.openapi import openapi_document
from mockapi.vendor_api.operations import Operation
from mockapi.vendor_api.vendor import Vendor

logger = logging.getLogger("mockapi")

TELEMETRY_OFF: Any = {"tracing": False, "metrics": False, "logs": False, "operation_spans": False}
"""FastAPI's setting `telemetry`: it would look for OpenTelemetry's variables with every request, which takes 10 µs."""

BUG_HEADER = "X-Mock-Bug"
"""Marks a response of the emulator that must not pass for one of the vendor."""


@dataclass(frozen=True)
class MountedVendor:
    """A vendor of one server: its declaration, its settings and its application."""

    vendor: Vendor
    settings: Any
    application: FastAPI
    operations: tuple[Operation, ...]

    @property
    def mount_path(self) -> str:
        """The path of the application within the server's application."""
        return f"/{self.vendor.name}{self.vendor.base_paths[0]}"


@cache
def build_application(vendor: Vendor) -> FastAPI:
    """Return the vendor's operations as a FastAPI application that answers every error in the vendor's shape.

    It holds nothing of one server, so all servers of a process share it.
    """
    application = FastAPI(
        title=vendor.api_title or vendor.title,
        description=vendor.description,
        openapi_url=None,
        telemetry=TELEMETRY_OFF,
        redirect_slashes=False,
        exception_handlers=_exception_handlers(vendor),
    )
    for operation in vendor.operations:
        # Not include_router: FastAPI then wraps each route, and each route that is tried costs 4 µs instead of 1.5.
        register = getattr(application, operation.method.lower())
        register(operation.path, name=operation.name, response_class=Response, response_model=None)(operation.endpoint)
    application.openapi = lambda: openapi_document(vendor)  # type: ignore[method-assign]
    return application


def mount(vendor: Vendor) -> MountedVendor:
    """Read the vendor's settings and build its application. Raises `SettingError` for a setting that does not fit."""
    application = build_application(vendor)
    return MountedVendor(vendor, read_settings(vendor.settings), application, tuple(vendor.operations))


def _exception_handlers(vendor: Vendor) -> dict[int | type[Exception], Any]:
    async def refuse(request: Request, error: Exception) -> Response:
        return vendor.failure(error)

    async def refuse_route(request: Request, error: Exception) -> Response:
        return vendor.unknown_route()

    async def report_bug(request: Request, error: Exception) -> Response:
        logger.error("bug in the emulator: %s %s", request.method, request.url.path, exc_info=error)
        response = vendor.bug()
        response.headers[BUG_HEADER] = "1"
        return response

    return {
        vendor.error: refuse,
        HTTPException: refuse_route,
        # An operation's parameters accept every text: the vendor's own rules refuse what is wrong.
        RequestValidationError: report_bug,
        Exception: report_bug,
    }
