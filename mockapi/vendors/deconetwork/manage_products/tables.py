"""Tables of categories and products. A product is one row: its sizes, colours and SKUs are only read with it."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Annotated, Any, ClassVar

from pydantic import Field as Member
from sqlalchemy import JSON, Column, Index, desc
from sqlmodel import Field
from typing_extensions import TypedDict

from mockapi.search.indexing import INDEXES, SortedIndex
from mockapi.vendor_api.table_rules import MAX_ID, Reference, RowRules, Values, VendorTable, moment

MAX_DEPTH = 100
"""Maximum number of levels of categories: a response nests the ancestors, and parsers of JSON limit the depth."""

MAX_CATEGORIES = 100
"""Maximum number of categories of a product: it bounds the cost of a page of products."""

Id = Annotated[int, Member(ge=1, le=MAX_ID)]
Price = Annotated[float, Member(ge=0, le=1e12)]


class SubOption(TypedDict):
    """A part of a size."""

    id: Id
    name: str
    code: str


class Size(SubOption):
    """A size of a product."""

    sub_options: list[SubOption]


class Color(TypedDict):
    """A colour of a product."""

    id: Id
    name: str


class Sku(TypedDict):
    """One variant; the ids refer to the sizes, their sub-options and the colours of the product."""

    size_id: Id | None
    subsize_id: Id | None
    color_id: Id | None
    sku: str
    gtin: str
    dn_sku_id: str
    price: Price
    cost: Price


class Category(VendorTable, table=True):
    """A node of the category tree."""

    __tablename__ = "deconetwork_category"
    row_rules: ClassVar[RowRules] = RowRules(
        references=(Reference("parent_id", "deconetwork_category", deepest=MAX_DEPTH),)
    )

    id: int = Field(primary_key=True, ge=1, le=MAX_ID, description="Category id")
    name: str
    parent_id: int | None = Field(None, le=MAX_ID, description="A category; null: top level")


def _json(description: str, **constraints: Any) -> Any:
    return Field(default_factory=list, sa_column=Column(JSON, nullable=False), description=description, **constraints)


def _complaints(row: Values) -> Iterator[tuple[str, str]]:
    yield from _repeated("category_ids", "", row["category_ids"])
    yield from _repeated("sizes", "/id", [size["id"] for size in row["sizes"]])
    for position, size in enumerate(row["sizes"]):
        yield from _repeated(f"sizes/{position}/sub_options", "/id", [option["id"] for option in size["sub_options"]])
    yield from _repeated("colors", "/id", [color["id"] for color in row["colors"]])
    colors = {color["id"] for color in row["colors"]}
    parts = {size["id"]: {option["id"] for option in size["sub_options"]} for size in row["sizes"]}
    for position, sku in enumerate(row["skus"]):
        yield from _unknown_options(f"skus/{position}", sku, parts, colors)


def _repeated(path: str, member: str, ids: Sequence[int]) -> Iterator[tuple[str, str]]:
    seen = set()
    for position, number in enumerate(ids):
        if number in seen:
            yield f"{path}/{position}{member}", f"{number} stands there twice"
        seen.add(number)


def _unknown_options(
    path: str, sku: Sku, parts: dict[int, set[int]], colors: Iterable[int]
) -> Iterator[tuple[str, str]]:
    size, part, color = sku["size_id"], sku["subsize_id"], sku["color_id"]
    if size is not None and size not in parts:
        yield f"{path}/size_id", f"the product has no size {size}"
    elif part is not None and (size is None or part not in parts[size]):
        yield f"{path}/subsize_id", f"the size has no sub-option {part}"
    if color is not None and color not in colors:
        yield f"{path}/color_id", f"the product has no color {color}"


# docs are silent; chosen because paging by offset needs a total order: rows that are equal otherwise go by id.
SORT_ORDERS = {
    "code": "code_folded, id",
    "name": "name_folded, id",
    "supplier": "supplier_folded, id",
    "id": "id",
    "date": "date_modified, id",
    "newest": "date_modified DESC, id",
}
"""The sort orders of the products by name: the terms of SQL's ORDER BY."""


class Product(VendorTable, table=True):
    """A product. Conditions and sorting compare the `…_folded` members, each the `fold` of its namesake."""

    __tablename__ = "deconetwork_product"
    __table_args__ = (
        Index("deconetwork_product_by_code", "code_folded", "id"),
        Index("deconetwork_product_by_name", "name_folded", "id"),
        Index("deconetwork_product_by_supplier", "supplier_folded", "id"),
        Index("deconetwork_product_by_date", "date_modified", "id"),
        Index("deconetwork_product_by_newest", desc("date_modified"), "id"),
        {"info": {INDEXES: SortedIndex(SORT_ORDERS, ranked=("code", "name", "supplier", "id", "date"))}},
    )
    row_rules: ClassVar[RowRules] = RowRules(
        derived={
            "code_folded": lambda row: fold(row["code"]),
            "name_folded": lambda row: fold(row["name"]),
            "supplier_folded": lambda row: fold(row["supplier"]),
        },
        references=(Reference("category_ids", "deconetwork_category"),),
        complaints=_complaints,
    )

    id: int = Field(primary_key=True, ge=1, le=MAX_ID, description="Product id")
    code: str = Field(description="Product code")
    name: str = Field(description="Product name")
    supplier: str
    brand: str
    is_active: bool = True
    date_modified: Annotated[str, moment("T")] = Field(description="`YYYY-MM-DDTHH:MM:SS`, UTC")
    """Sorts as text in the order of time."""
    category_ids: list[Id] = _json("Ids of categories", max_length=MAX_CATEGORIES)
    sizes: list[Size] = _json("Sizes in garment order, each with what it is split into")
    colors: list[Color] = _json("Colours")
    skus: list[Sku] = _json("Variants; their ids refer to the product's own sizes and colours")
    code_folded: str
    name_folded: str
    supplier_folded: str


def fold(text: str) -> str:
    """Return a text in the form in which texts are compared: case folded, then by code points."""
    return text.casefold()
