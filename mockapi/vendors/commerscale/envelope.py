"""How success and failure look, once. Source: the samples of the page "Product categories", and "Error messages".

The HTTP status is 200 for every answer of the API: a failure is told by the member `error` alone.
"""

from collections.abc import Iterable
from typing import Any

from pydantic_core import from_json
from starlette.responses import Response

from mockapi.http.json import json_response
from mockapi.storage.store import AnyRow
from mockapi.vendors.commerscale.errors import (
    CommerscaleError,
    TimedOut,
    TooManyRequests,
    UnhandledException,
    UnknownHandler,
)

# docs are silent; chosen because the texts are UTF-8, and the page's server says so in its answers.
MEDIA_TYPE = "application/json; charset=utf-8"


def categories(rows: Iterable[AnyRow]) -> Response:
    """An array of full categories."""
    return _answer([row._asdict() for row in rows])


def count(number: int) -> Response:
    """How many there are, or were deleted: a number, not a string."""
    # docs are silent; chosen because no sample is published, and this is what the operation is called.
    return _answer({"count": number})


def failure(error: CommerscaleError) -> Response:
    """What is wrong."""
    return _answer({"error": {"code": error.code, "message": error.message}})


def unknown_route() -> Response:
    """The answer to a path that is no handler, or to another method than POST."""
    return failure(UnknownHandler())


def bug() -> Response:
    """The answer when the emulator itself fails: what the vendor answers when it does."""
    return failure(UnhandledException())


def time_out() -> Response:
    """The answer of the web server in front when the API takes too long: not the API's, so the status tells it."""
    response = failure(TimedOut())
    response.status_code = 504
    return response


def too_many_requests(seconds: int) -> Response:
    """The answer to a request above the limits, which end in so many seconds."""
    # docs are silent; chosen because a program can only wait when the status and the header tell it to.
    response = failure(TooManyRequests())
    response.status_code = 429
    response.headers["Retry-After"] = str(seconds)
    return response


def has_refused(_status: int, body: bytes) -> bool:
    """Whether an answer, of which the body may be only the beginning, tells an error."""
    try:
        content = from_json(body.decode(errors="ignore"), allow_partial=True)
    except ValueError:
        return True
    return isinstance(content, dict) and "error" in content


def _answer(content: Any) -> Response:
    return json_response(content, media_type=MEDIA_TYPE)
