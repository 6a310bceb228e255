"""Conditions for which SQLite needs its own functions."""

from collections.abc import Iterable
from typing import Any

from pydantic_core import to_json
from sqlalchemy import ColumnElement, bindparam, func, select


def is_in(column: ColumnElement[Any], parameter: str) -> ColumnElement[bool]:
    """Build the condition that a column has one of the values in a parameter, which `array` made.

    SQLite takes only so many parameters, and the statement's text does not depend on the number of values. A text in
    the parameter ends at its first NUL.
    """
    return column.in_(select(func.json_each(bindparam(parameter)).table_valued("value").c.value))


def array(values: Iterable[Any]) -> str:
    """Return values as the parameter of `is_in`: a JSON array."""
    return to_json(list(values)).decode()


def contains(column: ColumnElement[Any], parameter: str) -> ColumnElement[bool]:
    """Build the condition that a text column contains the text in a parameter, in the same case."""
    return func.instr(column, bindparam(parameter)) > 0
