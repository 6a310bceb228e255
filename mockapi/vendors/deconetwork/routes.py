"""The operations of the Product Management API in the order of DecoNetwork's docs.

Both take a query string and a form alike; the documented method comes first.
"""

from functools import partial
from typing import Annotated

from fastapi import APIRouter, Depends
from starlette.responses import Response

from mockapi.http.forms import URLENCODED
from mockapi.pipeline.dependencies import Read
from mockapi.vendor_api import openapi
from mockapi.vendors.deconetwork import pages, store
from mockapi.vendors.deconetwork.auth import DecoNetworkSettings, check_user
from mockapi.vendors.deconetwork.envelope import product_detailed_out, products_out, some_missing, success
from mockapi.vendors.deconetwork.errors import (
    ApiNotEnabled,
    AuthenticationFailed,
    InvalidCondition,
    InvalidLimitOrOffset,
    InvalidParameters,
    NoConditions,
    ProductIdNotFound,
)
from mockapi.vendors.deconetwork.parameters import Parameters, read_ids, read_search
from mockapi.vendors.deconetwork.schemas import FindParameters, Found, GetParameters, OneProduct, SomeProducts

router = APIRouter()
operation = partial(openapi.operation, router, media_type=URLENCODED)

CheckedUser = Annotated[DecoNetworkSettings, Depends(check_user)]

_CALLER = (AuthenticationFailed(), ApiNotEnabled())
_find = partial(
    operation,
    name="manage_products/find",
    answer=lambda: Found,
    body=lambda: FindParameters,
    refusals=(
        *_CALLER,
        NoConditions(),
        *(InvalidCondition(f"Condition 1 '{name}' is missing") for name in ("field", "condition")),
        *(InvalidCondition(f"{name} is invalid") for name in ("date1", "date2")),
        InvalidLimitOrOffset(),
        InvalidParameters(),
    ),
)
_get = partial(
    operation,
    name="manage_products/get",
    answer=lambda: OneProduct | SomeProducts,
    body=lambda: GetParameters,
    refusals=(*_CALLER, InvalidParameters(), ProductIdNotFound()),
)


@_find("POST /manage_products/find")
@_find("GET /manage_products/find", variant=".get")
async def find(database: Read, settings: CheckedUser, parameters: Parameters) -> Response:
    """Find products."""
    search = read_search(parameters, clamp_limit=settings.limit_above_maximum == "clamp")
    ids, total = pages.find(database, search)
    return success(products=products_out(database, ids), total=total)


@_get("GET /manage_products/get")
@_get("POST /manage_products/get", variant=".post")
async def get(database: Read, settings: CheckedUser, parameters: Parameters) -> Response:
    """Get products."""
    ids, is_list = read_ids(parameters)
    rows = store.products(database, ids)
    products = list(map(partial(product_detailed_out, store.categories(database)), rows))
    if is_list:
        return (success if len(products) == len(ids) else some_missing)(products=products)
    if not products:
        raise ProductIdNotFound
    return success(product=products[0])
