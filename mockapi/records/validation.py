"""Whether a row of JSON has the members and the types of its table."""

from collections.abc import Iterator, Mapping
from copy import copy
from dataclasses import dataclass
from functools import cache
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError, create_model

from mockapi.http.text import pointer_to
from mockapi.records.errors import shown, suggestion
from mockapi.storage.store import table_of
from mockapi.vendor_api.table_rules import Values, VendorTable

Complaint = tuple[str | None, str]
"""Where in a row, as a JSON pointer without its first `/` (None: the whole row), and what is wrong."""


@dataclass(frozen=True)
class Member:
    """A member of a table's rows, as a person reads about it."""

    name: str
    type: str
    """In words of JSON: `integer`, `string or null`, `array of integer`, `array of {id, name}`."""
    required: bool
    meaning: str


def key_of(table: type[VendorTable]) -> str:
    """The name of the primary key."""
    (key,) = table_of(table).primary_key
    return key.name


def members(table: type[VendorTable]) -> list[Member]:
    """What a row of the table may have, in the order in which rows are shown."""
    schema = row_schema(table)
    required = schema.get("required", [])
    return [
        Member(name, _words(member, schema), name in required, member.get("description", ""))
        for name, member in schema["properties"].items()
    ]


@cache
def row_schema(table: type[VendorTable]) -> dict[str, Any]:
    """The JSON Schema of a row."""
    return _row_model(table).model_json_schema()


def check_shape(table: type[VendorTable], row: Any, complaints: list[Complaint]) -> Values:
    """The row with the defaults of what it lacks, but without what is handed out or made.

    What is wrong goes to `complaints`.
    """
    try:
        found = _row_model(table).model_validate(row)
    except ValidationError as error:
        complaints += _complaints(table, error)
        return {}
    left_out = _left_to_us(table) - found.model_fields_set
    values = {name: value for name, value in found if name not in left_out}
    complaints += table.row_rules.complaints(values)
    return values


@cache
def _row_model(table: type[VendorTable]) -> type[BaseModel]:
    """The table's columns without the derived ones; SQLModel's own validation would read "1" as 1."""
    fields: dict[str, Any] = {}
    for name, column in table.model_fields.items():
        if name in table.row_rules.derived:
            continue
        field = copy(column)
        if name in _left_to_us(table):
            field.default_factory = lambda: None
        fields[name] = (column.annotation, field)
    return create_model(table.__name__, __config__=ConfigDict(strict=True, extra="forbid"), **fields)


def _left_to_us(table: type[VendorTable]) -> set[str]:
    rules = table.row_rules
    return {*rules.made, key_of(table)} if rules.counter else set(rules.made)


def _complaints(table: type[VendorTable], error: ValidationError) -> Iterator[Complaint]:
    for problem in error.errors(include_url=False, include_context=False):
        location = problem["loc"]
        yield pointer_to(*location)[1:] if location else None, _reason(table, problem)


def _reason(table: type[VendorTable], problem: Mapping[str, Any]) -> str:
    kind, place = problem["type"], problem["loc"]
    if kind == "missing":
        return "is missing"
    if kind == "extra_forbidden":
        return f"is unknown{suggestion(str(place[-1]), _known(row_schema(table), place[:-1]))}"
    if kind == "model_type":
        return f"a row should be an object, got {shown(problem['input'])}"
    if kind == "string_unicode":
        return "is no Unicode text" if place else "the name of a member is no Unicode text"
    reason = str(problem["msg"]).removeprefix("Value error, ").replace("Input should", "should")
    return f"{reason}, got {shown(problem['input'])}" if "should" in reason else reason


def _known(schema: dict[str, Any], place: tuple[str | int, ...]) -> list[str]:
    """The names of the members of the object at a place in a row."""
    found = schema
    for part in place:
        found = _resolved(found["items"] if isinstance(part, int) else found["properties"][part], schema)
    return list(found["properties"])


def _resolved(member: dict[str, Any], schema: dict[str, Any]) -> dict[str, Any]:
    name = member.get("$ref", "").rpartition("/")[2]
    resolved: dict[str, Any] = schema["$defs"][name] if name else member
    return resolved


def _words(member: dict[str, Any], schema: dict[str, Any]) -> str:
    member = _resolved(member, schema)
    if "anyOf" in member:
        return " or ".join(_words(each, schema) for each in member["anyOf"])
    if member["type"] == "array":
        return f"array of {_words(member['items'], schema)}"
    if member["type"] == "object":
        return f"{{{', '.join(member['properties'])}}}"
    return str(member["type"])
