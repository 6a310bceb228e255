"""The table of goods categories. Ids are unique over all locations."""

from typing import ClassVar

from sqlalchemy import Index
from sqlmodel import Field

from mockapi.vendor_api.table_rules import MAX_ID, Reference, RowRules, VendorTable
from mockapi.vendors.altegio.search_text import search_text

CATEGORY_COUNTER = "altegio_category"


class Category(VendorTable, table=True):
    """A node of a location's tree of goods categories."""

    __tablename__ = "altegio_category"
    __table_args__ = (Index("altegio_category_by_parent", "location_id", "parent_id", "id"),)
    row_rules: ClassVar[RowRules] = RowRules(
        counter=CATEGORY_COUNTER,
        derived={"search_text": lambda row: search_text(row["title"], row["article"])},
        references=(
            Reference("location_id", "altegio_location"),
            Reference("parent_id", "altegio_category", same="location_id", nothing=0),
        ),
    )

    id: int = Field(primary_key=True, ge=1, le=MAX_ID, description="Category ID; without it the next one")
    location_id: int = Field(le=MAX_ID, description="A location")
    parent_id: int = Field(0, le=MAX_ID, description="A category of the same location; 0: top level")
    # docs are silent; chosen because no page calls a title unique.
    title: str = Field(min_length=1)
    article: str = Field("", description="Vendor code")
    comment: str = ""
    is_chain: bool = False
    search_text: str
    """`search_text()` of title and article."""
