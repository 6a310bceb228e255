"""Altegio B2B API v1, section "Products": goods and goods categories. Reference: the pages at developer.alteg.io."""

import shlex

from mockapi.core.vendor import Introduction, Vendor
from mockapi.vendors.altegio import envelope, tables
from mockapi.vendors.altegio.auth import Access
from mockapi.vendors.altegio.errors import AltegioError, BodyTooLarge
from mockapi.vendors.altegio.routes import router
from mockapi.vendors.altegio.schemas import Failure
from mockapi.vendors.altegio.seed import seed

_DESCRIPTION = """Goods and goods categories of the Business Management API.

Two tokens in one header: `Authorization: Bearer <partner token>, User <user token>`."""


def introduce(server: str, access: Access) -> Introduction:
    """How to call it at the URL `server`."""
    tokens = f"Bearer {access.partner_token}, User {access.user_token}"
    base_url = f"{server}/api/v1"
    search = f"/goods/search/{access.locations[0]}?term=cotton&count=2"
    return Introduction(
        base_url,
        {"Authorization": tokens, "login": access.login, "password": access.password},
        shlex.join(["curl", "-H", f"Authorization: {tokens}", f"{base_url}{search}"]),
    )


VENDOR = Vendor(
    name="altegio",
    title="Altegio",
    api_title="Altegio B2B API v1: Products",
    description=_DESCRIPTION,
    base_paths=("/api/v1", "/_mock/en/b2b-v1/openapi", ""),
    root_prefixes=("/api/v1", "/_mock/en/b2b-v1/openapi", "/company", "/goods", "/goods_categories", "/auth"),
    tables=(tables.Location, tables.Category, tables.Product),
    access=Access,
    router=router,
    error=AltegioError,
    failure=envelope.failure,
    failure_model=Failure,
    unknown_route=envelope.unknown_route,
    bug=envelope.bug,
    too_large=BodyTooLarge(),
    seed=seed,
    introduce=introduce,
)
