"""The operations of the Product Management API in the order of DecoNetwork's docs.

Each accepts a query string and a form; the documented method comes first.
"""

from functools import partial

from fastapi import Request
from starlette.responses import Response

from mockapi.vendor_api.operations import OperationRouter
from mockapi.vendors.deconetwork.authentication import AUTHENTICATION_ERRORS, CREDENTIALS, authenticate
from mockapi.vendors.deconetwork.envelope import failure, success
from mockapi.vendors.deconetwork.errors import (
    CONDITION_ERRORS,
    InvalidLimitOrOffset,
    InvalidParameters,
    NoConditions,
    ProductIdNotFound,
)
from mockapi.vendors.deconetwork.manage_products import search
from mockapi.vendors.deconetwork.manage_products.parameters import (
    FIND_PARAMETERS,
    GET_PARAMETERS,
    read_ids,
    read_search,
)
from mockapi.vendors.deconetwork.manage_products.responses import detailed_products, found_products
from mockapi.vendors.deconetwork.manage_products.schemas import Found, OneProduct, SomeProducts

router = OperationRouter(*CREDENTIALS)

_find = partial(
    router.operation,
    name="manage_products/find",
    response=lambda: Found,
    errors=(*AUTHENTICATION_ERRORS, NoConditions(), *CONDITION_ERRORS, InvalidLimitOrOffset(), InvalidParameters()),
    cacheable=True,
)
_get = partial(
    router.operation,
    name="manage_products/get",
    response=lambda: OneProduct | SomeProducts,
    errors=(*AUTHENTICATION_ERRORS, InvalidParameters(), ProductIdNotFound()),
    cacheable=True,
)


@_find("POST /manage_products/find", extra=FIND_PARAMETERS.as_form)
@_find("GET /manage_products/find", suffix=".get", extra=FIND_PARAMETERS.as_query_string)
async def find(request: Request) -> Response:
    """Find products."""
    call = await authenticate(request)
    wanted = read_search(call.parameters, clamp_limit=call.settings.limit_above_maximum == "clamp")
    ids, total = search.find(call.store, wanted)
    return success(products=found_products(call.store, ids), total=total)


@_get("GET /manage_products/get", extra=GET_PARAMETERS.as_query_string)
@_get("POST /manage_products/get", suffix=".post", extra=GET_PARAMETERS.as_form)
async def get(request: Request) -> Response:
    """Get products."""
    call = await authenticate(request)
    ids, is_list = read_ids(call.parameters)
    products = detailed_products(call.store, ids)
    if is_list:
        answer = success if len(products) == len(ids) else partial(failure, ProductIdNotFound())
        return answer(products=products)
    if not products:
        raise ProductIdNotFound
    return success(product=products[0])
