"""Bodies of requests and responses of the operations on goods categories, and the elements of the tree of goods."""

from typing import Annotated, Any

from pydantic import Field

from mockapi.storage.store import AnyRow
from mockapi.vendor_api.models import SchemaOnlyModel
from mockapi.vendors.altegio.schemas import Id, RequestBody, Text, Title, default_for_null


class CategoryIn(RequestBody):
    """Body of create and update category."""

    title: Title = Field(description="Product category name", examples=["Manicure"])
    parent_category_id: Annotated[Id, default_for_null(0)] = Field(
        0, description="Parent category ID; 0, null or absent: top level", examples=[123456]
    )
    article: Text = Field("", description="Vendor code", examples=["123article"])
    comment: Text = Field("", description="A comment", examples=["Category of products for manicure"])


class SavedCategory(SchemaOnlyModel):
    """A category in the responses of create and update."""

    id: int
    title: str
    parent_category_id: int | None


class CategoryOut(SavedCategory):
    """A category in lists."""

    is_chain: bool


class TreeElement(SchemaOnlyModel):
    """A category or a product as a node of the tree."""

    parent_id: int
    item_id: int
    category_id: int
    title: str
    is_chain: bool
    is_category: bool
    is_item: bool


class Composition(TreeElement):
    """A category with its direct children."""

    children: list[TreeElement]
    children_count: int


def saved_category_out(row: AnyRow) -> dict[str, Any]:
    """Return the `SavedCategory` of a category's row; null is the parent of the top level."""
    return {"id": row.id, "title": row.title, "parent_category_id": row.parent_id or None}


def category_out(row: AnyRow) -> dict[str, Any]:
    """Return the `CategoryOut` of a category's row."""
    return {**saved_category_out(row), "is_chain": row.is_chain}


def category_element(row: AnyRow) -> dict[str, Any]:
    """Return the `TreeElement` of a category's row; 0 is the parent of the top level."""
    return _element(row.parent_id, 0, row.id, row)


def product_element(row: AnyRow) -> dict[str, Any]:
    """Return the `TreeElement` of a product's row of id, title, category_id, is_chain."""
    return _element(row.category_id, row.id, 0, row)


def _element(parent_id: int, item_id: int, category_id: int, row: AnyRow) -> dict[str, Any]:
    return {
        "parent_id": parent_id,
        "item_id": item_id,
        "category_id": category_id,
        "title": row.title,
        "is_chain": row.is_chain,
        "is_category": item_id == 0,
        "is_item": item_id != 0,
    }
