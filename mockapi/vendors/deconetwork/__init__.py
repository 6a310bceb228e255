"""DecoNetwork Product Management API 1.0. Reference: the page of that name at developer.deconetwork.com."""

from fastapi import FastAPI

from mockapi.core.vendor import Introduction, Vendor, build_application
from mockapi.vendors.deconetwork import envelope, tables
from mockapi.vendors.deconetwork.auth import Access
from mockapi.vendors.deconetwork.errors import DecoNetworkError, InvalidParameters
from mockapi.vendors.deconetwork.routes import router
from mockapi.vendors.deconetwork.schemas import Failure
from mockapi.vendors.deconetwork.seed import seed

_DESCRIPTION = """Product search of the Product Management API.

`username` and `password` go with every call, in the query string or in the form. Every answer has HTTP status 200;
`response_status` tells whether it worked."""


def application(access: Access) -> FastAPI:
    """The vendor's FastAPI application for one site."""
    app = build_application(
        "DecoNetwork Product Management API",
        _DESCRIPTION,
        router,
        refusals={DecoNetworkError: envelope.refuse},
        unknown_route=envelope.unknown_route,
        bug=envelope.bug,
    )
    app.state.access = access
    return app


def introduce(server: str, access: Access) -> Introduction:
    """How to call it at the URL `server`."""
    query = f"username={access.username}&password={access.password}&field=4&condition=4&string=0&limit=2"
    return Introduction(
        server,
        {"username": access.username, "password": access.password},
        f"curl '{server}/api/json/manage_products/find?{query}'",
    )


VENDOR = Vendor(
    name="deconetwork",
    title="DecoNetwork",
    base_paths=("/api/json",),
    root_prefixes=("/api/json",),
    tables=(tables.Category, tables.Product),
    access=Access,
    application=application,
    seed=seed,
    failure=envelope.failure,
    failure_model=Failure,
    # docs are silent; chosen because a body that is not read is a wrong request like any other.
    too_large=InvalidParameters(),
    introduce=introduce,
)
