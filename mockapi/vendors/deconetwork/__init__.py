"""DecoNetwork Product Management API 1.0. Reference: the page of that name at developer.deconetwork.com."""

import shlex
from urllib.parse import urlencode

from mockapi.core.vendor import Introduction, Vendor
from mockapi.vendors.deconetwork import envelope, tables
from mockapi.vendors.deconetwork.auth import Access
from mockapi.vendors.deconetwork.errors import DecoNetworkError, InvalidParameters
from mockapi.vendors.deconetwork.routes import router
from mockapi.vendors.deconetwork.schemas import Failure
from mockapi.vendors.deconetwork.seed import seed

_DESCRIPTION = """Product search of the Product Management API.

`username` and `password` go with every call, in the query string or in the form. Every answer has HTTP status 200;
`response_status` tells whether it worked."""


def introduce(server: str, access: Access) -> Introduction:
    """How to call it at the URL `server`."""
    search = {"field": 4, "condition": 4, "string": 0, "limit": 2}
    query = urlencode({"username": access.username, "password": access.password, **search})
    return Introduction(
        server,
        {"username": access.username, "password": access.password},
        shlex.join(["curl", f"{server}/api/json/manage_products/find?{query}"]),
    )


VENDOR = Vendor(
    name="deconetwork",
    title="DecoNetwork",
    api_title="DecoNetwork Product Management API",
    description=_DESCRIPTION,
    base_paths=("/api/json",),
    root_prefixes=("/api/json",),
    tables=(tables.Category, tables.Product),
    access=Access,
    router=router,
    error=DecoNetworkError,
    failure=envelope.failure,
    failure_model=Failure,
    unknown_route=envelope.unknown_route,
    bug=envelope.bug,
    # docs are silent; chosen because a body that is not read is a wrong request like any other.
    too_large=InvalidParameters(),
    seed=seed,
    introduce=introduce,
)
