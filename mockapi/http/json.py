"""JSON responses."""

from typing import Any

import orjson
from pydantic_core import to_json
from starlette.responses import Response


def json_response(content: Any, status_code: int = 200, media_type: str = "application/json") -> Response:
    """Return a response with `content` as compact JSON.

    `content` consists of dicts, lists, strings, finite numbers, booleans and None.
    """
    return Response(_encoded(content), status_code, media_type=media_type)


def written(content: Any) -> orjson.Fragment:
    """Return `content` as encoded JSON, which can be inserted into other content without encoding it again."""
    return orjson.Fragment(_encoded(content))


def _encoded(content: Any) -> bytes:
    try:
        # The result of orjson keeps its buffer of up to ten times its length; the copy does not.
        return bytes(memoryview(orjson.dumps(content)))
    except TypeError:
        # orjson refuses integers above 64 bits.
        return to_json(content)
