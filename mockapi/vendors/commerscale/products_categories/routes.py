"""The operations on product categories, in the order of Commerscale's docs."""

from typing import Annotated

from fastapi import Depends
from starlette.responses import Response

from mockapi.vendor_api.operations import OperationRouter
from mockapi.vendors.commerscale import envelope
from mockapi.vendors.commerscale.auth import Call, check_call, check_deletion
from mockapi.vendors.commerscale.errors import IncorrectValueFormat, InvalidJson, NotAuthorized, RequestFailed
from mockapi.vendors.commerscale.parameters import read_deleted_ids, read_filters, read_objects, read_page
from mockapi.vendors.commerscale.products_categories import store
from mockapi.vendors.commerscale.products_categories.schemas import (
    Categories,
    CountIn,
    CountOut,
    CreateIn,
    DeleteIn,
    GetIn,
    UpdateIn,
)

router = OperationRouter()
operation = router.operation

CheckedCall = Annotated[Call, Depends(check_call)]
CheckedDeletion = Annotated[Call, Depends(check_deletion)]

_CALLER = (InvalidJson(), NotAuthorized())


@operation(
    "POST /products/categories/get",
    name="products/categories/get",
    response=lambda: Categories,
    body=lambda: GetIn,
    errors=(
        *_CALLER,
        IncorrectValueFormat("filters.name[1]", "string"),
        IncorrectValueFormat("pagination.pageNumber", "integer"),
    ),
    cacheable=True,
)
async def get(call: CheckedCall) -> Response:
    """Get categories."""
    return envelope.categories(
        store.categories(call.exchange.store, read_filters(call.content), read_page(call.content))
    )


@operation(
    "POST /products/categories/count",
    name="products/categories/count",
    response=lambda: CountOut,
    body=lambda: CountIn,
    errors=(*_CALLER, IncorrectValueFormat("filters.createdon_min", "datetime")),
    cacheable=True,
)
async def count(call: CheckedCall) -> Response:
    """Count categories."""
    return envelope.count(store.count(call.exchange.store, read_filters(call.content)))


@operation(
    "POST /products/categories/create",
    name="products/categories/create",
    response=lambda: Categories,
    body=lambda: CreateIn,
    errors=(*_CALLER, RequestFailed("'data[0].name' is missing")),
)
async def create(call: CheckedCall) -> Response:
    """Create categories."""
    # docs are silent; chosen because a caller with half a batch written could not simply send it again.
    objects = read_objects(call.content, with_id=False)
    with call.exchange.transaction() as writable:
        rows = store.create(writable, objects, call.caller.author_of_new, call.exchange.now())
    return envelope.categories(rows)


@operation(
    "POST /products/categories/update",
    name="products/categories/update",
    response=lambda: Categories,
    body=lambda: UpdateIn,
    errors=(*_CALLER, RequestFailed("'data[0].id' names no category")),
)
async def update(call: CheckedCall) -> Response:
    """Update categories."""
    objects = read_objects(call.content, with_id=True)
    with call.exchange.transaction() as writable:
        rows = store.change(writable, objects, call.caller.author_of_changed)
    return envelope.categories(rows)


@operation(
    "POST /products/categories/delete",
    name="products/categories/delete",
    response=lambda: CountOut,
    body=lambda: DeleteIn,
    errors=(
        *_CALLER,
        IncorrectValueFormat("filter[0].id[0]", "guid"),
        RequestFailed("The member 'filter' must name at least one id"),
    ),
)
async def delete(call: CheckedDeletion) -> Response:
    """Delete categories."""
    # docs are silent; chosen because the categories are gone, and how many they were is all that is left to say.
    ids = read_deleted_ids(call.content)
    with call.exchange.transaction() as writable:
        return envelope.count(store.remove(writable, ids))
