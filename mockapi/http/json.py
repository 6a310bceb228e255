"""JSON as it goes over the wire."""

from typing import Any

import orjson
from pydantic_core import to_json
from starlette.responses import Response


def json_response(content: Any, status_code: int = 200, media_type: str = "application/json") -> Response:
    """`content` (dicts, lists, strings, finite numbers, booleans, None) as a compact UTF-8 JSON answer."""
    return Response(_encoded(content), status_code, media_type=media_type)


def written(content: Any) -> orjson.Fragment:
    """`content` as it stands in an answer: put into other content, it is not written again."""
    return orjson.Fragment(_encoded(content))


def _encoded(content: Any) -> bytes:
    try:
        # What it returns keeps the room that it was written in, up to ten times its length.
        return bytes(memoryview(orjson.dumps(content)))
    except TypeError:
        # It takes no integer above 64 bits.
        return to_json(content)
