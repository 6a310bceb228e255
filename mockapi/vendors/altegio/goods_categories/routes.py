"""The operations on goods categories, in the order of the vendor's documentation."""

from fastapi import Request
from starlette.responses import Response

from mockapi.vendor_api.operations import OperationRouter
from mockapi.vendors.altegio.caller import AUTHORIZATION, CALLER_ERRORS, current_caller
from mockapi.vendors.altegio.envelope import deleted, success, success_without_meta
from mockapi.vendors.altegio.errors import Unprocessable
from mockapi.vendors.altegio.goods_categories import store
from mockapi.vendors.altegio.goods_categories.parameters import (
    CategoryId,
    CategoryIds,
    ChildCount,
    ParentId,
    category_ids,
)
from mockapi.vendors.altegio.goods_categories.schemas import (
    CategoryIn,
    CategoryOut,
    Composition,
    SavedCategory,
    category_element,
    category_out,
    product_element,
    saved_category_out,
)
from mockapi.vendors.altegio.parameters import MAX_PAGE, LocationId, Page
from mockapi.vendors.altegio.request_body import read_body
from mockapi.vendors.altegio.schemas import Bare, CountMeta, Nothing, Success

router = OperationRouter(AUTHORIZATION)

_TITLE_MISSING = Unprocessable(missing=("title",))


@router.operation(
    "GET /company/{location_id}/goods_categories",
    name="get_product_category_list",
    response=lambda: Success[list[CategoryOut], CountMeta],
    errors=CALLER_ERRORS,
    suffix=".all",
    cacheable=True,
)
async def get_all_product_categories(request: Request, location_id: LocationId) -> Response:
    """Get all categories of a location."""
    caller = current_caller(request)
    rows = store.all_categories(caller.store, caller.location(location_id).id)
    return success([category_out(row) for row in rows], {"count": len(rows)})


@router.operation(
    "GET /company/{location_id}/goods_categories/{parent_category_id}",
    response=lambda: Success[list[CategoryOut], CountMeta],
    errors=CALLER_ERRORS,
    cacheable=True,
)
async def get_product_category_list(
    request: Request, location_id: LocationId, parent_category_id: ParentId
) -> Response:
    """Get the categories below a category."""
    caller = current_caller(request)
    rows = store.child_categories(caller.store, caller.location(location_id).id, parent_category_id)
    return success([category_out(row) for row in rows], {"count": len(rows)})


@router.operation(
    "GET /goods/category_node/{location_id}/{category_id}",
    response=lambda: Bare[Composition],
    errors=CALLER_ERRORS,
    cacheable=True,
)
async def get_product_category_composition(
    request: Request, location_id: LocationId, category_id: CategoryId, page: Page = 1, count: ChildCount = MAX_PAGE
) -> Response:
    """Get the composition of a category."""
    caller = current_caller(request)
    location = caller.location(location_id)
    # docs are silent; chosen because the page gives each node's own id, and the top level has neither id nor title.
    category = store.category(caller.store, location.id, category_id)
    categories, products, total = store.children(caller.store, location.id, category.id, page, count)
    children = [*map(category_element, categories), *map(product_element, products)]
    return success_without_meta({**category_element(category), "children": children, "children_count": total})


@router.operation(
    "GET /goods_categories/multiple/{location_id}",
    response=lambda: Success[list[CategoryOut], Nothing],
    errors=CALLER_ERRORS,
    cacheable=True,
)
async def get_product_category_list_by_ids(
    request: Request, location_id: LocationId, ids: CategoryIds = ()
) -> Response:
    """Get a list of categories by ID."""
    caller = current_caller(request)
    # FastAPI's list of `ids[]` lacks the other spellings, and the order among all of them.
    rows = store.categories_by_ids(caller.store, caller.location(location_id).id, category_ids(request))
    return success([category_out(row) for row in rows])


@router.operation(
    "POST /goods_categories/{location_id}",
    response=lambda: Success[SavedCategory, Nothing],
    status=201,
    body=lambda: CategoryIn,
    errors=(*CALLER_ERRORS, _TITLE_MISSING),
)
async def create_product_category(request: Request, location_id: LocationId) -> Response:
    """Create a product category."""
    caller = current_caller(request)
    location = caller.location(location_id)
    body = read_body(request, CategoryIn)
    with caller.exchange.transaction() as writable:
        row = store.create_category(writable, location.id, body.model_dump())
    return success(saved_category_out(row), status=201)


@router.operation(
    "PUT /goods_categories/{location_id}/{category_id}",
    response=lambda: Success[SavedCategory, Nothing],
    body=lambda: CategoryIn,
    errors=(*CALLER_ERRORS, _TITLE_MISSING),
)
async def update_product_category(request: Request, location_id: LocationId, category_id: CategoryId) -> Response:
    """Edit a product category."""
    caller = current_caller(request)
    location = caller.location(location_id)
    category = store.category(caller.store, location.id, category_id)
    body = read_body(request, CategoryIn)
    with caller.exchange.transaction() as writable:
        row = store.update_category(writable, location.id, category.id, body.model_dump())
    return success(saved_category_out(row))


@router.operation(
    "DELETE /goods_categories/{location_id}/{category_id}", response=None, status=204, errors=CALLER_ERRORS
)
async def delete_product_category(request: Request, location_id: LocationId, category_id: CategoryId) -> Response:
    """Delete a product category."""
    caller = current_caller(request)
    location = caller.location(location_id)
    category = store.category(caller.store, location.id, category_id)
    with caller.exchange.transaction() as writable:
        store.delete_category(writable, location.id, category.id)
    return deleted()


@router.operation(
    "GET /goods_categories/{location_id}",
    name="deprecated_get_product_category_list",
    response=lambda: Success[list[CategoryOut], Nothing],
    errors=CALLER_ERRORS,
    suffix=".top",
    deprecated=True,
    cacheable=True,
)
async def deprecated_get_top_categories(request: Request, location_id: LocationId) -> Response:
    """Get the categories of the top level (deprecated)."""
    caller = current_caller(request)
    rows = store.child_categories(caller.store, caller.location(location_id).id, store.TOP_LEVEL)
    return success([category_out(row) for row in rows])


@router.operation(
    "GET /goods_categories/{location_id}/{category_id}",
    response=lambda: Success[list[CategoryOut], Nothing],
    errors=CALLER_ERRORS,
    deprecated=True,
    cacheable=True,
)
async def deprecated_get_product_category_list(
    request: Request, location_id: LocationId, category_id: ParentId
) -> Response:
    """Get a list of product categories (deprecated)."""
    caller = current_caller(request)
    rows = store.child_categories(caller.store, caller.location(location_id).id, category_id)
    return success([category_out(row) for row in rows])
