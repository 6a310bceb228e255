"""DecoNetwork Product Management API 1.0. Reference: the page of that name at developer.deconetwork.com."""

import shlex
from collections.abc import Callable
from functools import partial
from urllib.parse import urlencode

from starlette.responses import Response

from mockapi.vendor_api.vendor import Introduction, Secrets, Vendor
from mockapi.vendors.deconetwork import envelope
from mockapi.vendors.deconetwork.authentication import AUTHENTICATION_ERRORS
from mockapi.vendors.deconetwork.errors import (
    CONDITION_ERRORS,
    DecoNetworkError,
    InvalidLimitOrOffset,
    InvalidParameters,
    NoConditions,
    ProductIdNotFound,
)
from mockapi.vendors.deconetwork.manage_products import routes as manage_products
from mockapi.vendors.deconetwork.manage_products.tables import Category, Product
from mockapi.vendors.deconetwork.seed import seed, seed_products
from mockapi.vendors.deconetwork.settings import DecoNetworkSettings

_DESCRIPTION = """Product search of the Product Management API.

`username` and `password` go with every call, in the query string or in the form. Every answer has HTTP status 200;
`response_status` tells whether it worked."""


def introduce(server: str, settings: DecoNetworkSettings) -> Introduction:
    """Return how to call the API at the URL `server`: the credentials, and a find of all products."""
    credentials = {"username": settings.username, "password": settings.password}
    query = urlencode({**credentials, "field": 4, "condition": 4, "string": 0, "limit": 2})
    return Introduction(server, credentials, shlex.join(["curl", f"{server}/api/json/manage_products/find?{query}"]))


def _named_errors() -> dict[str, Callable[[], Response]]:
    """Return the errors that a fault can name: each code, each text of code 50003, and 429 for the quota."""
    errors: tuple[DecoNetworkError, ...] = (
        *(*AUTHENTICATION_ERRORS, ProductIdNotFound(), NoConditions()),
        *(CONDITION_ERRORS[0], InvalidLimitOrOffset(), InvalidParameters()),
    )
    texts = sorted(CONDITION_ERRORS, key=str)
    named = {str(error.code): error for error in errors} | {error.description: error for error in texts}
    responses = {name: partial(envelope.failure, error) for name, error in named.items()}
    return {**responses, "429": partial(envelope.too_many_requests, 1)}


VENDOR = Vendor(
    name="deconetwork",
    title="DecoNetwork",
    api_title="DecoNetwork Product Management API",
    description=_DESCRIPTION,
    base_paths=("/api/json",),
    root_prefixes=("/api/json",),
    tables=(Category, Product),
    settings=DecoNetworkSettings,
    routers=(manage_products.router,),
    headers=frozenset({b"content-type"}),
    error=DecoNetworkError,
    failure=envelope.failure,
    failure_model=envelope.Failure,
    unknown_route=envelope.unknown_route,
    bug=envelope.bug,
    # docs are silent; chosen because a body that is not read is a wrong request like any other.
    too_large=InvalidParameters(),
    time_out=envelope.time_out,
    too_many_requests=envelope.too_many_requests,
    named_errors=_named_errors(),
    has_refused=envelope.has_refused,
    # quota: the default.
    # docs are silent; chosen because no page tells a limit, and a program that keeps Altegio's is careful enough.
    secrets=Secrets(parameters=frozenset({"username", "password"})),
    seed_products=seed_products,
    seed=seed,
    introduce=introduce,
)
