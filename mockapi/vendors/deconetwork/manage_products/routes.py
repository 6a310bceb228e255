"""The operations of the Product Management API in the order of DecoNetwork's docs.

Both take a query string and a form alike; the documented method comes first.
"""

from functools import partial
from typing import Annotated

from fastapi import Depends
from starlette.responses import Response

from mockapi.vendor_api.operations import OperationRouter
from mockapi.vendors.deconetwork.authentication import CREDENTIALS, Call, check_user
from mockapi.vendors.deconetwork.documentation import form_body, query_parameters
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
from mockapi.vendors.deconetwork.manage_products import search, store
from mockapi.vendors.deconetwork.manage_products.parameters import read_ids, read_search
from mockapi.vendors.deconetwork.manage_products.schemas import (
    FindParameters,
    Found,
    GetParameters,
    OneProduct,
    SomeProducts,
)

router = OperationRouter(*CREDENTIALS)

CheckedCall = Annotated[Call, Depends(check_user)]

_CALLER = (AuthenticationFailed(), ApiNotEnabled())
_find = partial(
    router.operation,
    name="manage_products/find",
    response=lambda: Found,
    errors=(
        *_CALLER,
        NoConditions(),
        *(InvalidCondition(f"Condition 1 '{name}' is missing") for name in ("field", "condition")),
        *(InvalidCondition(f"{name} is invalid") for name in ("date1", "date2")),
        InvalidLimitOrOffset(),
        InvalidParameters(),
    ),
    cacheable=True,
)
_get = partial(
    router.operation,
    name="manage_products/get",
    response=lambda: OneProduct | SomeProducts,
    errors=(*_CALLER, InvalidParameters(), ProductIdNotFound()),
    cacheable=True,
)


@_find("POST /manage_products/find", extra=lambda: form_body(FindParameters))
@_find("GET /manage_products/find", suffix=".get", extra=lambda: query_parameters(FindParameters))
async def find(call: CheckedCall) -> Response:
    """Find products."""
    wanted = read_search(call.parameters, clamp_limit=call.exchange.settings.limit_above_maximum == "clamp")
    ids, total = search.find(call.store, wanted)
    return success(products=products_out(call.store, ids), total=total)


@_get("GET /manage_products/get", extra=lambda: query_parameters(GetParameters))
@_get("POST /manage_products/get", suffix=".post", extra=lambda: form_body(GetParameters))
async def get(call: CheckedCall) -> Response:
    """Get products."""
    ids, is_list = read_ids(call.parameters)
    rows = store.products(call.store, ids)
    products = list(map(partial(product_detailed_out, store.categories(call.store)), rows))
    if is_list:
        return (success if len(products) == len(ids) else some_missing)(products=products)
    if not products:
        raise ProductIdNotFound
    return success(product=products[0])
