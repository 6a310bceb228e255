"""The operations on goods categories, in the order of the vendor's documentation."""

from fastapi import Request
from starlette.responses import Response

from mockapi.vendor_api.operations import OperationRouter
from mockapi.vendors.altegio.caller import AUTHORIZATION, CALLER_ERRORS, User
from mockapi.vendors.altegio.envelope import composition, deleted, success
from mockapi.vendors.altegio.errors import Unprocessable
from mockapi.vendors.altegio.goods_categories import store
from mockapi.vendors.altegio.goods_categories.parameters import AskedIds, CategoryId, ChildCount, ParentId, asked_ids
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


operation = router.operation


_TITLE_MISSING = Unprocessable(missing=("title",))


@operation(
    "GET /company/{location_id}/goods_categories",
    name="get_product_category_list",
    response=lambda: Success[list[CategoryOut], CountMeta],
    errors=CALLER_ERRORS,
    suffix=".all",
    cacheable=True,
)
async def get_all_product_categories(user: User, location_id: LocationId) -> Response:
    """Get all categories of a location."""
    rows = store.all_categories(user.store, user.location(location_id).id)
    return success([category_out(row) for row in rows], {"count": len(rows)})


@operation(
    "GET /company/{location_id}/goods_categories/{parent_category_id}",
    response=lambda: Success[list[CategoryOut], CountMeta],
    errors=CALLER_ERRORS,
    cacheable=True,
)
async def get_product_category_list(user: User, location_id: LocationId, parent_category_id: ParentId) -> Response:
    """Get the categories below a category."""
    rows = store.child_categories(user.store, user.location(location_id).id, parent_category_id)
    return success([category_out(row) for row in rows], {"count": len(rows)})


@operation(
    "GET /goods/category_node/{location_id}/{category_id}",
    response=lambda: Bare[Composition],
    errors=CALLER_ERRORS,
    cacheable=True,
)
async def get_product_category_composition(
    user: User, location_id: LocationId, category_id: CategoryId, page: Page = 1, count: ChildCount = MAX_PAGE
) -> Response:
    """Get the composition of a category."""
    location = user.location(location_id)
    category = user.category(location, category_id)
    categories, products, total = store.children(user.store, location.id, category.id, page, count)
    children = [*map(category_element, categories), *map(product_element, products)]
    return composition({**category_element(category), "children": children, "children_count": total})


@operation(
    "GET /goods_categories/multiple/{location_id}",
    response=lambda: Success[list[CategoryOut], Nothing],
    errors=CALLER_ERRORS,
    cacheable=True,
)
async def get_product_category_list_by_ids(
    request: Request, user: User, location_id: LocationId, ids: AskedIds = ()
) -> Response:
    """Get a list of categories by ID."""
    # FastAPI's own list of `ids[]` would lose the other spellings and the order among them.
    rows = store.categories_by_ids(user.store, user.location(location_id).id, asked_ids(request))
    return success([category_out(row) for row in rows])


@operation(
    "POST /goods_categories/{location_id}",
    response=lambda: Success[SavedCategory, Nothing],
    status=201,
    body=lambda: CategoryIn,
    errors=(*CALLER_ERRORS, _TITLE_MISSING),
)
async def create_product_category(request: Request, user: User, location_id: LocationId) -> Response:
    """Create a product category."""
    location = user.location(location_id)
    body = await read_body(request, CategoryIn)
    with user.exchange.transaction() as writable:
        row = store.create_category(writable, location.id, body.model_dump())
    return success(saved_category_out(row), status=201)


@operation(
    "PUT /goods_categories/{location_id}/{category_id}",
    response=lambda: Success[SavedCategory, Nothing],
    body=lambda: CategoryIn,
    errors=(*CALLER_ERRORS, _TITLE_MISSING),
)
async def update_product_category(
    request: Request, user: User, location_id: LocationId, category_id: CategoryId
) -> Response:
    """Edit a product category."""
    location = user.location(location_id)
    category = user.category(location, category_id)
    body = await read_body(request, CategoryIn)
    with user.exchange.transaction() as writable:
        row = store.update_category(writable, location.id, category.id, body.model_dump())
    return success(saved_category_out(row))


@operation("DELETE /goods_categories/{location_id}/{category_id}", response=None, status=204, errors=CALLER_ERRORS)
async def delete_product_category(user: User, location_id: LocationId, category_id: CategoryId) -> Response:
    """Delete a product category."""
    location = user.location(location_id)
    category = user.category(location, category_id)
    with user.exchange.transaction() as writable:
        store.delete_category(writable, location.id, category.id)
    return deleted()


@operation(
    "GET /goods_categories/{location_id}",
    name="deprecated_get_product_category_list",
    response=lambda: Success[list[CategoryOut], Nothing],
    errors=CALLER_ERRORS,
    suffix=".top",
    deprecated=True,
    cacheable=True,
)
async def deprecated_get_top_categories(user: User, location_id: LocationId) -> Response:
    """Get the categories of the top level (deprecated)."""
    rows = store.child_categories(user.store, user.location(location_id).id, store.TOP_LEVEL)
    return success([category_out(row) for row in rows])


@operation(
    "GET /goods_categories/{location_id}/{category_id}",
    response=lambda: Success[list[CategoryOut], Nothing],
    errors=CALLER_ERRORS,
    deprecated=True,
    cacheable=True,
)
async def deprecated_get_product_category_list(user: User, location_id: LocationId, category_id: ParentId) -> Response:
    """Get a list of product categories (deprecated)."""
    rows = store.child_categories(user.store, user.location(location_id).id, category_id)
    return success([category_out(row) for row in rows])
