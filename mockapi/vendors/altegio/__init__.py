"""Altegio B2B API v1, section "Products": goods and goods categories. Reference: the pages at developer.alteg.io."""

import shlex

from mockapi.vendor_api.vendor import Introduction, Secrets, Vendor
from mockapi.vendors.altegio import envelope
from mockapi.vendors.altegio.auth.routes import router as auth
from mockapi.vendors.altegio.errors import (
    AccessDenied,
    AltegioError,
    AuthenticationNeeded,
    BodyTooLarge,
    NotFound,
    TimedOut,
    TooManyRequests,
    UnitConversionNeeded,
    Unprocessable,
)
from mockapi.vendors.altegio.goods.routes import router as goods
from mockapi.vendors.altegio.goods.tables import Product
from mockapi.vendors.altegio.goods_categories.routes import router as goods_categories
from mockapi.vendors.altegio.goods_categories.tables import Category
from mockapi.vendors.altegio.locations.tables import Location
from mockapi.vendors.altegio.schemas import Failure
from mockapi.vendors.altegio.seed import seed, seed_products
from mockapi.vendors.altegio.settings import AltegioSettings

_DESCRIPTION = """Goods and goods categories of the Business Management API.

Two tokens in one header: `Authorization: Bearer <partner token>, User <user token>`."""


def introduce(server: str, settings: AltegioSettings) -> Introduction:
    """How to call it at the URL `server`."""
    tokens = f"Bearer {settings.partner_token}, User {settings.user_token}"
    base_url = f"{server}/api/v1"
    search = f"/goods/search/{settings.locations[0]}?term=cotton&count=2"
    return Introduction(
        base_url,
        {"Authorization": tokens, "login": settings.login, "password": settings.password},
        shlex.join(["curl", "-H", f"Authorization: {tokens}", f"{base_url}{search}"]),
        {"Authorization": tokens},
    )


VENDOR = Vendor(
    name="altegio",
    title="Altegio",
    api_title="Altegio B2B API v1: Products",
    description=_DESCRIPTION,
    base_paths=("/api/v1", "/_mock/en/b2b-v1/openapi", ""),
    root_prefixes=("/api/v1", "/_mock/en/b2b-v1/openapi", "/company", "/goods", "/goods_categories", "/auth"),
    tables=(Location, Category, Product),
    settings=AltegioSettings,
    routers=(auth, goods, goods_categories),
    headers=frozenset({b"authorization", b"content-type"}),
    error=AltegioError,
    failure=envelope.failure,
    failure_model=Failure,
    unknown_route=envelope.unknown_route,
    bug=envelope.bug,
    too_large=BodyTooLarge(),
    time_out=lambda: envelope.failure(TimedOut()),
    too_many_requests=lambda seconds: envelope.failure(TooManyRequests(seconds)),
    named_errors={
        "401": lambda: envelope.failure(AuthenticationNeeded()),
        "403": lambda: envelope.failure(AccessDenied()),
        "404": lambda: envelope.failure(NotFound()),
        "409": lambda: envelope.failure(UnitConversionNeeded()),
        "422": lambda: envelope.failure(Unprocessable("The request cannot be processed.")),
        "429": lambda: envelope.failure(TooManyRequests(1)),
        "500": envelope.bug,
    },
    secrets=Secrets(
        parameters=frozenset({"login", "password"}), members=frozenset({"login", "password", "user_token"})
    ),
    seed_products=seed_products,
    seed=seed,
    introduce=introduce,
)
