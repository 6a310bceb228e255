"""Bodies of requests and responses of the operations on products.

Source: the tables of their pages, and a recorded response for the order of a product's members.
"""

from datetime import UTC, datetime, timedelta, timezone
from functools import lru_cache
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field

from mockapi.storage.store import AnyRow
from mockapi.vendor_api.models import SchemaOnlyModel
from mockapi.vendors.altegio.goods.tables import MAX_NUMBER, vendor_number
from mockapi.vendors.altegio.schemas import Id, RequestBody, Text, Title, default_for_null
from mockapi.vendors.altegio.units import UNITS, known_unit

UnitId = Annotated[int, Field(strict=True), AfterValidator(known_unit)]

# docs are silent; chosen because a price, an amount and a weight below zero mean nothing.
Number = Annotated[float, Field(strict=True, ge=0, le=MAX_NUMBER, allow_inf_nan=False), default_for_null(0)]

# docs are silent; chosen because the unit cost is the cost divided by this ratio.
Ratio = Annotated[float, Field(strict=True, ge=1e-6, le=MAX_NUMBER, allow_inf_nan=False), default_for_null(1)]


class CorrectionRule(RequestBody):
    """A rule for the amounts of one type of transaction when the units of a product change."""

    type: int = Field(ge=1, le=5, description="Type of transaction")
    base_unit: Literal["service", "sale"] = Field(description="Base unit of the correction")


class ProductIn(RequestBody):
    """Body of create product."""

    title: Title = Field(description="Product name", examples=["Shampoo"])
    category_id: Id = Field(description="Product category ID", examples=[289632])
    sale_unit_id: UnitId = Field(description="Unit it is sold in", examples=[216762])
    service_unit_id: UnitId = Field(description="Unit it is written off in", examples=[216762])
    print_title: Text = Field("", description="Title to be printed on a receipt", examples=["Shampoo"])
    article: Text = Field("", description="Vendor code", examples=["123"])
    barcode: Text = Field("", description="Barcode", examples=["123"])
    cost: Number = Field(0, description="Selling price", examples=[1000])
    actual_cost: Number = Field(0, description="Cost price", examples=[500])
    unit_equals: Ratio = Field(1, description="Ratio of the sale unit to the write-off unit", examples=[100])
    critical_amount: Number = Field(0, description="Critical balance", examples=[1])
    desired_amount: Number = Field(0, description="Desired balance", examples=[1])
    netto: Number = Field(0, description="Net weight", examples=[200])
    brutto: Number = Field(0, description="Gross weight", examples=[250])
    comment: Text = Field("", description="A comment", examples=["Test comment 123"])
    tax_variant: Id | None = Field(None, description="Taxation system")
    vat_id: Id | None = Field(None, description="VAT", examples=[3])


class ProductChange(ProductIn):
    """Body of update product: a full replacement."""

    correction_rules: Annotated[list[CorrectionRule], default_for_null([])] = Field(
        [], description="Rules for converting units; needed when units change and there are inventory operations"
    )


class Amount(SchemaOnlyModel):
    """The amount of a product in one storage."""

    storage_id: int
    amount: float


class ProductOut(SchemaOnlyModel):
    """A product, with its members in the vendor's order."""

    title: str
    value: str
    label: str
    article: str
    category: str
    category_id: int
    salon_id: int
    good_id: int
    cost: float
    unit_id: int
    unit_short_title: str
    service_unit_id: int
    service_unit_short_title: str
    actual_cost: float
    unit_actual_cost: float
    unit_actual_cost_format: str
    unit_equals: float
    barcode: str
    is_chain: bool
    comment: str
    loyalty_abonement_type_id: int
    loyalty_certificate_type_id: int
    loyalty_allow_empty_code: int
    actual_amounts: list[Amount]
    critical_amount: float
    desired_amount: float
    last_change_date: str = Field(pattern=r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d{4}$")
    is_goods_mark_enabled: bool


def product_out(row: AnyRow, location: AnyRow) -> dict[str, Any]:
    """Return the `ProductOut` of a row of `goods.store` and of the row of its location."""
    unit_cost = row.actual_cost / row.unit_equals
    return {
        "title": row.title,
        "value": row.title,
        "label": f"{row.title} ({row.article})" if row.article else row.title,
        "article": row.article,
        "category": row.category,
        "category_id": row.category_id,
        "salon_id": row.location_id,
        "good_id": row.id,
        "cost": vendor_number(row.cost),
        "unit_id": row.sale_unit_id,
        "unit_short_title": UNITS[row.sale_unit_id],
        "service_unit_id": row.service_unit_id,
        "service_unit_short_title": UNITS[row.service_unit_id],
        "actual_cost": vendor_number(row.actual_cost),
        "unit_actual_cost": vendor_number(unit_cost),
        "unit_actual_cost_format": f"{_money(unit_cost)} {location.currency}",
        "unit_equals": vendor_number(row.unit_equals),
        "barcode": row.barcode,
        "is_chain": row.is_chain,
        "comment": row.comment,
        "loyalty_abonement_type_id": 0,
        "loyalty_certificate_type_id": 0,
        "loyalty_allow_empty_code": 0,
        "actual_amounts": row.actual_amounts,
        "critical_amount": vendor_number(row.critical_amount),
        "desired_amount": vendor_number(row.desired_amount),
        "last_change_date": _date(row.changed_at, location.utc_offset),
        "is_goods_mark_enabled": False,
    }


def _money(value: float) -> str:
    # docs are silent; chosen because the samples show whole amounts only, and cents are written with two digits.
    return (f"{value:,.0f}" if value == int(value) else f"{value:,.2f}").replace(",", " ")


@lru_cache(4096)
def _date(seconds: int, utc_offset: int) -> str:
    zone = timezone(timedelta(seconds=utc_offset)) if utc_offset else UTC
    return datetime.fromtimestamp(seconds, zone).strftime("%Y-%m-%dT%H:%M:%S%z")
