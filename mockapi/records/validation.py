"""Checks of users' own rows against the members and types of their table."""

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
"""A place in a row, as a JSON pointer without its first `/` (None: the whole row), and the error there."""


@dataclass(frozen=True)
class Member:
    """A member of a table's rows, described for a person."""

    name: str
    type: str
    """In words of JSON: `integer`, `string or null`, `array of integer`, `array of {id, name}`."""
    required: bool
    meaning: str


def key_of(table: type[VendorTable]) -> str:
    """Return the name of a table's primary key."""
    (key,) = table_of(table).primary_key
    return key.name


def members(table: type[VendorTable]) -> list[Member]:
    """Return the members that a row of the table may have, in the order in which rows are shown."""
    schema = row_schema(table)
    required = schema.get("required", [])
    return [
        Member(name, _words(member, schema), name in required, member.get("description", ""))
        for name, member in schema["properties"].items()
    ]


@cache
def row_schema(table: type[VendorTable]) -> dict[str, Any]:
    """Return the JSON Schema of a table's rows."""
    return _row_model(table).model_json_schema()


def check_shape(table: type[VendorTable], row: Any, complaints: list[Complaint]) -> Values:
    """Return the row with its defaults, but without the members that the store makes if they are missing.

    Errors are added to `complaints`.
    """
    try:
        found = _row_model(table).model_validate(row)
    except ValidationError as error:
        complaints += _complaints(table, error)
        return {}
    left_out = _made_by_store(table) - found.model_fields_set
    values = {name: value for name, value in found if name not in left_out}
    complaints += table.row_rules.complaints(values)
    return values


@cache
def _row_model(table: type[VendorTable]) -> type[BaseModel]:
    """Return a strict model of the columns that are not derived: SQLModel would read "1" as 1."""
    fields: dict[str, Any] = {}
    for name, column in table.model_fields.items():
        if name in table.row_rules.derived:
            continue
        field = copy(column)
        if name in _made_by_store(table):
            field.default_factory = lambda: None
        fields[name] = (column.annotation, field)
    return create_model(table.__name__, __config__=ConfigDict(strict=True, extra="forbid"), **fields)


def _made_by_store(table: type[VendorTable]) -> set[str]:
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
    """Return the names of the members of the object at a place in a row."""
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
