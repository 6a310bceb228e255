"""The operations of the section Products in the order of Altegio's docs, and `POST /auth`.

Each operation checks in the vendor's order: caller (401), location (404, 403), entity (404), body (422).
"""

from typing import Annotated

from fastapi import Depends, Request
from starlette.responses import Response

from mockapi.pipeline.dependencies import CurrentExchange
from mockapi.vendor_api.operations import OperationRouter
from mockapi.vendors.altegio import store
from mockapi.vendors.altegio.auth import AUTHORIZATION, Caller, check_partner, check_user, log_in
from mockapi.vendors.altegio.envelope import (
    category_element,
    category_out,
    composition,
    deleted,
    product_element,
    product_out,
    read_body,
    saved_category_out,
    success,
)
from mockapi.vendors.altegio.errors import (
    AccessDenied,
    AuthenticationNeeded,
    NotFound,
    UnitConversionNeeded,
    Unprocessable,
)
from mockapi.vendors.altegio.parameters import (
    DEFAULT_COUNT,
    MAX_PAGE,
    AskedIds,
    CategoryId,
    ChangedAfter,
    ChangedBefore,
    ChildCount,
    Count,
    FilterId,
    LocationId,
    Page,
    ParentId,
    ProductId,
    SearchCount,
    Term,
    asked_ids,
)
from mockapi.vendors.altegio.schemas import (
    Bare,
    CategoryIn,
    CategoryOut,
    Composition,
    CountMeta,
    LoginIn,
    Nothing,
    ProductChange,
    ProductIn,
    ProductOut,
    SavedCategory,
    Success,
    TreeElement,
    UserOut,
)

router = OperationRouter(AUTHORIZATION)
operation = router.operation

User = Annotated[Caller, Depends(check_user)]
"""The caller, who has shown both tokens."""

_CALLER = (AuthenticationNeeded(), AccessDenied(), NotFound())
_TITLE_MISSING = Unprocessable(missing=("title",))
_FIELDS_MISSING = Unprocessable(missing=("title", "category_id", "sale_unit_id", "service_unit_id"))


@operation(
    "POST /auth",
    response=lambda: Success[UserOut, Nothing],
    status=201,
    errors=(AuthenticationNeeded(), Unprocessable(missing=("login", "password"))),
    body=lambda: LoginIn,
    cacheable=True,
)
async def auth(request: Request, exchange: CurrentExchange) -> Response:
    """Authorize user."""
    check_partner(request, exchange.settings)
    body = await read_body(request, LoginIn, or_form=True)
    return success(log_in(exchange.settings, body.login, body.password), status=201)


@operation(
    "GET /goods/search/{location_id}",
    response=lambda: Success[list[TreeElement], CountMeta],
    errors=_CALLER,
    cacheable=True,
)
async def search_product(
    user: User,
    location_id: LocationId,
    term: Term = "",
    search_term: Term = "",
    count: SearchCount = None,
    max_count: SearchCount = None,
) -> Response:
    """Search products and categories."""
    location, wanted = user.location(location_id), term or search_term
    if wanted:
        categories, products = store.search(user.store, location.id, wanted, count or max_count or DEFAULT_COUNT)
    else:
        categories, products = store.child_categories(user.store, location.id, store.TOP_LEVEL), []
    elements = [*map(category_element, categories), *map(product_element, products)]
    return success(elements, {"count": len(elements)})


@operation(
    "GET /goods/{location_id}/{product_id}",
    response=lambda: Success[ProductOut, Nothing],
    errors=_CALLER,
    cacheable=True,
)
async def get_product(user: User, location_id: LocationId, product_id: ProductId) -> Response:
    """Get a product."""
    location = user.location(location_id)
    return success(product_out(store.product(user.store, location.id, product_id), location))


@operation(
    "PUT /goods/{location_id}/{product_id}",
    response=lambda: Success[ProductOut, Nothing],
    body=lambda: ProductChange,
    errors=(*_CALLER, UnitConversionNeeded(), _FIELDS_MISSING),
)
async def update_product(request: Request, user: User, location_id: LocationId, product_id: ProductId) -> Response:
    """Edit a product."""
    location = user.location(location_id)
    product = store.product(user.store, location.id, product_id)
    body = await read_body(request, ProductChange)
    with user.exchange.transaction() as writable:
        row = store.update_product(writable, location.id, product.id, body.model_dump(), user.exchange.now())
    return success(product_out(row, location))


@operation("DELETE /goods/{location_id}/{product_id}", response=None, status=204, errors=_CALLER)
async def delete_product(user: User, location_id: LocationId, product_id: ProductId) -> Response:
    """Delete a product."""
    product = store.product(user.store, user.location(location_id).id, product_id)
    with user.exchange.transaction() as writable:
        store.delete_product(writable, product.id)
    return deleted()


@operation(
    "GET /goods/{location_id}", response=lambda: Success[list[ProductOut], Nothing], errors=_CALLER, cacheable=True
)
async def get_products_list(
    user: User,
    location_id: LocationId,
    page: Page = 1,
    count: Count = DEFAULT_COUNT,
    term: Term = "",
    category_id: FilterId = None,
    changed_after: ChangedAfter = None,
    changed_before: ChangedBefore = None,
) -> Response:
    """Get a list of products."""
    location = user.location(location_id)
    rows = store.products(
        user.store,
        location.id,
        page=page,
        count=count,
        term=term,
        category_id=category_id,
        changed_after=changed_after,
        changed_before=changed_before,
    )
    return success([product_out(row, location) for row in rows])


@operation(
    "POST /goods/{location_id}",
    response=lambda: Success[ProductOut, Nothing],
    status=201,
    body=lambda: ProductIn,
    errors=(*_CALLER, _FIELDS_MISSING),
)
async def create_product(request: Request, user: User, location_id: LocationId) -> Response:
    """Create a product."""
    location = user.location(location_id)
    body = await read_body(request, ProductIn)
    with user.exchange.transaction() as writable:
        row = store.create_product(writable, location.id, body.model_dump(), user.exchange.now())
    return success(product_out(row, location), status=201)


@operation(
    "GET /company/{location_id}/goods_categories",
    name="get_product_category_list",
    response=lambda: Success[list[CategoryOut], CountMeta],
    errors=_CALLER,
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
    errors=_CALLER,
    cacheable=True,
)
async def get_product_category_list(user: User, location_id: LocationId, parent_category_id: ParentId) -> Response:
    """Get the categories below a category."""
    rows = store.child_categories(user.store, user.location(location_id).id, parent_category_id)
    return success([category_out(row) for row in rows], {"count": len(rows)})


@operation(
    "GET /goods/category_node/{location_id}/{category_id}",
    response=lambda: Bare[Composition],
    errors=_CALLER,
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
    errors=_CALLER,
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
    errors=(*_CALLER, _TITLE_MISSING),
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
    errors=(*_CALLER, _TITLE_MISSING),
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


@operation("DELETE /goods_categories/{location_id}/{category_id}", response=None, status=204, errors=_CALLER)
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
    errors=_CALLER,
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
    errors=_CALLER,
    deprecated=True,
    cacheable=True,
)
async def deprecated_get_product_category_list(user: User, location_id: LocationId, category_id: ParentId) -> Response:
    """Get a list of product categories (deprecated)."""
    rows = store.child_categories(user.store, user.location(location_id).id, category_id)
    return success([category_out(row) for row in rows])
