"""The shapes of success and failure. Sources: the samples of the page "Product categories", and "Error messages".

The HTTP status is 200 for every response of the API: the member `error` alone marks a failure.
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


def rows(rows: Iterable[AnyRow]) -> Response:
    """Return an array of objects with all members of the rows."""
    return _response([row._asdict() for row in rows])


def count(number: int) -> Response:
    """Return how many rows there are, or were deleted: a number, not a string."""
    # docs are silent; chosen because no sample is published, and this is what the operation is called.
    return _response({"count": number})


def failure(error: CommerscaleError) -> Response:
    """Return the response of an error."""
    return _response({"error": {"code": error.code, "message": error.message}})


def unknown_route() -> Response:
    """Return the response to a path that is no handler, or to another method than POST."""
    return failure(UnknownHandler())


def bug() -> Response:
    """Return the response to a bug of the emulator: the vendor's own one to a bug."""
    return failure(UnhandledException())


def time_out() -> Response:
    """Return the response of the web server in front when the API takes too long: its status is not 200."""
    response = failure(TimedOut())
    response.status_code = 504
    return response


def too_many_requests(seconds: int) -> Response:
    """Return the response to a request above the limits. `seconds`: the time until a request is accepted again."""
    # docs are silent; chosen because a program can only wait when the status and the header tell it to.
    response = failure(TooManyRequests())
    response.status_code = 429
    response.headers["Retry-After"] = str(seconds)
    return response


def has_refused(_status: int, body: bytes) -> bool:
    """Return True if a response is an error; `body` may be only its beginning."""
    try:
        content = from_json(body.decode(errors="ignore"), allow_partial=True)
    except ValueError:
        return True
    return isinstance(content, dict) and "error" in content


def _response(content: Any) -> Response:
    return json_response(content, media_type=MEDIA_TYPE)
