"""The operations of the section Products in the order of Altegio's docs, and `POST /auth`.

The order of a route's parameters is the order of its checks: caller (401), location (404, 403), entity (404),
body (422).
A route that writes asks for `Write` first, so that the checks and the change see the same data.
"""

from functools import partial
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from starlette.responses import Response

from mockapi.pipeline.dependencies import Now, Read, Write
from mockapi.vendor_api import openapi
from mockapi.vendor_api.vendor import settings_of
from mockapi.vendors.altegio import store
from mockapi.vendors.altegio.auth import Category, Location, Product, check_partner, log_in
from mockapi.vendors.altegio.envelope import (
    body_of,
    category_element,
    category_out,
    composition,
    deleted,
    product_element,
    product_out,
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
    ChangedAfter,
    ChangedBefore,
    ChildCount,
    Count,
    FilterId,
    Page,
    ParentId,
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

router = APIRouter()
operation = partial(openapi.operation, router)


ProductBody = Annotated[ProductIn, Depends(body_of(ProductIn))]
ProductChangeBody = Annotated[ProductChange, Depends(body_of(ProductChange))]
CategoryBody = Annotated[CategoryIn, Depends(body_of(CategoryIn))]

_CALLER = (AuthenticationNeeded(), AccessDenied(), NotFound())
_TITLE_MISSING = Unprocessable(missing=("title",))
_FIELDS_MISSING = Unprocessable(missing=("title", "category_id", "sale_unit_id", "service_unit_id"))


@operation(
    "POST /auth",
    answer=lambda: Success[UserOut, Nothing],
    status=201,
    refusals=(AuthenticationNeeded(), Unprocessable(missing=("login", "password"))),
    body=lambda: LoginIn,
)
async def auth(
    request: Request,
    partner: Annotated[str | None, Depends(check_partner)],
    body: Annotated[LoginIn, Depends(body_of(LoginIn, or_form=True))],
) -> Response:
    """Authorize user."""
    return success(log_in(settings_of(request), body.login, body.password), status=201)


@operation("GET /goods/search/{location_id}", answer=lambda: Success[list[TreeElement], CountMeta], refusals=_CALLER)
async def search_product(
    database: Read,
    location: Location,
    term: Term = "",
    search_term: Term = "",
    count: SearchCount = None,
    max_count: SearchCount = None,
) -> Response:
    """Search products and categories."""
    wanted = term or search_term
    if wanted:
        categories, products = store.search(database, location.id, wanted, count or max_count or DEFAULT_COUNT)
    else:
        categories, products = store.child_categories(database, location.id, store.TOP_LEVEL), []
    elements = [*map(category_element, categories), *map(product_element, products)]
    return success(elements, {"count": len(elements)})


@operation("GET /goods/{location_id}/{product_id}", answer=lambda: Success[ProductOut, Nothing], refusals=_CALLER)
async def get_product(location: Location, product: Product) -> Response:
    """Get a product."""
    return success(product_out(product, location))


@operation(
    "PUT /goods/{location_id}/{product_id}",
    answer=lambda: Success[ProductOut, Nothing],
    body=lambda: ProductChange,
    refusals=(*_CALLER, UnitConversionNeeded(), _FIELDS_MISSING),
)
async def update_product(
    database: Write, location: Location, product: Product, body: ProductChangeBody, now: Now
) -> Response:
    """Edit a product."""
    return success(
        product_out(store.update_product(database, location.id, product.id, body.model_dump(), now), location)
    )


@operation("DELETE /goods/{location_id}/{product_id}", answer=None, status=204, refusals=_CALLER)
async def delete_product(database: Write, product: Product) -> Response:
    """Delete a product."""
    store.delete_product(database, product.id)
    return deleted()


@operation("GET /goods/{location_id}", answer=lambda: Success[list[ProductOut], Nothing], refusals=_CALLER)
async def get_products_list(
    database: Read,
    location: Location,
    page: Page = 1,
    count: Count = DEFAULT_COUNT,
    term: Term = "",
    category_id: FilterId = None,
    changed_after: ChangedAfter = None,
    changed_before: ChangedBefore = None,
) -> Response:
    """Get a list of products."""
    rows = store.products(
        database,
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
    answer=lambda: Success[ProductOut, Nothing],
    status=201,
    body=lambda: ProductIn,
    refusals=(*_CALLER, _FIELDS_MISSING),
)
async def create_product(database: Write, location: Location, body: ProductBody, now: Now) -> Response:
    """Create a product."""
    row = store.create_product(database, location.id, body.model_dump(), now)
    return success(product_out(row, location), status=201)


@operation(
    "GET /company/{location_id}/goods_categories",
    name="get_product_category_list",
    answer=lambda: Success[list[CategoryOut], CountMeta],
    refusals=_CALLER,
    variant=".all",
)
async def get_all_product_categories(database: Read, location: Location) -> Response:
    """Get all categories of a location."""
    rows = store.all_categories(database, location.id)
    return success([category_out(row) for row in rows], {"count": len(rows)})


@operation(
    "GET /company/{location_id}/goods_categories/{parent_category_id}",
    answer=lambda: Success[list[CategoryOut], CountMeta],
    refusals=_CALLER,
)
async def get_product_category_list(database: Read, location: Location, parent_category_id: ParentId) -> Response:
    """Get the categories below a category."""
    rows = store.child_categories(database, location.id, parent_category_id)
    return success([category_out(row) for row in rows], {"count": len(rows)})


@operation("GET /goods/category_node/{location_id}/{category_id}", answer=lambda: Bare[Composition], refusals=_CALLER)
async def get_product_category_composition(
    database: Read, location: Location, category: Category, page: Page = 1, count: ChildCount = MAX_PAGE
) -> Response:
    """Get the composition of a category."""
    categories, products, total = store.children(database, location.id, category.id, page, count)
    children = [*map(category_element, categories), *map(product_element, products)]
    return composition({**category_element(category), "children": children, "children_count": total})


@operation(
    "GET /goods_categories/multiple/{location_id}", answer=lambda: Success[list[CategoryOut], Nothing], refusals=_CALLER
)
async def get_product_category_list_by_ids(
    request: Request, database: Read, location: Location, ids: AskedIds = ()
) -> Response:
    """Get a list of categories by ID."""
    # FastAPI's own list of `ids[]` would lose the other spellings and the order among them.
    rows = store.categories_by_ids(database, location.id, asked_ids(request))
    return success([category_out(row) for row in rows])


@operation(
    "POST /goods_categories/{location_id}",
    answer=lambda: Success[SavedCategory, Nothing],
    status=201,
    body=lambda: CategoryIn,
    refusals=(*_CALLER, _TITLE_MISSING),
)
async def create_product_category(database: Write, location: Location, body: CategoryBody) -> Response:
    """Create a product category."""
    row = store.create_category(database, location.id, body.model_dump())
    return success(saved_category_out(row), status=201)


@operation(
    "PUT /goods_categories/{location_id}/{category_id}",
    answer=lambda: Success[SavedCategory, Nothing],
    body=lambda: CategoryIn,
    refusals=(*_CALLER, _TITLE_MISSING),
)
async def update_product_category(
    database: Write, location: Location, category: Category, body: CategoryBody
) -> Response:
    """Edit a product category."""
    return success(saved_category_out(store.update_category(database, location.id, category.id, body.model_dump())))


@operation("DELETE /goods_categories/{location_id}/{category_id}", answer=None, status=204, refusals=_CALLER)
async def delete_product_category(database: Write, location: Location, category: Category) -> Response:
    """Delete a product category."""
    store.delete_category(database, location.id, category.id)
    return deleted()


@operation(
    "GET /goods_categories/{location_id}",
    name="deprecated_get_product_category_list",
    answer=lambda: Success[list[CategoryOut], Nothing],
    refusals=_CALLER,
    variant=".top",
    deprecated=True,
)
async def deprecated_get_top_categories(database: Read, location: Location) -> Response:
    """Get the categories of the top level (deprecated)."""
    return success([category_out(row) for row in store.child_categories(database, location.id, store.TOP_LEVEL)])


@operation(
    "GET /goods_categories/{location_id}/{category_id}",
    answer=lambda: Success[list[CategoryOut], Nothing],
    refusals=_CALLER,
    deprecated=True,
)
async def deprecated_get_product_category_list(database: Read, location: Location, category_id: ParentId) -> Response:
    """Get a list of product categories (deprecated)."""
    return success([category_out(row) for row in store.child_categories(database, location.id, category_id)])
