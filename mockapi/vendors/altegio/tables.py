"""What Altegio stores. Ids are unique over all locations; everything else belongs to one location."""

from typing import Any

from sqlalchemy import JSON, Column, Index
from sqlmodel import Field, SQLModel


class Location(SQLModel, table=True):
    """A branch (older pages: company, salon)."""

    __tablename__ = "altegio_location"

    id: int = Field(primary_key=True)
    title: str
    currency: str
    utc_offset: int
    """Seconds east of UTC that the location's dates are written in."""


class Category(SQLModel, table=True):
    """A node of a location's tree of goods categories."""

    __tablename__ = "altegio_category"
    __table_args__ = (Index("altegio_category_by_parent", "location_id", "parent_id", "id"),)

    id: int = Field(primary_key=True)
    location_id: int
    parent_id: int
    """0: top level."""
    # docs are silent; chosen because no page calls a title unique.
    title: str
    article: str = ""
    comment: str = ""
    is_chain: bool = False
    search_text: str
    """What a search looks into: `search_text()` of title and article."""


class Product(SQLModel, table=True):
    """A product (a "good") of a location."""

    __tablename__ = "altegio_product"
    __table_args__ = (
        Index("altegio_product_by_location", "location_id", "id"),
        Index("altegio_product_by_category", "category_id", "id"),
    )

    id: int = Field(primary_key=True)
    location_id: int
    category_id: int
    title: str
    article: str = ""
    barcode: str = ""
    comment: str = ""
    print_title: str = ""
    cost: float = 0
    actual_cost: float = 0
    unit_equals: float = 1
    sale_unit_id: int
    service_unit_id: int
    critical_amount: float = 0
    desired_amount: float = 0
    netto: float = 0
    brutto: float = 0
    tax_variant: int | None = None
    vat_id: int | None = None
    is_chain: bool = False
    actual_amounts: list[dict[str, Any]] = Field(sa_column=Column(JSON, nullable=False))
    """`{"storage_id": int, "amount": number}` for each storage that holds some."""
    changed_at: int
    """Seconds since 1970, UTC."""
    search_text: str
    """What a search looks into: `search_text()` of title, article and barcode."""


_SEPARATOR = "\x1f"
_STAND_IN = "\ue000"
"""A text that has the separator itself keeps this instead: else a term could run from one text into the next."""


def search_text(*texts: str) -> str:
    """Texts in the form that a "contains, ignoring case" search compares."""
    # docs are silent; chosen because "by name, article, or barcode" says where to look, and people type parts of words.
    return _SEPARATOR.join(text.casefold().replace(_SEPARATOR, _STAND_IN) for text in texts)
