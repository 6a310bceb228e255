"""Models of the responses of find and get. Source: the response tables of the Product Management API.

The OpenAPI document shows them, and the tests validate responses with them.
"""

from typing import Any

from pydantic import Field

from mockapi.vendor_api.models import ClosedModel, SchemaOnlyModel
from mockapi.vendors.deconetwork.envelope import Status


class CategoryOut(SchemaOnlyModel):
    """A category; `ancestors` is the parent with its own, or an empty object at the top."""

    id: int
    name: str
    ancestors: dict[str, Any]


class ProductOut(SchemaOnlyModel):
    """A product as find answers it."""

    product_id: str = Field(pattern="^[0-9]+$")
    product_code: str
    product_name: str
    supplier: str
    brand: str
    is_active: bool
    categories: list[CategoryOut]
    date_modified: str = Field(pattern=r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$")


class SubOption(SchemaOnlyModel):
    """A part of a size."""

    id: int
    name: str
    code: str


class Size(SubOption):
    """A size, in garment order."""

    sub_options: list[SubOption]


class Color(SchemaOnlyModel):
    """A colour, by name."""

    id: int
    name: str


class Sku(SchemaOnlyModel):
    """One variant; the ids refer to sizes, sub-options and colours of the product."""

    size_id: int | None
    subsize_id: int | None
    color_id: int | None
    sku: str
    gtin: str
    dn_sku_id: str
    price: float
    cost: float


class ProductDetailed(ProductOut):
    """A product as get answers it."""

    sizes: list[Size]
    colors: list[Color]
    skus: list[Sku]


class Found(ClosedModel):
    """Answer of find."""

    response_status: Status
    products: list[ProductOut]
    total: int


class OneProduct(ClosedModel):
    """Answer of get with `id`."""

    response_status: Status
    product: ProductDetailed


class SomeProducts(ClosedModel):
    """Answer of get with `ids`."""

    response_status: Status
    products: list[ProductDetailed]
