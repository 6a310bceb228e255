"""Reading the body of a request: JSON, as lenient as the printed samples need, then the members by their models.

The order of the checks: JSON, authentication, filters and pagination, data.
"""

from collections.abc import Sequence
from typing import Any, TypeVar

import pyjson5
from pydantic import ValidationError

from mockapi.vendors.commerscale.errors import CommerscaleError, IncorrectValueFormat, InvalidJson, RequestFailed
from mockapi.vendors.commerscale.schemas import MAX_OBJECTS, MAX_TEXT_LENGTH, Body

# docs are silent; chosen because a request has four levels, and reading without end could exhaust the stack.
DEEPEST = 100

Content = dict[str, Any]
BodyType = TypeVar("BodyType", bound=Body)

_OBJECTS = ("authentication", "filters", "pagination")
# docs are silent; chosen because arrays count from zero, and the types are the page's own words in lower case.
_KINDS = {"id": "guid", "name": "string", "slug": "string", "createdon_min": "datetime", "createdon_max": "datetime"}
# docs are silent; chosen because it is the page's own error for a value of the wrong type.
_KINDS |= {"pageNumber": "integer", "pageSize": "integer"}
# docs are silent; chosen because without position and property nobody finds one fault among a thousand objects.
_SENTENCES = {
    "model_type": "must be an object",
    "missing": "is missing",
    "string_type": "must be a string",
    "string_too_short": "must not be empty",
    "string_too_long": f"must not be longer than {MAX_TEXT_LENGTH} characters",
}
"""By the type of pydantic's error."""


def read_json(body: bytes) -> Content:
    """Return the object in a body. Raises `InvalidJson`."""
    try:
        # Not decode_utf8, which reads bytes that are no UTF-8 as other characters, lone surrogates among them.
        content = pyjson5.decode(body.decode(), maxdepth=DEEPEST)
    except (pyjson5.Json5Exception, ValueError):
        raise InvalidJson from None
    if not isinstance(content, dict):
        raise InvalidJson
    return content


def check_objects(content: Content, arrays: frozenset[str]) -> None:
    """Check the members that must be objects, and those that may also be `arrays` of objects. Raises `InvalidJson`."""
    for name in (*_OBJECTS, *arrays):
        value = content.get(name, {})
        entries = value if name in arrays and isinstance(value, list) else [value]
        # docs are silent; chosen because an object is called for, and null is none.
        if not all(isinstance(entry, dict) for entry in entries):
            raise InvalidJson


def read_members(model: type[BodyType], content: Content) -> BodyType:
    """Read a body after `check_objects`. Raises `IncorrectValueFormat`, and `RequestFailed` for the member `data`."""
    try:
        return model.model_validate(content)
    except ValidationError as error:
        problem = error.errors(include_url=False, include_context=False, include_input=False)[0]
    if problem["loc"][0] == "data":
        raise _data_error(problem["type"], problem["loc"])
    raise _value_error(problem["loc"], content)


def _data_error(kind: str, location: Sequence[int | str]) -> CommerscaleError:
    if kind == "too_long":
        return RequestFailed(f"The member 'data' must not have more than {MAX_OBJECTS} objects")
    if location == ("data",):
        return RequestFailed("The member 'data' must be an array of at least one object")
    sentence = "must be a GUID" if location[-1] == "id" else _SENTENCES[kind]
    return RequestFailed(f"'{_path(location)}' {sentence}")


def _value_error(location: Sequence[int | str], content: Content) -> CommerscaleError:
    member, *rest = location
    if isinstance(rest[0], int) and isinstance(content[str(member)], dict):
        # An object that was read as an array of one.
        del rest[0]
    kind = next(_KINDS[step] for step in rest if isinstance(step, str))
    return IncorrectValueFormat(_path([member, *rest]), kind)


def _path(location: Sequence[int | str]) -> str:
    return "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in location).removeprefix(".")
