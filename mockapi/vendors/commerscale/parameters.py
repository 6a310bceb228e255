"""What stands in the body of a Commerscale request: JSON, read as leniently as the printed samples need.

The order of the checks: JSON, authentication, filters and pagination, data.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pyjson5

from mockapi.http.text import whole_number
from mockapi.vendors.commerscale.errors import IncorrectValueFormat, InvalidJson, RequestFailed

TEXTS = ("name", "slug", "description", "seopagetitle", "seometakeywords", "seopagedescription")
# docs are silent; chosen because a shop can neither show nor link a category without them.
MUST_NOT_BE_EMPTY = ("name", "slug")
MAX_TEXT_LENGTH = 255
# docs are silent; chosen because it is the largest page, and what goes in should come out in one piece.
MAX_OBJECTS = 1000
MAX_PAGE = 1000
LAST_PAGE = 2**40
"""Far past any end, and small enough to multiply."""
# docs are silent; chosen because a request has four levels, and reading without end could exhaust the stack.
DEEPEST = 100

Content = dict[str, Any]

_GUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", re.IGNORECASE | re.ASCII)
_DATE = re.compile(r"\d{4}-\d\d-\d\d( (?:[01]\d|2[0-3]):\d\d:\d\d)?", re.ASCII)


@dataclass(frozen=True)
class Filters:
    """The filters of get and count, checked; None: not given. GUIDs in lower case, dates as they are stored."""

    id: list[str] | None = None
    name: list[str] | None = None
    slug: list[str] | None = None
    createdon_min: str | None = None
    createdon_max: str | None = None


@dataclass(frozen=True)
class Page:
    """The pagination of get, checked: number from 1, and size."""

    number: int = 1
    size: int = MAX_PAGE


def read_json(body: bytes) -> Content:
    """The object that a body holds. Raises `InvalidJson`."""
    try:
        # Not decode_utf8, which reads bytes that are no UTF-8 as other characters, lone surrogates among them.
        content = pyjson5.decode(body.decode(), maxdepth=DEEPEST)
    except (pyjson5.Json5Exception, ValueError):
        raise InvalidJson from None
    if not isinstance(content, dict):
        raise InvalidJson
    return content


def has_objects(content: Content) -> bool:
    """Whether `authentication`, `filters` and `pagination` are objects, as far as they are there."""
    return _are_objects(content, "authentication", "filters", "pagination")


def has_selections(content: Content) -> bool:
    """The same for a delete, whose `filter` and `filters` may also be arrays of objects."""
    return _are_objects(content, "authentication", "pagination") and all(
        isinstance(entry, dict) for name in ("filter", "filters") for _, entry in _selections(content, name)
    )


def _are_objects(content: Content, *names: str) -> bool:
    # docs are silent; chosen because an object is called for, and null is none.
    return all(isinstance(content.get(name, {}), dict) for name in names)


def read_filters(content: Content) -> Filters:
    """Check the filters of get and count; names that mean nothing are ignored."""
    filters = content.get("filters", {})

    def value(name: str, read: Callable[[Any, str], Any]) -> Any:
        return read(filters[name], f"filters.{name}") if name in filters else None

    return Filters(
        id=value("id", _guids),
        name=value("name", _strings),
        slug=value("slug", _strings),
        createdon_min=value("createdon_min", _moment),
        createdon_max=value("createdon_max", _moment),
    )


def read_page(content: Content) -> Page:
    """Check the pagination of get; a page larger than the largest is cut to it."""
    pagination = content.get("pagination", {})
    number = _positive(pagination, "pageNumber", 1)
    size = _positive(pagination, "pageSize", MAX_PAGE)
    # docs are silent; chosen because the page calls 1000 the maximum and documents no error for more.
    return Page(min(number, LAST_PAGE), min(size, MAX_PAGE))


def read_objects(content: Content, *, with_id: bool) -> list[dict[str, str]]:
    """Check `data` of create and update: the six texts of each object and, of an update, its GUID."""
    data = content.get("data")
    # docs are silent; chosen because clients with one category send it bare, and nothing else could be meant.
    objects = [data] if isinstance(data, dict) else data
    if not isinstance(objects, list) or not objects:
        raise RequestFailed("The member 'data' must be an array of at least one object")
    if len(objects) > MAX_OBJECTS:
        raise RequestFailed(f"The member 'data' must not have more than {MAX_OBJECTS} objects")
    # docs are silent; chosen because without position and property nobody finds one fault among a thousand objects.
    return [_read_object(entry, f"data[{index}]", with_id=with_id) for index, entry in enumerate(objects)]


def _read_object(entry: Any, path: str, *, with_id: bool) -> dict[str, str]:
    if not isinstance(entry, dict):
        raise RequestFailed(f"'{path}' must be an object")
    # docs are silent; chosen because unknown members of filters are ignored too: a printed sample has one.
    values = {name: _text(entry, path, name) for name in TEXTS}
    if with_id:
        if not _is_guid(entry.get("id")):
            raise RequestFailed(f"'{path}.id' must be a GUID")
        values["id"] = entry["id"].lower()
    return values


def _text(entry: Content, path: str, name: str) -> str:
    value = entry.get(name)
    if not isinstance(value, str):
        raise RequestFailed(f"'{path}.{name}' must be a string" if name in entry else f"'{path}.{name}' is missing")
    if len(value) > MAX_TEXT_LENGTH:
        raise RequestFailed(f"'{path}.{name}' must not be longer than {MAX_TEXT_LENGTH} characters")
    if not value and name in MUST_NOT_BE_EMPTY:
        raise RequestFailed(f"'{path}.{name}' must not be empty")
    return value


def read_deleted_ids(content: Content) -> list[str]:
    """The GUIDs of a delete, from `filter` and `filters` together. None at all is refused: never does it mean all."""
    ids = [
        guid
        for name in ("filter", "filters")
        for path, entry in _selections(content, name)
        if "id" in entry
        for guid in _guids(entry["id"], f"{path}.id")
    ]
    if not ids:
        # docs are silent; chosen because deleting everything by mistake is the worst that a slip could do.
        raise RequestFailed("The member 'filter' must name at least one id")
    return ids


def _selections(content: Content, name: str) -> list[tuple[str, Any]]:
    """The entries of `filter` or `filters` with their paths, whether it is an object or an array."""
    # docs are silent; chosen because the one printed sample differs from all others, and either habit is meant well.
    value = content.get(name, [])
    if isinstance(value, list):
        return [(f"{name}[{index}]", entry) for index, entry in enumerate(value)]
    return [(name, value)]


def _guids(value: Any, path: str) -> list[str]:
    return [guid.lower() for guid in _array(value, path, "guid", _is_guid)]


def _strings(value: Any, path: str) -> list[str]:
    return _array(value, path, "string", lambda text: isinstance(text, str) and 0 < len(text) <= MAX_TEXT_LENGTH)


def _array(value: Any, path: str, kind: str, is_right: Callable[[Any], bool]) -> list[str]:
    if not isinstance(value, list) or not value:
        raise IncorrectValueFormat(path, kind)
    # docs are silent; chosen because arrays count from zero, and the types are the page's own words in lower case.
    for index, entry in enumerate(value):
        if not is_right(entry):
            raise IncorrectValueFormat(f"{path}[{index}]", kind)
    return value


def _is_guid(value: Any) -> bool:
    return isinstance(value, str) and _GUID.fullmatch(value) is not None


def _moment(value: Any, path: str) -> str:
    """A date as it is stored; without a time it is midnight."""
    if isinstance(value, str) and _DATE.fullmatch(value):
        try:
            return str(datetime.fromisoformat(value))
        except ValueError:
            pass
    raise IncorrectValueFormat(path, "datetime")


def _positive(pagination: Content, name: str, default: int) -> int:
    value = pagination.get(name, default)
    number = whole_number(value) if isinstance(value, str) else value
    if not isinstance(number, int) or isinstance(number, bool) or number < 1:
        # docs are silent; chosen because it is the page's own error for a value of the wrong type.
        raise IncorrectValueFormat(f"pagination.{name}", "integer")
    return number
