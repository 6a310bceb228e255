"""Altegio B2B API v1, section "Products": goods and goods categories. Reference: the pages at developer.alteg.io."""

from fastapi import FastAPI

from mockapi.core.vendor import Introduction, Vendor, build_application
from mockapi.vendors.altegio import envelope, tables
from mockapi.vendors.altegio.auth import Access
from mockapi.vendors.altegio.errors import AltegioError, BodyTooLarge
from mockapi.vendors.altegio.routes import router
from mockapi.vendors.altegio.schemas import Failure
from mockapi.vendors.altegio.seed import seed

_DESCRIPTION = """Goods and goods categories of the Business Management API.

Two tokens in one header: `Authorization: Bearer <partner token>, User <user token>`."""


def application(access: Access) -> FastAPI:
    """The vendor's FastAPI application for one account."""
    app = build_application(
        "Altegio B2B API v1: Products",
        _DESCRIPTION,
        router,
        refusals={AltegioError: envelope.refuse},
        unknown_route=envelope.unknown_route,
        bug=envelope.bug,
    )
    app.state.access = access
    return app


def introduce(server: str, access: Access) -> Introduction:
    """How to call it at the URL `server`."""
    tokens = f"Bearer {access.partner_token}, User {access.user_token}"
    base_url = f"{server}/api/v1"
    return Introduction(
        base_url,
        {"Authorization": tokens, "login": access.login, "password": access.password},
        f"curl -H 'Authorization: {tokens}' '{base_url}/goods/search/{access.locations[0]}?term=cotton&count=2'",
    )


VENDOR = Vendor(
    name="altegio",
    title="Altegio",
    base_paths=("/api/v1", "/_mock/en/b2b-v1/openapi", ""),
    root_prefixes=("/api/v1", "/_mock/en/b2b-v1/openapi", "/company", "/goods", "/goods_categories", "/auth"),
    tables=(tables.Location, tables.Category, tables.Product),
    access=Access,
    application=application,
    seed=seed,
    failure=envelope.failure,
    failure_model=Failure,
    too_large=BodyTooLarge(),
    introduce=introduce,
)
