"""What stands in DecoNetwork's query strings and forms, and the search that it asks for.

The order of the checks is the order of the codes: conditions (50002, 50003), limit and offset (50004), then the rest
(50005).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import IntEnum
from functools import lru_cache
from typing import TypeVar

from mockapi.http.forms import ReceivedParameters
from mockapi.http.text import MAX_INTEGER, whole_number
from mockapi.vendors.deconetwork.errors import InvalidCondition, InvalidLimitOrOffset, InvalidParameters, NoConditions

MAX_ROWS = 100
"""Largest and default `limit`, and the most `ids` of one get."""

# docs are silent; chosen because a server must bound what one request costs; no page of conditions is nearly as long.
MAX_CONDITIONS = 1000


class SearchField(IntEnum):
    """What a condition looks at: `field`."""

    PRODUCT_CODE = 1
    PRODUCT_NAME = 2
    SUPPLIER = 3
    PRODUCT_ID = 4
    DATE_MODIFIED = 5


class Comparison(IntEnum):
    """How a condition compares: `condition`."""

    EQUAL = 1
    NOT_EQUAL = 2
    LESS = 3
    GREATER = 4
    LESS_OR_EQUAL = 5
    GREATER_OR_EQUAL = 6
    BETWEEN = 7


class Sorting(IntEnum):
    """Order of the answer: `sortby`. All ascending but the last, which is the default."""

    # docs are silent; chosen because the page names no list of values; newest first is what the back office shows.
    PRODUCT_CODE = 1
    PRODUCT_NAME = 2
    SUPPLIER = 3
    PRODUCT_ID = 4
    DATE_MODIFIED = 5
    NEWEST_FIRST = 6


@dataclass(frozen=True)
class Condition:
    """One condition, checked. `value` is a product id, a date as it is stored, or a text; `end` is Between's second."""

    field: SearchField
    comparison: Comparison
    value: str | int
    end: str | None = None


@dataclass(frozen=True)
class Search:
    """A whole find request, checked."""

    conditions: tuple[Condition, ...]
    limit: int
    offset: int
    sorting: Sorting


Members = dict[str, str]
Choice = TypeVar("Choice", bound=IntEnum)


def present(members: Mapping[str, str], name: str) -> str | None:
    """The value of `name`; a blank one counts as absent."""
    value = members.get(name, "")
    return value if value.strip() else None


def read_search(parameters: ReceivedParameters, *, clamp_limit: bool) -> Search:
    """Check a find request. `clamp_limit`: a limit above the maximum means the maximum, else it is refused."""
    _check_whole(parameters)
    members_by_number, well_formed = _raw_conditions(parameters)
    if not members_by_number and well_formed:
        raise NoConditions
    for number, members in members_by_number.items():
        _check_presence(number, members)
    limit, offset = _limit_and_offset(parameters, clamp_limit=clamp_limit)
    if not well_formed or len(members_by_number) > MAX_CONDITIONS:
        raise InvalidParameters
    conditions = tuple(_condition(members) for members in members_by_number.values())
    return Search(conditions, limit, offset, _choice(Sorting, present(parameters, "sortby") or "6"))


def _check_whole(parameters: ReceivedParameters) -> None:
    # docs are silent; chosen because nothing in a body that cannot be read can be told from a wrong parameter.
    if not parameters.is_whole:
        raise InvalidParameters


_CONDITION_NAME = re.compile(r"conditions\[([1-9][0-9]{0,17})\]\[([^\[\]]*)\]")


def _raw_conditions(parameters: Members) -> tuple[dict[int, Members], bool]:
    """Number → members, in ascending order, and whether everything called `conditions` has the right form.

    Without any `conditions[…]` the single form counts as condition 1.
    """
    found: dict[int, Members] = {}
    well_formed = True
    for name, value in parameters.items():
        if match := _CONDITION_NAME.fullmatch(name):
            found.setdefault(int(match[1]), {})[match[2]] = value
        elif name.partition("[")[0] == "conditions" and value.strip():
            # docs are silent; chosen because a condition that cannot be numbered is neither missing nor incomplete.
            well_formed = False
    if not found and well_formed and (present(parameters, "field") or present(parameters, "condition")):
        return {1: parameters}, True
    return dict(sorted(found.items())), well_formed


