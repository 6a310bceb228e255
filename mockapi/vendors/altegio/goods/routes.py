"""The operations on products, in the order of the vendor's documentation."""

from fastapi import Request
from starlette.responses import Response

from mockapi.vendor_api.operations import OperationRouter
from mockapi.vendors.altegio.caller import AUTHORIZATION, CALLER_ERRORS, current_caller
from mockapi.vendors.altegio.envelope import deleted, success
from mockapi.vendors.altegio.errors import UnitConversionNeeded, Unprocessable
from mockapi.vendors.altegio.goods import store
from mockapi.vendors.altegio.goods.parameters import (
    DEFAULT_COUNT,
    ChangedAfter,
    ChangedBefore,
    Count,
    FilterId,
    ProductId,
    SearchCount,
    Term,
)
from mockapi.vendors.altegio.goods.schemas import ProductChange, ProductIn, ProductOut, product_out
from mockapi.vendors.altegio.goods_categories.schemas import TreeElement, category_element, product_element
from mockapi.vendors.altegio.goods_categories.store import TOP_LEVEL, child_categories
from mockapi.vendors.altegio.parameters import LocationId, Page
from mockapi.vendors.altegio.request_body import read_body
from mockapi.vendors.altegio.schemas import CountMeta, Nothing, Success

router = OperationRouter(AUTHORIZATION)

_FIELDS_MISSING = Unprocessable(missing=("title", "category_id", "sale_unit_id", "service_unit_id"))


@router.operation(
    "GET /goods/search/{location_id}",
    response=lambda: Success[list[TreeElement], CountMeta],
    errors=CALLER_ERRORS,
    cacheable=True,
)
async def search_product(
    request: Request,
    location_id: LocationId,
    term: Term = "",
    search_term: Term = "",
    count: SearchCount = None,
    max_count: SearchCount = None,
) -> Response:
    """Search products and categories."""
    caller = current_caller(request)
    location, wanted = caller.location(location_id), term or search_term
    if wanted:
        categories, products = store.search(caller.store, location.id, wanted, count or max_count or DEFAULT_COUNT)
    else:
        categories, products = child_categories(caller.store, location.id, TOP_LEVEL), []
    elements = [*map(category_element, categories), *map(product_element, products)]
    return success(elements, {"count": len(elements)})


@router.operation(
    "GET /goods/{location_id}/{product_id}",
    response=lambda: Success[ProductOut, Nothing],
    errors=CALLER_ERRORS,
    cacheable=True,
)
async def get_product(request: Request, location_id: LocationId, product_id: ProductId) -> Response:
    """Get a product."""
    caller = current_caller(request)
    location = caller.location(location_id)
    return success(product_out(store.product(caller.store, location.id, product_id), location))


@router.operation(
    "PUT /goods/{location_id}/{product_id}",
    response=lambda: Success[ProductOut, Nothing],
    body=lambda: ProductChange,
    errors=(*CALLER_ERRORS, UnitConversionNeeded(), _FIELDS_MISSING),
)
async def update_product(request: Request, location_id: LocationId, product_id: ProductId) -> Response:
    """Edit a product."""
    caller = current_caller(request)
    location = caller.location(location_id)
    product = store.product(caller.store, location.id, product_id)
    body = read_body(request, ProductChange)
    with caller.exchange.transaction() as writable:
        row = store.update_product(writable, location.id, product.id, body.model_dump(), caller.exchange.now())
    return success(product_out(row, location))


@router.operation("DELETE /goods/{location_id}/{product_id}", response=None, status=204, errors=CALLER_ERRORS)
async def delete_product(request: Request, location_id: LocationId, product_id: ProductId) -> Response:
    """Delete a product."""
    caller = current_caller(request)
    product = store.product(caller.store, caller.location(location_id).id, product_id)
    with caller.exchange.transaction() as writable:
        store.delete_product(writable, product.id)
    return deleted()


@router.operation(
    "GET /goods/{location_id}",
    response=lambda: Success[list[ProductOut], Nothing],
    errors=CALLER_ERRORS,
    cacheable=True,
)
async def get_products_list(
    request: Request,
    location_id: LocationId,
    page: Page = 1,
    count: Count = DEFAULT_COUNT,
    term: Term = "",
    category_id: FilterId = None,
    changed_after: ChangedAfter = None,
    changed_before: ChangedBefore = None,
) -> Response:
    """Get a list of products."""
    caller = current_caller(request)
    location = caller.location(location_id)
    rows = store.products(
        caller.store,
        location.id,
        page=page,
        count=count,
        term=term,
        category_id=category_id,
        changed_after=changed_after,
        changed_before=changed_before,
    )
    return success([product_out(row, location) for row in rows])


@router.operation(
    "POST /goods/{location_id}",
    response=lambda: Success[ProductOut, Nothing],
    status=201,
    body=lambda: ProductIn,
    errors=(*CALLER_ERRORS, _FIELDS_MISSING),
)
async def create_product(request: Request, location_id: LocationId) -> Response:
    """Create a product."""
    caller = current_caller(request)
    location = caller.location(location_id)
    body = read_body(request, ProductIn)
    with caller.exchange.transaction() as writable:
        row = store.create_product(writable, location.id, body.model_dump(), caller.exchange.now())
    return success(product_out(row, location), status=201)
