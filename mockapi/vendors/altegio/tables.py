"""The tables of Altegio. Ids are unique over all locations; all other data belong to one location."""

from collections.abc import Iterator
from typing import Annotated, ClassVar

from pydantic import AfterValidator
from pydantic import Field as Member
from sqlalchemy import JSON, Column, Index
from sqlmodel import Field
from typing_extensions import TypedDict

from mockapi.search.indexing import INDEXES, PartitionedIndex
from mockapi.vendor_api.table_rules import MAX_ID, Reference, RowRules, Values, VendorTable

# docs are silent; chosen because these are what the goods of the shop are counted in, next to the recorded piece.
UNITS = {216760: "pc", 216761: "ml", 216762: "g", 216763: "pack"}
"""Units of measure, shared by all locations: id → short title."""

PIECE = 216760

# docs are silent; chosen because a double still tells cents apart up to here, and no price or weight is larger.
MAX_NUMBER = 1e12

LATEST = 253_402_128_000
"""9999-12-30, which has a date with four digits of the year in every time zone."""

CATEGORY_COUNTER = "altegio_category"
PRODUCT_COUNTER = "altegio_product"


def known_unit(unit_id: int) -> int:
    """Return the id. Raises `ValueError` if no unit of measure has it."""
    if unit_id not in UNITS:
        raise ValueError(f"there is no unit of measure {unit_id}")
    return unit_id


def _as_the_vendor_writes(amount: float) -> float:
    return int(amount) if amount == int(amount) else amount


class Amount(TypedDict):
    """The amount in one storage."""

    storage_id: Annotated[int, Member(ge=1, le=MAX_ID)]
    amount: Annotated[float, Member(ge=-MAX_NUMBER, le=MAX_NUMBER), AfterValidator(_as_the_vendor_writes)]


def _twice_in_a_storage(row: Values) -> Iterator[tuple[str, str]]:
    seen = set()
    for position, amount in enumerate(row["actual_amounts"]):
        if amount["storage_id"] in seen:
            yield f"actual_amounts/{position}/storage_id", "this storage has an amount already"
        seen.add(amount["storage_id"])


class Location(VendorTable, table=True):
    """A branch (older pages: company, salon)."""

    __tablename__ = "altegio_location"

    id: int = Field(primary_key=True, ge=1, le=MAX_ID, description="Location ID")
    title: str
    currency: str = Field(description="What stands behind an amount of money, for example USD")
    utc_offset: int = Field(
        ge=-12 * 3600,
        le=14 * 3600,
        multiple_of=60,
        description="Seconds east of UTC that the location's dates are written in; whole minutes",
    )


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
    """The text that is searched: `search_text()` of title and article."""


class Product(VendorTable, table=True):
    """A product (a "good") of a location."""

    __tablename__ = "altegio_product"
    __table_args__ = (
        Index("altegio_product_by_location", "location_id", "id"),
        Index("altegio_product_by_category", "category_id", "location_id", "id"),
        {"info": {INDEXES: PartitionedIndex("location_id", numbers=("category_id", "changed_at"), text="search_text")}},
    )
    row_rules: ClassVar[RowRules] = RowRules(
        counter=PRODUCT_COUNTER,
        derived={"search_text": lambda row: search_text(row["title"], row["article"], row["barcode"])},
        references=(
            Reference("location_id", "altegio_location"),
            Reference("category_id", "altegio_category", same="location_id"),
        ),
        complaints=_twice_in_a_storage,
    )

    id: int = Field(primary_key=True, ge=1, le=MAX_ID, description="Product ID; without it the next one")
    location_id: int = Field(le=MAX_ID, description="A location")
    category_id: int = Field(le=MAX_ID, description="A category of the same location")
    title: str = Field(min_length=1)
    article: str = Field("", description="Vendor code")
    barcode: str = ""
    comment: str = ""
    print_title: str = Field("", description="Title on a receipt")
    cost: float = Field(0, ge=0, le=MAX_NUMBER, description="Selling price")
    actual_cost: float = Field(0, ge=0, le=MAX_NUMBER, description="Cost price")
    unit_equals: float = Field(1, ge=1e-6, le=MAX_NUMBER, description="Ratio of the sale unit to the write-off unit")
    sale_unit_id: Annotated[int, AfterValidator(known_unit)] = Field(description=f"Unit it is sold in: one of {UNITS}")
    service_unit_id: Annotated[int, AfterValidator(known_unit)] = Field(description="Unit it is written off in")
    critical_amount: float = Field(0, ge=0, le=MAX_NUMBER, description="Critical balance")
    desired_amount: float = Field(0, ge=0, le=MAX_NUMBER, description="Desired balance")
    netto: float = Field(0, ge=0, le=MAX_NUMBER, description="Net weight")
    brutto: float = Field(0, ge=0, le=MAX_NUMBER, description="Gross weight")
    tax_variant: int | None = Field(None, ge=-(2**63), lt=2**63, description="Taxation system")
    vat_id: int | None = Field(None, ge=-(2**63), lt=2**63, description="VAT")
    is_chain: bool = False
    actual_amounts: list[Amount] = Field(
        default_factory=list,
        sa_column=Column(JSON, nullable=False),
        description="What each storage holds that holds some",
    )
    changed_at: int = Field(ge=0, le=LATEST, description="Instant of the last change: seconds since 1970, UTC")
    search_text: str
    """The text that is searched: `search_text()` of title, article and barcode."""


_SEPARATOR = "\x1f"
_STAND_IN = "\ue000"
"""Replaces separators within a text: a term must not match across two texts."""


def search_text(*texts: str) -> str:
    """Return texts in the form that a search for a part of them compares, ignoring case."""
    # docs are silent; chosen because "by name, article, or barcode" says where to look, and people type parts of words.
    return _SEPARATOR.join(text.casefold().replace(_SEPARATOR, _STAND_IN) for text in texts)
