"""What a vendor package must declare to be served."""

import logging
from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, FastAPI, Request
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel
from pydantic_settings import BaseSettings
from sqlalchemy import Connection
from sqlmodel import SQLModel
from starlette.exceptions import HTTPException
from starlette.responses import Response

from mockapi.core.configuration import read_settings
from mockapi.core.shop import Shop

logger = logging.getLogger("mockapi")

BUG_KEY = "mockapi.bug"
"""In the scope of a request: the exception that has been logged and answered as a bug."""

Refusal = Callable[[Request, Any], Coroutine[Any, Any, Response]]
"""An exception handler: the request and the exception in, the vendor's answer out."""


@dataclass(frozen=True)
class Introduction:
    """What a person needs for a first call."""

    base_url: str
    credentials: Mapping[str, str]
    curl: str


@dataclass(frozen=True)
class Vendor:
    """One vendor API. `app.py` lists them; nothing else names one.

    `access` is the class of the vendor's own settings (credentials and switches), read from the environment; an
    instance of it is handed to `application`, `seed` and `introduce`.
    """

    name: str
    """The vendor's own path prefix (`/altegio/…`) and its folder under `fixtures/`."""
    title: str
    base_paths: tuple[str, ...]
    """What stands before the paths of the routes; the first that fits is taken off. `""`: nothing."""
    root_prefixes: tuple[str, ...]
    """Paths at the root that are this vendor's; the longest of all vendors wins."""
    tables: tuple[type[SQLModel], ...]
    access: type[BaseSettings]
    application: Callable[[Any], FastAPI]
    seed: Callable[[Connection, Shop, Any], None]
    failure: Callable[[Any], Response]
    """One of the vendor's own errors → its answer."""
    failure_model: type[BaseModel]
    """What such an answer looks like."""
    too_large: Exception
    """The error for a body above the server's limit, of which nothing was read."""
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
    return MountedVendor(vendor, access, vendor.application(access))


def build_application(
    title: str,
    description: str,
    router: APIRouter,
    *,
    refusals: Mapping[int | type[Exception], Refusal],
    unknown_route: Refusal,
    bug: Callable[[], Response],
) -> FastAPI:
    """A vendor's FastAPI application, in which every failure has the vendor's shape.

    `refusals` shape the vendor's own errors, `unknown_route` a path or a method that it does not have, and `bug` an
    exception that nobody expected: an error of the emulator, which is marked so that it cannot pass for an answer
    of the vendor. The application has no docs pages: those are the emulator's, not the vendor's.
    """

    async def mark_bug(request: Request, exception: Exception) -> Response:
        logger.error("bug in the emulator: %s %s", request.method, request.url.path, exc_info=exception)
        request.scope[BUG_KEY] = exception
        response = bug()
        response.headers["X-Mock-Bug"] = "1"
        return response

    application = FastAPI(
        title=title,
        description=description,
        openapi_url=None,
        redirect_slashes=False,
        telemetry={"tracing": False, "metrics": False, "logs": False, "operation_spans": False},
        exception_handlers={
            **refusals,
            404: unknown_route,
            405: unknown_route,
            # The routes declare nothing that FastAPI could refuse; should it do so, its format must not get out.
            HTTPException: mark_bug,
            RequestValidationError: mark_bug,
            Exception: mark_bug,
        },
    )
    # Not include_router: it would wrap the routes and match every request twice.
    application.router.routes.extend(router.routes)
    return application
