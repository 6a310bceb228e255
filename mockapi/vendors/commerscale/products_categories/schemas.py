"""What goes in and out of Commerscale. Source: the page "Product categories".

Only the OpenAPI document is made from these; `parameters.py` reads requests, and the tests hold real answers against
it.
"""

from typing import Annotated

from pydantic import Field

from mockapi.vendor_api.models import ClosedModel, SchemaOnlyModel
from mockapi.vendors.commerscale.products_categories.tables import GUID_PATTERN

Guid = Annotated[str, Field(pattern=GUID_PATTERN)]
Text = Annotated[str, Field(max_length=255)]


class Authentication(SchemaOnlyModel):
    """One of the three kinds of credentials; the first that is there decides."""

    apiKey: str | None = Field(None, examples=["jjns7519v1v3ns6xU162"])  # noqa: N815
    appApiKey: str | None = None  # noqa: N815
    email: str | None = None
    password: str | None = None


class FiltersIn(SchemaOnlyModel):
    """All that are given must hold."""

    id: list[Guid] | None = Field(None, min_length=1)
    name: list[Text] | None = Field(None, min_length=1)
    slug: list[Text] | None = Field(None, min_length=1)
    createdon_min: str | None = Field(None, description="`YYYY-MM-DD` or `YYYY-MM-DD HH:MM:SS`")
    createdon_max: str | None = Field(None, description="`YYYY-MM-DD` or `YYYY-MM-DD HH:MM:SS`")


class Pagination(SchemaOnlyModel):
    """Which page, and how long pages are."""

    pageNumber: int | str = 1  # noqa: N815
    pageSize: int | str = 1000  # noqa: N815


class CountIn(SchemaOnlyModel):
    """Body of count."""

    authentication: Authentication
    filters: FiltersIn = FiltersIn()


class GetIn(CountIn):
    """Body of get."""

    pagination: Pagination = Pagination()


class NewCategory(SchemaOnlyModel):
    """The six texts of a category."""

    name: Annotated[Text, Field(min_length=1)]
    slug: Annotated[Text, Field(min_length=1)]
    description: Text
    seopagetitle: Text
    seometakeywords: Text
    seopagedescription: Text


class CreateIn(SchemaOnlyModel):
    """Body of create."""

    authentication: Authentication
    data: list[NewCategory] = Field(min_length=1, max_length=1000)


class ChangedCategory(NewCategory):
    """The six texts and the category that they replace those of."""

    id: Guid


class UpdateIn(SchemaOnlyModel):
    """Body of update."""

    authentication: Authentication
    data: list[ChangedCategory] = Field(min_length=1, max_length=1000)


class Selection(SchemaOnlyModel):
    """Which categories to delete."""

    id: list[Guid] = Field(min_length=1)


class DeleteIn(SchemaOnlyModel):
    """Body of delete."""

    authentication: Authentication
    filter: list[Selection] = Field(min_length=1)


class CategoryOut(ClosedModel):
    """A category, its members in the vendor's order; all values are strings."""

    id: Guid
    name: str
    slug: str
    description: str
    seopagetitle: str
    seometakeywords: str
    seopagedescription: str
    author: str
    createdon: str = Field(pattern=r"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$")


class CountOut(ClosedModel):
    """How many."""

    count: int


class ErrorOut(ClosedModel):
    """What is wrong."""

    code: int
    message: str


class Failure(ClosedModel):
    """An error: the member `error` alone tells it from a success."""

    error: ErrorOut


Categories = list[CategoryOut]
