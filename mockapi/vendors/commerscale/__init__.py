"""Commerscale API v1, product categories and collections.

Reference: the developers' documentation at commerscale.com.
"""

import json
import shlex

from mockapi.vendor_api.vendor import Introduction, Secrets, Vendor
from mockapi.vendors.commerscale import envelope
from mockapi.vendors.commerscale.errors import (
    CommerscaleError,
    IncorrectValueFormat,
    InvalidJson,
    NotAuthorized,
    RequestFailed,
    UnhandledException,
    UnknownHandler,
)
from mockapi.vendors.commerscale.products_categories import routes as categories
from mockapi.vendors.commerscale.products_categories.tables import Category
from mockapi.vendors.commerscale.products_collections import routes as collections
from mockapi.vendors.commerscale.products_collections.tables import Collection
from mockapi.vendors.commerscale.schemas import Failure
from mockapi.vendors.commerscale.seed import seed
from mockapi.vendors.commerscale.settings import CommerscaleSettings

_DESCRIPTION = """Product categories and product collections.

Every operation is a POST of one JSON object that carries the credentials in its member `authentication`. Every response
has HTTP status 200; the member `error` alone marks an error."""


def introduce(server: str, settings: CommerscaleSettings) -> Introduction:
    """Return how to call the vendor at the URL `server`."""
    body = json.dumps({"authentication": {"apiKey": settings.api_key}, "pagination": {"pageSize": 2}})
    return Introduction(
        server,
        {
            "apiKey": settings.api_key,
            "appApiKey": settings.app_api_key,
            "email": settings.email,
            "password": settings.password,
        },
        shlex.join(["curl", "-d", body, f"{server}/api/v1/products/categories/get"]),
    )


VENDOR = Vendor(
    name="commerscale",
    title="Commerscale",
    api_title="Commerscale API v1: product categories and collections",
    description=_DESCRIPTION,
    base_paths=("/api/v1",),
    root_prefixes=("/api/v1/products",),
    tables=(Category, Collection),
    settings=CommerscaleSettings,
    routers=(categories.router, collections.router),
    headers=frozenset(),
    error=CommerscaleError,
    failure=envelope.failure,
    failure_model=Failure,
    unknown_route=envelope.unknown_route,
    bug=envelope.bug,
    # docs are silent; chosen because the page has a sentence for every specific failure, and no other status than 200.
    too_large=RequestFailed("The request body is too large"),
    time_out=envelope.time_out,
    too_many_requests=envelope.too_many_requests,
    named_errors={
        "401": lambda: envelope.failure(NotAuthorized()),
        "404": lambda: envelope.failure(UnknownHandler()),
        "429": lambda: envelope.too_many_requests(1),
        "500": lambda: envelope.failure(UnhandledException()),
        "InvalidJson": lambda: envelope.failure(InvalidJson()),
        "IncorrectValueFormat": lambda: envelope.failure(IncorrectValueFormat("filters.name[1]", "string")),
        "RequestFailed": lambda: envelope.failure(RequestFailed("The request could not be carried out")),
    },
    has_refused=envelope.has_refused,
    # quota: the default.
    # docs are silent; chosen because no page tells a limit, and the same numbers for all are easy to remember.
    secrets=Secrets(members=frozenset({"apiKey", "appApiKey", "email", "password"})),
    seed_products=None,
    seed=seed,
    introduce=introduce,
)
