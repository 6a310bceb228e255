"""The table of Commerscale."""

from typing import Annotated, ClassVar

from pydantic import AfterValidator, StringConstraints
from sqlalchemy import Index
from sqlmodel import Field

from mockapi.storage.sequences import guid
from mockapi.vendor_api.table_rules import MAX_ID, RowRules, VendorTable, moment

COUNTER = "commerscale_category"

GUID_PATTERN = "^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$"

MAX_TEXT_LENGTH = 255


def category_guid(position: int) -> str:
    """Return the GUID of the category that is created as number `position`."""
    return guid(COUNTER, position)


def _short_enough(text: str) -> str:
    if len(text) > MAX_TEXT_LENGTH:
        raise ValueError(f"should not be longer than {MAX_TEXT_LENGTH} characters")
    return text


# Not `max_length`, which would be part of the column's type in SQL.
Text = Annotated[str, AfterValidator(_short_enough)]


class Category(VendorTable, table=True):
    """A product category."""

    __tablename__ = "commerscale_category"
    __table_args__ = (
        Index("commerscale_category_by_id", "id", unique=True),
        Index("commerscale_category_by_name", "name"),
        Index("commerscale_category_by_slug", "slug"),
        Index("commerscale_category_by_date", "createdon"),
    )
    row_rules: ClassVar[RowRules] = RowRules(counter=COUNTER, made={"id": lambda row: category_guid(row["position"])})

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
    """Sorted as text, it is sorted by time."""
