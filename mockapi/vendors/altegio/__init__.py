"""Altegio B2B API v1, section "Products": goods and goods categories. Reference: the pages at developer.alteg.io."""

import shlex
from functools import partial

from mockapi.vendor_api.vendor import Introduction, Secrets, Vendor
from mockapi.vendors.altegio import errors
from mockapi.vendors.altegio.auth.routes import router as auth_router
from mockapi.vendors.altegio.envelope import failure, unknown_route
from mockapi.vendors.altegio.goods.routes import router as goods_router
from mockapi.vendors.altegio.goods.tables import Product
from mockapi.vendors.altegio.goods_categories.routes import router as goods_categories_router
from mockapi.vendors.altegio.goods_categories.tables import Category
from mockapi.vendors.altegio.locations import Location
from mockapi.vendors.altegio.schemas import Failure
from mockapi.vendors.altegio.seed import seed, seed_products
from mockapi.vendors.altegio.settings import AltegioSettings

_DESCRIPTION = """Goods and goods categories of the Business Management API.

Two tokens in one header: `Authorization: Bearer <partner token>, User <user token>`."""

_NAMED_ERRORS = (
    errors.AuthenticationNeeded(),
    errors.AccessDenied(),
    errors.NotFound(),
    errors.UnitConversionNeeded(),
    errors.Unprocessable("The request cannot be processed."),
    errors.TooManyRequests(1),
    errors.InternalError(),
)


def _introduce(server: str, settings: AltegioSettings) -> Introduction:
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
    routers=(auth_router, goods_router, goods_categories_router),
    headers=frozenset({b"authorization", b"content-type"}),
    error=errors.AltegioError,
    failure=failure,
    failure_model=Failure,
    unknown_route=unknown_route,
    bug=partial(failure, errors.InternalError()),
    too_large=errors.BodyTooLarge(),
    time_out=partial(failure, errors.TimedOut()),
    too_many_requests=lambda seconds: failure(errors.TooManyRequests(seconds)),
    named_errors={str(error.status): partial(failure, error) for error in _NAMED_ERRORS},
    secrets=Secrets(
        parameters=frozenset({"login", "password"}), members=frozenset({"login", "password", "user_token"})
    ),
    seed_products=seed_products,
    seed=seed,
    introduce=_introduce,
)
