"""Bodies of requests and responses. Source: the page "Product categories"."""

from typing import Annotated

from pydantic import BeforeValidator, Field

from mockapi.vendor_api.models import ClosedModel
from mockapi.vendors.commerscale.product_groups.tables import GUID_PATTERN
from mockapi.vendors.commerscale.schemas import (
    MAX_OBJECTS,
    Body,
    Guid,
    Guids,
    Moment,
    Pagination,
    RequestModel,
    Text,
    TextOrEmpty,
    Texts,
    in_array,
)


class Filters(RequestModel):
    """Conditions that must all hold."""

    id: Guids = []
    name: Texts = []
    slug: Texts = []
    createdon_min: Moment = ""
    createdon_max: Moment = ""


class CountIn(Body):
    """The body of count."""

    filters: Filters = Field(default_factory=Filters)


class GetIn(CountIn):
    """The body of get."""

    pagination: Pagination = Field(default_factory=Pagination)


class NewGroup(RequestModel):
    """The six texts of a group."""

    # docs are silent; chosen because a shop can neither show nor link a category without them.
    name: Text
    slug: Text
    description: TextOrEmpty
    seopagetitle: TextOrEmpty
    seometakeywords: TextOrEmpty
    # docs are silent; chosen because unknown members of filters are ignored too: a printed sample has one.
    seopagedescription: TextOrEmpty


class ChangedGroup(NewGroup):
    """The new texts of the group with an id."""

    id: Guid


# docs are silent; chosen because clients with one category send it bare, and nothing else could be meant.
_OneOrMore = BeforeValidator(in_array)
_Objects = Field(min_length=1, max_length=MAX_OBJECTS)


class CreateIn(Body):
    """The body of create."""

    data: Annotated[list[NewGroup], _Objects, _OneOrMore]


class UpdateIn(Body):
    """The body of update."""

    data: Annotated[list[ChangedGroup], _Objects, _OneOrMore]


class Selection(RequestModel):
    """The groups with some ids."""

    id: Guids = []


# docs are silent; chosen because the one printed sample differs from all others, and either habit is meant well.
Selections = Annotated[list[Selection], Field(fail_fast=True), BeforeValidator(in_array)]


class DeleteIn(Body):
    """The body of delete."""

    arrays = frozenset({"filter", "filters"})

    filter: Selections = []
    filters: Selections = []

    @property
    def ids(self) -> list[str]:
        """Return all ids of both members."""
        return [guid for selection in (*self.filter, *self.filters) for guid in selection.id]


class GroupOut(ClosedModel):
    """A group, its members in the vendor's order; all values are strings."""

    id: str = Field(pattern=GUID_PATTERN)
    name: str
    slug: str
    description: str
    seopagetitle: str
    seometakeywords: str
    seopagedescription: str
    author: str
    createdon: str = Field(pattern=r"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$")
