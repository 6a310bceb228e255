"""What a vendor package must declare to be served, and its FastAPI application."""

import logging
from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass, field
from typing import Any

from fastapi import APIRouter, FastAPI, Request
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel
from pydantic_settings import BaseSettings
from sqlalchemy import Connection
from starlette.exceptions import HTTPException
from starlette.responses import Response

from mockapi.core.configuration import read_settings
from mockapi.core.quotas import Limit
from mockapi.core.rows.rules import VendorTable
from mockapi.core.secrets import Secrets
from mockapi.core.shop import Shop

logger = logging.getLogger("mockapi")

BUG_KEY = "mockapi.bug"
"""In the scope of a request: the exception that has been logged and answered as a bug."""

Handler = Callable[[Request, Any], Coroutine[Any, Any, Response]]


@dataclass(frozen=True)
class Introduction:
    """What a person needs for a first call."""

    base_url: str
    credentials: Mapping[str, str]
    curl: str
    headers: Mapping[str, str] = field(default_factory=dict)
    """Those that carry credentials."""


@dataclass(frozen=True)
class Vendor:
    """One vendor API, as `mockapi.vendors` lists it; nothing else names one.

    `access` is the class of the vendor's own settings (credentials and switches), read from the environment; `seed` and
    `introduce` get an instance of it, and a route finds it as `request.app.state.access`.
    """

    name: str
    """The vendor's own path prefix (`/altegio/…`) and its folder under `fixtures/`."""
    title: str
    api_title: str
    description: str
    """What the docs page says before the operations, in Markdown."""
    base_paths: tuple[str, ...]
    """What stands before the paths of the routes; the first that fits is taken off. `""`: nothing."""
    root_prefixes: tuple[str, ...]
    """Paths at the root that are this vendor's; the longest of all vendors wins."""
    tables: tuple[type[VendorTable], ...]
    access: type[BaseSettings]
    router: APIRouter
    error: type[Exception]
    """The base class of the vendor's own errors."""
    failure: Callable[[Any], Response]
    """One of those errors → its answer."""
    failure_model: type[BaseModel]
    """What such an answer looks like."""
    unknown_route: Callable[[], Response]
    """The answer to a path or a method that no operation has."""
    bug: Callable[[], Response]
    """The answer when the emulator itself fails."""
    too_large: Exception
    """The error for a body above the server's limit, of which nothing was read."""
    time_out: Callable[[], Response]
    """The answer of whatever stands in front of the vendor when that takes too long."""
    too_many_requests: Callable[[int], Response]
    """Whole seconds to wait → the answer to a request above the quota, with `Retry-After`."""
    named_errors: Mapping[str, Callable[[], Response]]
    """What a fault can make the vendor answer: its own errors, by its own codes or names."""
    has_refused: Callable[[int, bytes], bool]
    """Status and first bytes of an answer → whether it is a refusal in the vendor's own terms."""
    quota: tuple[Limit, ...]
    """What it takes from one address when its quota is switched on."""
    secrets: Secrets
    """Where credentials stand in its requests and answers."""
    seed: Callable[[Connection, Shop, Any], None]
    introduce: Callable[[str, Any], Introduction]
    """The server's URL without a slash at the end → how to call the vendor there."""


@dataclass(frozen=True)
class MountedVendor:
    """A vendor with its settings and its running application."""

    vendor: Vendor
    access: Any
    application: FastAPI


def mount(vendor: Vendor) -> MountedVendor:
    """Read the vendor's settings and build its application. Raises `SettingError`: one does not fit."""
    access = read_settings(vendor.access)
    application = FastAPI(
        title=vendor.api_title,
        description=vendor.description,
        openapi_url=None,
        redirect_slashes=False,
        telemetry={"tracing": False, "metrics": False, "logs": False, "operation_spans": False},
        exception_handlers=_handlers(vendor),
    )
    application.state.access = access
    # Not include_router: it would wrap the routes and match every request twice.
    application.router.routes.extend(vendor.router.routes)
    return MountedVendor(vendor, access, application)


def _handlers(vendor: Vendor) -> dict[int | type[Exception], Handler]:
    """Every failure in the vendor's shape; a bug is marked, so that it cannot pass for an answer of the vendor."""

    async def refuse(request: Request, error: Exception) -> Response:
        return vendor.failure(error)

    async def refuse_route(request: Request, error: Exception) -> Response:
        return vendor.unknown_route()

    async def mark_bug(request: Request, error: Exception) -> Response:
        logger.error("bug in the emulator: %s %s", request.method, request.url.path, exc_info=error)
        request.scope[BUG_KEY] = error
        response = vendor.bug()
        response.headers["X-Mock-Bug"] = "1"
        return response

    return {
        vendor.error: refuse,
        404: refuse_route,
        405: refuse_route,
        # The routes declare nothing that FastAPI could refuse; should it do so, its format must not get out.
        HTTPException: mark_bug,
        RequestValidationError: mark_bug,
        Exception: mark_bug,
    }
