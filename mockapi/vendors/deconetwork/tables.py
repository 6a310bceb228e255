"""What DecoNetwork stores. A product is one row: its sizes, colours and SKUs are only ever read with it."""

from typing import Any

from sqlalchemy import JSON, Column, Index
from sqlmodel import Field, SQLModel


class Category(SQLModel, table=True):
    """A node of the category tree."""

    __tablename__ = "deconetwork_category"

    id: int = Field(primary_key=True)
    name: str
    parent_id: int | None = None


def _json() -> Any:
    return Field(sa_column=Column(JSON, nullable=False))


class Product(SQLModel, table=True):
    """A product. The `…_folded` members are `fold()` of their namesakes: what conditions and sorting compare."""

    __tablename__ = "deconetwork_product"
    __table_args__ = (
        Index("deconetwork_product_by_code", "code_folded", "id"),
        Index("deconetwork_product_by_name", "name_folded", "id"),
        Index("deconetwork_product_by_supplier", "supplier_folded", "id"),
        Index("deconetwork_product_by_date", "date_modified", "id"),
    )

    id: int = Field(primary_key=True)
    code: str
    name: str
    supplier: str
    brand: str
    is_active: bool = True
    date_modified: str
    """`YYYY-MM-DDTHH:MM:SS`, UTC: its order as text is its order in time."""
    category_ids: list[int] = _json()
    sizes: list[dict[str, Any]] = _json()
    colors: list[dict[str, Any]] = _json()
    skus: list[dict[str, Any]] = _json()
    code_folded: str
    name_folded: str
    supplier_folded: str


def fold(text: str) -> str:
    """A text in the form in which two that differ in case alone are equal; compared by code points."""
    return text.casefold()
