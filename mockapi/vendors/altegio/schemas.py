"""Models of the envelope, and the types that the request bodies of several resources share."""

from typing import Annotated, Any, Generic, Literal, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from mockapi.vendor_api.models import ClosedModel, SchemaOnlyModel

Data = TypeVar("Data")
Meta = TypeVar("Meta")


def default_for_null(default: Any) -> BeforeValidator:
    """Return a validator that replaces null by `default`."""
    # docs are silent; chosen because the page lets parent_category_id be null for "not given", and clients send it so.
    return BeforeValidator(lambda value: default if value is None else value)


Id = Annotated[int, Field(strict=True, ge=-(2**63), lt=2**63)]
# docs are silent; chosen because a required title of no characters would be no title.
Title = Annotated[str, Field(min_length=1)]
Text = Annotated[str, default_for_null("")]


class RequestBody(BaseModel):
    """The base of the models that validate request bodies. Further members of a body are ignored."""

    # docs are silent; chosen because a number sent as text would hide a client's error.
    model_config = ConfigDict(strict=True, extra="ignore", defer_build=True)


class Success(SchemaOnlyModel, Generic[Data, Meta]):
    """The envelope of a success; `meta` is an empty array if there is nothing to report."""

    success: Literal[True]
    data: Data
    meta: Meta


class Bare(ClosedModel, Generic[Data]):
    """The envelope of the composition of a category, the one response without `meta`."""

    success: Literal[True]
    data: Data


class CountMeta(SchemaOnlyModel):
    """`meta` of the lists that report their length."""

    count: int


Nothing = Annotated[list[Any], Field(max_length=0)]
"""The empty array that the vendor sends as an empty `meta`."""


class Failure(ClosedModel):
    """The envelope of every error."""

    success: Literal[False]
    data: None
    meta: dict[str, Any]
