"""The table of products. Ids are unique over all locations."""

from collections.abc import Iterator
from typing import Annotated, ClassVar

from pydantic import AfterValidator
from pydantic import Field as Member
from sqlalchemy import JSON, Column, Index
from sqlmodel import Field
from typing_extensions import TypedDict

from mockapi.search.indexing import INDEXES, PartitionedIndex
from mockapi.vendor_api.table_rules import MAX_ID, Reference, RowRules, Values, VendorTable
from mockapi.vendors.altegio.search_text import search_text
from mockapi.vendors.altegio.units import UNITS, known_unit

# docs are silent; chosen because a double still tells cents apart up to here, and no price or weight is larger.
MAX_NUMBER = 1e12

_LATEST = 253_402_128_000
"""9999-12-30, which has a date with four digits of the year in every time zone."""

PRODUCT_COUNTER = "altegio_product"


def vendor_number(value: float) -> float:
    """Return the number as the vendor writes it: 666 for 666.0."""
    return int(value) if value == int(value) else value


class StoredAmount(TypedDict):
    """The amount of a product in one storage, as the column `actual_amounts` holds it."""

    storage_id: Annotated[int, Member(ge=1, le=MAX_ID)]
    amount: Annotated[float, Member(ge=-MAX_NUMBER, le=MAX_NUMBER), AfterValidator(vendor_number)]


def _repeated_storages(row: Values) -> Iterator[tuple[str, str]]:
    seen = set()
    for position, amount in enumerate(row["actual_amounts"]):
        if amount["storage_id"] in seen:
            yield f"actual_amounts/{position}/storage_id", "this storage has an amount already"
        seen.add(amount["storage_id"])


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
        complaints=_repeated_storages,
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
    actual_amounts: list[StoredAmount] = Field(
        default_factory=list,
        sa_column=Column(JSON, nullable=False),
        description="What each storage holds that holds some",
    )
    changed_at: int = Field(ge=0, le=_LATEST, description="Instant of the last change: seconds since 1970, UTC")
    search_text: str
    """`search_text()` of title, article and barcode."""
