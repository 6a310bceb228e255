"""The columns, indexes and rules of a table of product groups."""

from typing import Annotated

from pydantic import AfterValidator, StringConstraints
from sqlalchemy import Index
from sqlmodel import Field

from mockapi.storage.sequences import guid
from mockapi.vendor_api.table_rules import MAX_ID, RowRules, VendorTable, moment
from mockapi.vendors.commerscale.schemas import MAX_TEXT_LENGTH

GUID_PATTERN = "^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$"


def _short_enough(text: str) -> str:
    if len(text) > MAX_TEXT_LENGTH:
        raise ValueError(f"should not be longer than {MAX_TEXT_LENGTH} characters")
    return text


# Not `max_length`, which would be part of the column's type in SQL.
Text = Annotated[str, AfterValidator(_short_enough)]


def group_indexes(table: str) -> tuple[Index, ...]:
    """Return the indexes of a table of groups."""
    return (
        Index(f"{table}_by_id", "id", unique=True),
        Index(f"{table}_by_name", "name"),
        Index(f"{table}_by_slug", "slug"),
        Index(f"{table}_by_date", "createdon"),
    )


def group_rules(table: str) -> RowRules:
    """Return the rules of a table of groups. Its positions are a sequence of the table's name, its GUIDs follow it."""
    return RowRules(counter=table, made={"id": lambda row: guid(table, row["position"])})


class ProductGroup(VendorTable):
    """The columns of a table of groups. A subclass has its `__tablename__`, `group_indexes` and `group_rules`."""

    position: int = Field(
        primary_key=True, ge=1, le=MAX_ID, description="Place in the order of creation; without it the next one"
    )
    id: Annotated[str, StringConstraints(pattern=GUID_PATTERN)] = Field(
        description="GUID, lower case, hyphenated; without it one that goes with the position"
    )
    name: Text = Field(min_length=1)
    slug: Text = Field(min_length=1)
    description: Text
    seopagetitle: Text
    seometakeywords: Text
    seopagedescription: Text
    author: Text = Field(description="Who wrote it last; may be empty")
    createdon: Annotated[str, moment(" ")] = Field(description="`YYYY-MM-DD HH:MM:SS`, UTC")
    """Its order as text is its order in time."""