def _check_presence(number: int, members: Members) -> None:
    for name in ("field", "condition"):
        if present(members, name) is None:
            raise InvalidCondition(f"Condition {number} '{name}' is missing")
    if _is(members, "field", SearchField.DATE_MODIFIED):
        _date(members, "date1")
        if _is(members, "condition", Comparison.BETWEEN):
            _date(members, "date2")


def _is(members: Members, name: str, value: int) -> bool:
    return whole_number(members[name].strip()) == value


def _limit_and_offset(parameters: Members, *, clamp_limit: bool) -> tuple[int, int]:
    limit = whole_number((present(parameters, "limit") or str(MAX_ROWS)).strip())
    offset = whole_number((present(parameters, "offset") or "0").strip())
    # docs are silent; chosen because the page gives both the maximum and a code for a wrong limit; seen live, clamping
    # hides a mistake.
    if limit is None or offset is None or (limit > MAX_ROWS and not clamp_limit):
        raise InvalidLimitOrOffset
    return min(limit, MAX_ROWS), offset


def _condition(members: Members) -> Condition:
    field = _choice(SearchField, members["field"])
    comparison = _choice(Comparison, members["condition"])
    if field == SearchField.DATE_MODIFIED:
        end = _date(members, "date2") if comparison == Comparison.BETWEEN else None
        return Condition(field, comparison, _date(members, "date1"), end)
    # docs are silent; chosen because Between needs two values, and only dates have a second parameter.
    if comparison == Comparison.BETWEEN:
        raise InvalidParameters
    # docs are silent; chosen because 50003 names the field, the condition and the dates, and no value besides.
    if "string" not in members:
        raise InvalidParameters
    text = _readable(members["string"])
    return Condition(field, comparison, _integer(text) if field == SearchField.PRODUCT_ID else text)


def _readable(value: str) -> str:
    try:
        value.encode()
    except UnicodeEncodeError:
        # docs are silent; chosen because bytes that are no UTF-8 cannot be compared with any text.
        raise InvalidParameters from None
    return value


def _choice(kind: type[Choice], text: str) -> Choice:
    try:
        return kind(whole_number(text.strip()) or 0)
    except ValueError:
        # docs are silent; chosen because a number outside the list means nothing, and 50003 is for missing ones.
        raise InvalidParameters from None


def _integer(text: str) -> int:
    match = re.fullmatch(r"\s*([+-]?)([0-9]+)\s*", text, re.ASCII)
    # docs are silent; chosen because the id is compared as a number, and another text has no place among numbers.
    if match is None:
        raise InvalidParameters
    number = whole_number(match[2]) or 0
    return -number if match[1] == "-" else min(number, MAX_INTEGER)


_DATE = re.compile(r"\d{4}-\d\d-\d\d(?:[T ](?:[01]\d|2[0-3]):\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)?)?", re.ASCII)


def _date(members: Members, name: str) -> str:
    text = members.get(name, "").strip()
    date = (_known_date if len(text) <= _MAX_KNOWN_LENGTH else _stored_date)(text)
    if date is None:
        raise InvalidCondition(f"{name} is invalid")
    return date


def _stored_date(text: str) -> str | None:
    """A date as it is stored: UTC, to the second; None: it is none."""
    if not _DATE.fullmatch(text):
        return None
    try:
        moment = datetime.fromisoformat(re.sub(r"\.\d+", "", text))
        if moment.tzinfo is not None:
            moment = moment.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return moment.replace(tzinfo=None).isoformat()


# Each date of a request is read twice: when it is checked, and when it is used.
_known_date = lru_cache(256)(_stored_date)
_MAX_KNOWN_LENGTH = 64


def read_ids(parameters: ReceivedParameters) -> tuple[list[int], bool]:
    """The ids of a get request, and whether they came as a list (`ids`, which wins over `id`)."""
    _check_whole(parameters)
    is_list = present(parameters, "ids") is not None
    text = present(parameters, "ids" if is_list else "id")
    tokens = text.split(",") if text and is_list else [text] if text else []
    ids = [_integer(token) for token in tokens if token.strip()]
    if not ids or len(ids) > MAX_ROWS:
        # docs are silent; chosen because this is the page's code for a request that is wrong in any other way.
        raise InvalidParameters
    return list(dict.fromkeys(ids)), is_list
