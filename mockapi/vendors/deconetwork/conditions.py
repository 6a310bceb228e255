"""Conditions of find: numbered ones, `conditions[n][…]`, or a single one at the top level.

Source: the section "Find" of the Product Management API.
"""

import re
from collections.abc import Set
from dataclasses import dataclass
from typing import Generic

from mockapi.vendors.deconetwork.errors import InvalidCondition, InvalidParameters, NoConditions
from mockapi.vendors.deconetwork.parameters import Choice, Date, Members, NumberedValue, Parameter, Value, read_integer

# docs are silent; chosen because a server must bound what one request costs; no page of conditions is nearly as long.
MAX_CONDITIONS = 1000

_NUMBERED_NAME = re.compile(r"conditions\[([1-9][0-9]{0,17})\]\[([^\[\]]*)\]")


class Comparison(NumberedValue):
    """The comparison of a condition: `condition`."""

    EQUAL = 1, "=="
    NOT_EQUAL = 2, "!="
    LESS = 3, "<"
    GREATER = 4, ">"
    LESS_OR_EQUAL = 5, "<="
    GREATER_OR_EQUAL = 6, ">="
    BETWEEN = 7, "Between"


@dataclass(frozen=True)
class Condition(Generic[Value]):
    """A checked condition. All conditions of a request must hold."""

    field: Value
    comparison: Comparison
    value: str | int
    """An integer, a date in the form of `read_date`, or a text."""
    end: str | None = None
    """The second date of Between."""


@dataclass(frozen=True)
class UnreadConditions:
    """The conditions of a request; those parts are checked that have errors of their own."""

    members: list[Members]
    """The members of each condition in ascending order of the numbers."""
    is_well_formed: bool
    """False if the request has a name below `conditions` of another form than `conditions[n][…]`."""


@dataclass(frozen=True)
class ConditionParameters(Generic[Value]):
    """The parameters of one condition of a resource."""

    field: Choice[Value]
    comparison: Choice[Comparison]
    string: Parameter
    date1: Date
    date2: Date
    date_fields: Set[Value]
    """Fields that are compared with `date1`, and for Between also with `date2`."""
    integer_fields: Set[Value]
    """Fields that are compared with `string` as an integer; all others are compared with it as a text."""

    def collect(self, parameters: Members) -> UnreadConditions:
        """Return the conditions of a request. The single form counts as condition 1.

        Raises `NoConditions`, or `InvalidCondition` for the first part that is missing or no date.
        """
        by_number, is_well_formed = _numbered_members(parameters)
        if not by_number and is_well_formed:
            if not (self.field.present(parameters) or self.comparison.present(parameters)):
                raise NoConditions
            by_number = {1: parameters}
        for number, members in by_number.items():
            self._check_parts(number, members)
        return UnreadConditions(list(by_number.values()), is_well_formed)

    def _check_parts(self, number: int, members: Members) -> None:
        for parameter in (self.field, self.comparison):
            if parameter.present(members) is None:
                raise InvalidCondition(f"Condition {number} '{parameter.name}' is missing")
        if self.field.find(members) in self.date_fields:
            self.date1.read(members)
            if self.comparison.find(members) == Comparison.BETWEEN:
                self.date2.read(members)

    def read(self, conditions: UnreadConditions) -> tuple[Condition[Value], ...]:
        """Return the conditions with their values. Raises `InvalidParameters`."""
        if not conditions.is_well_formed or len(conditions.members) > MAX_CONDITIONS:
            raise InvalidParameters
        return tuple(map(self._read_one, conditions.members))

    def _read_one(self, members: Members) -> Condition[Value]:
        field = self.field.read(members)
        comparison = self.comparison.read(members)
        if field in self.date_fields:
            end = self.date2.read(members) if comparison == Comparison.BETWEEN else None
            return Condition(field, comparison, self.date1.read(members), end)
        # docs are silent; chosen because Between needs two values, and only dates have a second parameter.
        if comparison == Comparison.BETWEEN:
            raise InvalidParameters
        text = self._string(members)
        return Condition(field, comparison, read_integer(text) if field in self.integer_fields else text)

    def _string(self, members: Members) -> str:
        text = members.get(self.string.name)
        # docs are silent; chosen because 50003 names the field, the condition and the dates, and no value besides.
        if text is None:
            raise InvalidParameters
        try:
            text.encode()
        except UnicodeEncodeError:
            # docs are silent; chosen because bytes that are no UTF-8 cannot be compared with any text.
            raise InvalidParameters from None
        return text


def _numbered_members(parameters: Members) -> tuple[dict[int, Members], bool]:
    """Return the members of each numbered condition by number, ascending, and False if another name is malformed."""
    found: dict[int, dict[str, str]] = {}
    is_well_formed = True
    for name, value in parameters.items():
        if match := _NUMBERED_NAME.fullmatch(name):
            found.setdefault(int(match[1]), {})[match[2]] = value
        elif name.partition("[")[0] == "conditions" and value.strip():
            # docs are silent; chosen because a condition that cannot be numbered is neither missing nor incomplete.
            is_well_formed = False
    return dict(sorted(found.items())), is_well_formed
