"""DecoNetwork Product Management API 1.0. Reference: the page of that name at developer.deconetwork.com."""

import shlex
from collections.abc import Callable
from functools import partial
from urllib.parse import urlencode

from starlette.responses import Response

from mockapi.vendor_api.vendor import Introduction, Secrets, Vendor
from mockapi.vendors.deconetwork import envelope
from mockapi.vendors.deconetwork.authentication import DecoNetworkSettings
from mockapi.vendors.deconetwork.errors import (
    ApiNotEnabled,
    AuthenticationFailed,
    DecoNetworkError,
    InvalidCondition,
    InvalidLimitOrOffset,
    InvalidParameters,
    NoConditions,
    ProductIdNotFound,
)
from mockapi.vendors.deconetwork.manage_products import tables
from mockapi.vendors.deconetwork.manage_products.routes import router
from mockapi.vendors.deconetwork.manage_products.schemas import Failure
from mockapi.vendors.deconetwork.seed import seed, seed_products

_DESCRIPTION = """Product search of the Product Management API.

`username` and `password` go with every call, in the query string or in the form. Every answer has HTTP status 200;
`response_status` tells whether it worked."""


def introduce(server: str, settings: DecoNetworkSettings) -> Introduction:
    """How to call it at the URL `server`."""
    search = {"field": 4, "condition": 4, "string": 0, "limit": 2}
    query = urlencode({"username": settings.username, "password": settings.password, **search})
    return Introduction(
        server,
        {"username": settings.username, "password": settings.password},
        shlex.join(["curl", f"{server}/api/json/manage_products/find?{query}"]),
    )


def _named_errors() -> dict[str, Callable[[], Response]]:
    """Every code of the table; of 50003, which has several texts, also each text; and what its quota answers."""
    errors = (AuthenticationFailed, ApiNotEnabled, ProductIdNotFound, NoConditions, InvalidLimitOrOffset)
    texts = ("Condition 1 'field' is missing", "Condition 1 'condition' is missing", "date1 is invalid")
    conditions = {text: InvalidCondition(text) for text in (*texts, "date2 is invalid")}
    named: dict[str, DecoNetworkError] = {str(error.code): error() for error in (*errors, InvalidParameters)}
    named |= {"50003": conditions[texts[0]], **conditions}
    answers = {name: partial(envelope.failure, error) for name, error in sorted(named.items())}
    return {**answers, "429": partial(envelope.too_many_requests, 1)}


VENDOR = Vendor(
    name="deconetwork",
    title="DecoNetwork",
    api_title="DecoNetwork Product Management API",
    description=_DESCRIPTION,
    base_paths=("/api/json",),
    root_prefixes=("/api/json",),
    tables=(tables.Category, tables.Product),
    settings=DecoNetworkSettings,
    routers=(router,),
    headers=frozenset({b"content-type"}),
    error=DecoNetworkError,
    failure=envelope.failure,
    failure_model=Failure,
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
