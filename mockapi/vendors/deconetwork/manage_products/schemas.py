"""What goes in and out of DecoNetwork. Source: the request and response tables of the Product Management API.

Only the OpenAPI document is made from these; `parameters.py` reads requests, and the tests hold real answers against
it.
"""

from typing import Any, Literal

from pydantic import Field

from mockapi.vendor_api.models import ClosedModel, SchemaOnlyModel


class FindParameters(SchemaOnlyModel):
    """Parameters of find, as one condition or as numbered ones; beside numbered ones the single one does not count."""

    field: int | None = Field(
        None,
        ge=1,
        le=5,
        description="1 Product Code, 2 Product Name, 3 Supplier, 4 Product Id, 5 Date Modified",
        examples=[5],
    )
    condition: int | None = Field(
        None, ge=1, le=7, description="1 ==, 2 !=, 3 <, 4 >, 5 <=, 6 >=, 7 Between", examples=[4]
    )
    string: str | None = Field(None, description="Value for the fields 1 to 4", examples=["Sanmar"])
    date1: str | None = Field(
        None, description="Value for field 5: UTC, YYYY-MM-DDTHH:MM:SS", examples=["2018-02-01T00:00:00"]
    )
    date2: str | None = Field(
        None, description="Second value for field 5 with condition 7", examples=["2019-02-01T00:00:00"]
    )
    first_field: int | None = Field(
        None, alias="conditions[1][field]", ge=1, le=5, description="As `field`", examples=[3]
    )
    first_condition: int | None = Field(
        None, alias="conditions[1][condition]", ge=1, le=7, description="As `condition`", examples=[1]
    )
    first_string: str | None = Field(
        None, alias="conditions[1][string]", description="As `string`", examples=["Sanmar"]
    )
    second_field: int | None = Field(
        None, alias="conditions[2][field]", ge=1, le=5, description="As `field`", examples=[1]
    )
    second_condition: int | None = Field(
        None,
        alias="conditions[2][condition]",
        ge=1,
        le=7,
        description="As `condition`; more follow with 3, 4, …",
        examples=[2],
    )
    second_string: str | None = Field(
        None, alias="conditions[2][string]", description="As `string`", examples=["2000B"]
    )
    limit: int = Field(100, ge=0, le=100, description="Most products to answer")
    offset: int = Field(0, ge=0, description="Products to skip")
    sortby: int = Field(6, ge=1, le=6, description="1 code, 2 name, 3 supplier, 4 id, 5 date, 6 newest first")


class GetParameters(SchemaOnlyModel):
    """Parameters of get; `ids` wins over `id`."""

    id: int | None = Field(None, description="One product id", examples=[19658])
    ids: str | None = Field(None, description="At most 100 product ids, separated by commas")


class Status(ClosedModel):
    """`response_status` of every answer."""

    code: int
    severity: Literal["SUCCESS", "WARNING", "ERROR"]
    description: str


class Failure(ClosedModel):
    """An error: nothing but the status."""

    response_status: Status


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
