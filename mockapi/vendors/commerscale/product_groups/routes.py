"""The five operations on product groups, in the order of Commerscale's docs."""

from collections.abc import Callable
from typing import Any

from fastapi import Request
from starlette.responses import Response

from mockapi.vendor_api.operations import OperationRouter
from mockapi.vendors.commerscale import envelope
from mockapi.vendors.commerscale.auth import read_call
from mockapi.vendors.commerscale.errors import IncorrectValueFormat, InvalidJson, NotAuthorized, RequestFailed
from mockapi.vendors.commerscale.product_groups.schemas import CountIn, CreateIn, DeleteIn, GetIn, GroupOut, UpdateIn
from mockapi.vendors.commerscale.product_groups.store import GroupStore
from mockapi.vendors.commerscale.product_groups.tables import ProductGroup
from mockapi.vendors.commerscale.schemas import CountOut

_NO_IDS = "The member 'filter' must name at least one id"


class GroupOperations:
    """The operations on one table of groups."""

    def __init__(self, groups: GroupStore) -> None:
        self._groups = groups

    async def get(self, request: Request) -> Response:
        """Return one page of groups."""
        call = read_call(request, GetIn)
        return envelope.rows(self._groups.page(call.exchange.store, call.body.filters, call.body.pagination))

    async def count(self, request: Request) -> Response:
        """Return the number of groups."""
        call = read_call(request, CountIn)
        return envelope.count(self._groups.count(call.exchange.store, call.body.filters))

    async def create(self, request: Request) -> Response:
        """Add groups."""
        call = read_call(request, CreateIn)
        # docs are silent; chosen because a caller with half a batch written could not simply send it again.
        with call.exchange.transaction() as store:
            rows = self._groups.create(store, call.body.data, call.caller.author_of_new, call.exchange.now())
        return envelope.rows(rows)

    async def update(self, request: Request) -> Response:
        """Replace the texts of groups."""
        call = read_call(request, UpdateIn)
        with call.exchange.transaction() as store:
            rows = self._groups.change(store, call.body.data, call.caller.author_of_changed)
        return envelope.rows(rows)

    async def delete(self, request: Request) -> Response:
        """Delete groups by their ids."""
        call = read_call(request, DeleteIn)
        if not call.body.ids:
            # docs are silent; chosen because deleting everything by mistake is the worst that a slip could do.
            raise RequestFailed(_NO_IDS)
        # docs are silent; chosen because the categories are gone, and how many they were is all that is left to say.
        with call.exchange.transaction() as store:
            return envelope.count(self._groups.remove(store, call.body.ids))


def group_router(resource: str, table: type[ProductGroup], shown: type[GroupOut], noun: str) -> OperationRouter:
    """Return the operations of a resource on a table of groups.

    `resource`: for example `products/categories`; `shown`: the model of one group; `noun`: the word for one group.
    """
    router = OperationRouter()
    plural = resource.rpartition("/")[2]

    def add(endpoint: Callable[..., Any], body: Any, response: Any, *errors: Exception, reads: bool = False) -> None:
        name = endpoint.__name__
        router.operation(
            f"POST /{resource}/{name}",
            name=f"{resource}/{name}",
            title=f"{name.title()} {plural}",
            response=lambda: response,
            body=lambda: body,
            errors=(InvalidJson(), NotAuthorized(), *errors),
            cacheable=reads,
        )(endpoint)

    operations = GroupOperations(GroupStore(table, noun))
    groups: Any = list[shown]  # type: ignore[valid-type]
    wrong_name = IncorrectValueFormat("filters.name[1]", "string")
    wrong_page = IncorrectValueFormat("pagination.pageNumber", "integer")
    wrong_date = IncorrectValueFormat("filters.createdon_min", "datetime")
    wrong_id = IncorrectValueFormat("filter[0].id[0]", "guid")
    add(operations.get, GetIn, groups, wrong_name, wrong_page, reads=True)
    add(operations.count, CountIn, CountOut, wrong_date, reads=True)
    add(operations.create, CreateIn, groups, RequestFailed("'data[0].name' is missing"))
    add(operations.update, UpdateIn, groups, RequestFailed(f"'data[0].id' names no {noun}"))
    add(operations.delete, DeleteIn, CountOut, wrong_id, RequestFailed(_NO_IDS))
    return router
