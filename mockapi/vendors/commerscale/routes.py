"""The operations on product categories, in the order of Commerscale's docs."""

from functools import partial

from fastapi import APIRouter
from starlette.responses import Response

from mockapi.pipeline.dependencies import Now, Read, Write
from mockapi.vendor_api import openapi
from mockapi.vendors.commerscale import envelope, store
from mockapi.vendors.commerscale.auth import CheckedCall, DeleteCall
from mockapi.vendors.commerscale.errors import IncorrectValueFormat, InvalidJson, NotAuthorized, RequestFailed
from mockapi.vendors.commerscale.parameters import read_deleted_ids, read_filters, read_objects, read_page
from mockapi.vendors.commerscale.schemas import Categories, CountIn, CountOut, CreateIn, DeleteIn, GetIn, UpdateIn

router = APIRouter()


operation = partial(openapi.operation, router)

_CALLER = (InvalidJson(), NotAuthorized())


@operation(
    "POST /products/categories/get",
    name="products/categories/get",
    answer=lambda: Categories,
    body=lambda: GetIn,
    refusals=(
        *_CALLER,
        IncorrectValueFormat("filters.name[1]", "string"),
        IncorrectValueFormat("pagination.pageNumber", "integer"),
    ),
)
async def get(database: Read, call: CheckedCall) -> Response:
    """Get categories."""
    return envelope.categories(store.categories(database, read_filters(call.content), read_page(call.content)))


@operation(
    "POST /products/categories/count",
    name="products/categories/count",
    answer=lambda: CountOut,
    body=lambda: CountIn,
    refusals=(*_CALLER, IncorrectValueFormat("filters.createdon_min", "datetime")),
)
async def count(database: Read, call: CheckedCall) -> Response:
    """Count categories."""
    return envelope.count(store.count(database, read_filters(call.content)))


@operation(
    "POST /products/categories/create",
    name="products/categories/create",
    answer=lambda: Categories,
    body=lambda: CreateIn,
    refusals=(*_CALLER, RequestFailed("'data[0].name' is missing")),
)
async def create(database: Write, call: CheckedCall, now: Now) -> Response:
    """Create categories."""
    # docs are silent; chosen because a caller with half a batch written could not simply send it again.
    objects = read_objects(call.content, with_id=False)
    return envelope.categories(store.create(database, objects, call.caller.author_of_new, now))


@operation(
    "POST /products/categories/update",
    name="products/categories/update",
    answer=lambda: Categories,
    body=lambda: UpdateIn,
    refusals=(*_CALLER, RequestFailed("'data[0].id' names no category")),
)
async def update(database: Write, call: CheckedCall) -> Response:
    """Update categories."""
    objects = read_objects(call.content, with_id=True)
    return envelope.categories(store.change(database, objects, call.caller.author_of_changed))


@operation(
    "POST /products/categories/delete",
    name="products/categories/delete",
    answer=lambda: CountOut,
    body=lambda: DeleteIn,
    refusals=(
        *_CALLER,
        IncorrectValueFormat("filter[0].id[0]", "guid"),
        RequestFailed("The member 'filter' must name at least one id"),
    ),
)
async def delete(database: Write, call: DeleteCall) -> Response:
    """Delete categories."""
    # docs are silent; chosen because the categories are gone, and how many they were is all that is left to say.
    return envelope.count(store.remove(database, read_deleted_ids(call.content)))
