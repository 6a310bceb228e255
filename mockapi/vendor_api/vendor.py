"""What a vendor package must declare to be served, and what of it answers requests."""

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from fastapi import APIRouter, Request
from fastapi.routing import APIRoute
from pydantic import BaseModel
from pydantic_settings import BaseSettings
from sqlalchemy import Connection
from starlette.responses import Response
from starlette.types import Receive, Scope

from mockapi.catalog.shop import Product, Shop
from mockapi.journal.redaction import Secrets
from mockapi.sandboxes.rate_limits import Limit
from mockapi.vendor_api.configuration import read_settings
from mockapi.vendor_api.endpoint import Endpoint
from mockapi.vendor_api.table_rules import VendorTable

logger = logging.getLogger("mockapi")

__all__ = ["Introduction", "Limit", "MountedVendor", "Secrets", "Vendor", "mount", "operation_routes", "settings_of"]


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

    `settings` is the class of the vendor's own settings (credentials and switches), read from the environment. `seed`
    and `introduce` get an instance of it; a route finds it with `settings_of`.
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
    settings: type[BaseSettings]
    router: APIRouter
    headers: frozenset[bytes]
    """Names, in lower case, of the request headers that its answers depend on: its routes see no others."""
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
    seed_products: Callable[[Connection, Sequence[Product], Any], None] | None
    """Adds some of the shop's products to its tables; called with all of them, part by part. None: it has none."""
    seed: Callable[[Connection, Shop, Any], None]
    """Adds everything else; called last."""
    introduce: Callable[[str, Any], Introduction]
    """The server's URL without a slash at the end → how to call the vendor there."""


@dataclass(frozen=True)
class MountedVendor:
    """A vendor with its settings, ready to answer."""

    vendor: Vendor
    settings: Any
    endpoints: tuple[Endpoint, ...]
    """Its operations, the first that fits a request first."""

    async def respond(self, endpoint: Endpoint, scope: Scope, receive: Receive) -> tuple[Response, bool]:
        """The answer of one of its endpoints, every failure in the vendor's shape, and whether it is a bug of ours.

        A header marks that, so that it cannot pass for an answer of the vendor.
        """
        scope["app"] = self
        request = Request(scope, receive)
        try:
            return await endpoint.respond(request), False
        except self.vendor.error as error:
            return self.vendor.failure(error), False
        except Exception:
            logger.exception("bug in the emulator: %s %s", request.method, request.url.path)
            response = self.vendor.bug()
            response.headers["X-Mock-Bug"] = "1"
            return response, True


def mount(vendor: Vendor) -> MountedVendor:
    """Read the vendor's settings and prepare its operations. Raises `SettingError`: one does not fit."""
    return MountedVendor(vendor, read_settings(vendor.settings), tuple(map(Endpoint, operation_routes(vendor))))


def operation_routes(vendor: Vendor) -> list[APIRoute]:
    """The routes of a vendor, in order; a route's `name` is its operation's name."""
    return [route for route in vendor.router.routes if isinstance(route, APIRoute)]


def settings_of(request: Request) -> Any:
    """The settings of the vendor whose operation a request is for: an instance of its `settings`."""
    mounted: MountedVendor = request.scope["app"]
    return mounted.settings
