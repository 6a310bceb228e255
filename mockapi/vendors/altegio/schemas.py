"""What goes in and out of Altegio. Source: the request and response tables of the section Products.

Requests are checked as they come in. Answers are built by `envelope.py`; the models that describe them serve the
OpenAPI document, which the tests hold against real answers.
"""

from typing import Annotated, Any, Generic, Literal, TypeVar

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

from mockapi.vendor_api.models import ClosedModel, SchemaOnlyModel
from mockapi.vendors.altegio.tables import MAX_NUMBER, known_unit

Data = TypeVar("Data")
Meta = TypeVar("Meta")


def _default_for_null(default: Any) -> BeforeValidator:
    # docs are silent; chosen because the page lets parent_category_id be null for "not given", and clients send it so.
    return BeforeValidator(lambda value: default if value is None else value)


Id = Annotated[int, Field(strict=True, ge=-(2**63), lt=2**63)]
UnitId = Annotated[int, Field(strict=True), AfterValidator(known_unit)]
# docs are silent; chosen because a required title of no characters would be no title.
Title = Annotated[str, Field(min_length=1)]
Text = Annotated[str, _default_for_null("")]
# docs are silent; chosen because a price, an amount and a weight below zero mean nothing.
Number = Annotated[float, Field(strict=True, ge=0, le=MAX_NUMBER, allow_inf_nan=False), _default_for_null(0)]
# docs are silent; chosen because the unit cost is the cost divided by this ratio.
Ratio = Annotated[float, Field(strict=True, ge=1e-6, le=MAX_NUMBER, allow_inf_nan=False), _default_for_null(1)]


class _Request(BaseModel):
    # docs are silent; chosen because a number sent as text would hide a client's error.
    model_config = ConfigDict(strict=True, extra="ignore", defer_build=True)


class LoginIn(_Request):
    """Body of `POST /auth`."""

    login: str = Field(examples=["testuser@alteg.io"])
    password: str = Field(examples=["testpass"])


class CategoryIn(_Request):
    """Body of create and update category."""

    title: Title = Field(description="Product category name", examples=["Manicure"])
    parent_category_id: Annotated[Id, _default_for_null(0)] = Field(
        0, description="Parent category ID; 0, null or absent: top level", examples=[123456]
    )
    article: Text = Field("", description="Vendor code", examples=["123article"])
    comment: Text = Field("", description="A comment", examples=["Category of products for manicure"])


class CorrectionRule(_Request):
    """How amounts of one type of transaction follow a change of units."""

    type: int = Field(ge=1, le=5, description="Type of transaction")
    base_unit: Literal["service", "sale"] = Field(description="Base unit of the correction")


class ProductIn(_Request):
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

    correction_rules: Annotated[list[CorrectionRule], _default_for_null([])] = Field(
        [], description="Rules for converting units; needed when units change and there are inventory operations"
    )


class Success(SchemaOnlyModel, Generic[Data, Meta]):
    """The envelope of every success; `meta` is an empty array when there is nothing to say."""

    success: Literal[True]
    data: Data
    meta: Meta


class Bare(ClosedModel, Generic[Data]):
    """The envelope of the composition: the one answer without `meta`."""

    success: Literal[True]
    data: Data


class CountMeta(SchemaOnlyModel):
    """`meta` of lists that are counted."""

    count: int


Nothing = Annotated[list[Any], Field(max_length=0)]
"""The empty array that stands for an empty `meta`."""


class Failure(ClosedModel):
    """The envelope of every refusal."""

    success: Literal[False]
    data: None
    meta: dict[str, Any]


class CategoryOut(SchemaOnlyModel):
    """A category in lists."""

    id: int
    title: str
    parent_category_id: int | None
    is_chain: bool


class SavedCategory(SchemaOnlyModel):
    """A category as create and update answer it."""

    id: int
    title: str
    parent_category_id: int | None


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


class Amount(SchemaOnlyModel):
    """What one storage holds."""

    storage_id: int
    amount: float


class ProductOut(SchemaOnlyModel):
    """A product, its members in the vendor's order."""

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


class UserOut(SchemaOnlyModel):
    """Who logged in."""

    id: int
    user_token: str
    name: str
    phone: str
    login: str
    email: str
    avatar: str
    is_approved: bool
    is_email_confirmed: bool
