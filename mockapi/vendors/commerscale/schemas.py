"""The parts of requests and responses that all resources share. Sources: "Authentication", "Product categories".

The models of requests read requests. Tests compare the models of responses with real responses.
"""

from datetime import datetime
from typing import Annotated, Any, ClassVar

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, SkipValidation, StringConstraints

from mockapi.http.text import whole_number
from mockapi.vendor_api.models import ClosedModel

MAX_TEXT_LENGTH = 255
# docs are silent; chosen because it is the largest page, and what goes in should come out in one piece.
MAX_OBJECTS = 1000
MAX_PAGE = 1000
LAST_PAGE = 2**40
"""Far past any end, and small enough to multiply."""

_GUID = "^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$"
_MOMENT = "^[0-9]{4}-[0-9]{2}-[0-9]{2}( ([01][0-9]|2[0-3]):[0-9]{2}:[0-9]{2})?$"


def _stored_moment(text: str) -> str:
    """Return a date as it is stored; without a time it is midnight. Raises `ValueError`."""
    return str(datetime.fromisoformat(text))


def _number(value: Any) -> Any:
    return whole_number(value) if isinstance(value, str) else value


def in_array(value: Any) -> Any:
    """Return an object as an array of one, and every other value as it is."""
    return [value] if isinstance(value, dict) else value


Guid = Annotated[str, StringConstraints(pattern=_GUID, to_lower=True)]
Text = Annotated[str, StringConstraints(min_length=1, max_length=MAX_TEXT_LENGTH)]
TextOrEmpty = Annotated[str, StringConstraints(max_length=MAX_TEXT_LENGTH)]
Moment = Annotated[
    str,
    StringConstraints(pattern=_MOMENT),
    AfterValidator(_stored_moment),
    Field(description="`YYYY-MM-DD` or `YYYY-MM-DD HH:MM:SS`"),
]
Guids = Annotated[list[Guid], Field(min_length=1, fail_fast=True)]
Texts = Annotated[list[Text], Field(min_length=1, fail_fast=True)]
Number = Annotated[int, Field(ge=1), BeforeValidator(_number, json_schema_input_type=int | str)]


class RequestModel(BaseModel):
    """A part of a request's body. Unknown members are ignored; a default means that the member was left out."""

    # Built at the first request or for the document: building all of them would delay every start.
    model_config = ConfigDict(strict=True, frozen=True, defer_build=True)


class Authentication(RequestModel):
    """One of the three kinds of credentials; the first that is present decides."""

    api_key: SkipValidation[str] = Field("", alias="apiKey", examples=["jjns7519v1v3ns6xU162"])
    app_api_key: SkipValidation[str] = Field("", alias="appApiKey")
    email: SkipValidation[str] = ""
    password: SkipValidation[str] = ""


class Pagination(RequestModel):
    """The number of a page, from 1, and the size of all pages."""

    number: Annotated[Number, AfterValidator(lambda number: min(number, LAST_PAGE))] = Field(1, alias="pageNumber")
    # docs are silent; chosen because the page calls 1000 the maximum and documents no error for more.
    size: Annotated[Number, AfterValidator(lambda size: min(size, MAX_PAGE))] = Field(MAX_PAGE, alias="pageSize")


class Body(RequestModel):
    """A request's body: the members of its operation beside the credentials."""

    arrays: ClassVar[frozenset[str]] = frozenset()
    """Members that hold an object or an array of objects."""

    authentication: Authentication


class CountOut(ClosedModel):
    """The number of objects."""

    count: int


class ErrorOut(ClosedModel):
    """The code and the text of an error."""

    code: int
    message: str


class Failure(ClosedModel):
    """An error: the member `error` alone distinguishes it from a success."""

    error: ErrorOut
