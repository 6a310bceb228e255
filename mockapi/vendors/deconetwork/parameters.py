"""Parameters of the operations, each declared once: requests are read and documented by the same declaration."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import IntEnum
from typing import Any, Generic, Self, TypeVar

from mockapi.http.forms import URLENCODED
from mockapi.http.text import MAX_INTEGER, whole_number
from mockapi.vendors.deconetwork.dates import read_date
from mockapi.vendors.deconetwork.errors import InvalidCondition, InvalidLimitOrOffset, InvalidParameters

MAX_ROWS = 100
"""Largest and default `limit`, and the maximum number of ids in one request."""

Members = Mapping[str, str]
"""Values by name: of a request, or of one numbered condition."""


class NumberedValue(IntEnum):
    """A number of a list in the docs; `meaning` is its text there."""

    meaning: str

    def __new__(cls, number: int, meaning: str = "") -> Self:
        value = int.__new__(cls, number)
        value._value_ = number
        value.meaning = meaning
        return value


Value = TypeVar("Value", bound=NumberedValue)


@dataclass(frozen=True)
class Parameter:
    """A parameter with a text or an integer as its value."""

    name: str
    description: str
    example: str | int | None = None
    type: str = "string"
    """The type of the value in JSON schema."""

    def present(self, members: Members) -> str | None:
        """Return the value; None if it is absent or blank."""
        value = members.get(self.name, "")
        return value if value.strip() else None

    def numbered(self, number: int, example: str | int, note: str = "") -> Self:
        """Return the parameter as a member of condition `number`; `note` ends its description."""
        name = f"conditions[{number}][{self.name}]"
        return replace(self, name=name, description=f"As `{self.name}`{note}", example=example)

    def schema(self) -> dict[str, Any]:
        """Return the JSON schema of the value, without the description."""
        examples = {} if self.example is None else {"examples": [self.example]}
        return {**examples, "title": self.name.title(), **self._constraints()}

    def _constraints(self) -> dict[str, Any]:
        return {"type": self.type}


class Date(Parameter):
    """A parameter with a date as its value."""

    def read(self, members: Members) -> str:
        """Return the date as `read_date` does. Raises `InvalidCondition` if it is missing or unreadable."""
        date = read_date(members.get(self.name, "").strip())
        if date is None:
            raise InvalidCondition(f"{self.name} is invalid")
        return date


@dataclass(frozen=True)
class LimitOrOffset(Parameter):
    """A parameter that selects a page: a whole number from 0 to `maximum`; None: no maximum."""

    default: int = 0
    maximum: int | None = None

    def read(self, members: Members, *, clamp: bool = False) -> int:
        """Return the number. Raises `InvalidLimitOrOffset`; with `clamp` a larger number means the maximum."""
        number = whole_number((self.present(members) or str(self.default)).strip())
        maximum = MAX_INTEGER if self.maximum is None else self.maximum
        # docs are silent; chosen because the page gives both the maximum and a code for a wrong limit; seen live,
        # clamping hides a mistake.
        if number is None or (number > maximum and not clamp):
            raise InvalidLimitOrOffset
        return min(number, maximum)

    def _constraints(self) -> dict[str, Any]:
        maximum = {} if self.maximum is None else {"maximum": self.maximum}
        return {"default": self.default, **maximum, "minimum": 0, "type": "integer"}


@dataclass(frozen=True, kw_only=True)
class Choice(Parameter, Generic[Value]):
    """A parameter with a number of a list as its value."""

    values: type[Value]
    default: Value | None = None

    @classmethod
    def of(cls, name: str, values: type[Value], example: int | None = None, default: Value | None = None) -> Self:
        """Declare a parameter that is described by the meanings of its values."""
        description = ", ".join(f"{value} {value.meaning}" for value in values)
        return cls(name, description, example, values=values, default=default)

    def find(self, members: Members) -> Value | None:
        """Return the value, or the default if it is blank; None if it is not in the list."""
        text = self.present(members)
        if text is None:
            return self.default
        try:
            return self.values(whole_number(text.strip()) or 0)
        except ValueError:
            return None

    def read(self, members: Members) -> Value:
        """Return the value. Raises `InvalidParameters` if it is not in the list."""
        value = self.find(members)
        # docs are silent; chosen because a number outside the list means nothing, and 50003 is for missing ones.
        if value is None:
            raise InvalidParameters
        return value

    def _constraints(self) -> dict[str, Any]:
        default = {} if self.default is None else {"default": int(self.default)}
        return {**default, "maximum": int(max(self.values)), "minimum": int(min(self.values)), "type": "integer"}


def read_integer(text: str) -> int:
    """Return an integer, at most `MAX_INTEGER` and at least its negative. Raises `InvalidParameters` for another text.

    Spaces around it are ignored.
    """
    match = re.fullmatch(r"\s*([+-]?)([0-9]+)\s*", text, re.ASCII)
    # docs are silent; chosen because the id is compared as a number, and another text has no place among numbers.
    if match is None:
        raise InvalidParameters
    number = whole_number(match[2]) or 0
    return -number if match[1] == "-" else number


@dataclass(frozen=True)
class ParameterList:
    """The parameters of an operation, as its OpenAPI document shows them."""

    title: str
    description: str
    parameters: tuple[Parameter, ...]

    def as_query_string(self) -> dict[str, Any]:
        """Return the members of the document's operation that describe a query string."""
        return {
            "parameters": [
                {"name": each.name, "in": "query", "description": each.description, "schema": each.schema()}
                for each in self.parameters
            ]
        }

    def as_form(self) -> dict[str, Any]:
        """Return the members of the document's operation that describe a form."""
        properties = {each.name: {"description": each.description, **each.schema()} for each in self.parameters}
        schema = {"description": self.description, "properties": properties, "title": self.title, "type": "object"}
        return {"requestBody": {"required": True, "content": {URLENCODED: {"schema": schema}}}}
