"""How success and failure look, once. Source: the response tables of every page of the section Products."""

from typing import Any

from starlette.responses import Response

from mockapi.http.json import json_response
from mockapi.vendors.altegio.errors import AltegioError, NotFound


def success(data: Any, meta: dict[str, Any] | None = None, status: int = 200) -> Response:
    """`data` in the envelope; without `meta` the member is an empty array, as the vendor sends it."""
    # docs are silent; chosen because clients send either media type or none, and every page shows this one envelope.
    return json_response({"success": True, "data": data, "meta": [] if meta is None else meta}, status)


def composition(element: dict[str, Any]) -> Response:
    """The one answer without a `meta` member."""
    return json_response({"success": True, "data": element})


def deleted() -> Response:
    """204: no body, and a `Content-Length` of 0."""
    return Response(status_code=204, headers={"Content-Length": "0"})


def failure(error: AltegioError) -> Response:
    """A refusal in the envelope."""
    response = json_response({"success": False, "data": None, "meta": error.meta}, error.status)
    response.headers.update(error.headers)
    return response


def unknown_route() -> Response:
    """The answer to a path or a method that no operation has."""
    # docs are silent; chosen because no page shows a 405: a path without this method is an unknown route.
    return failure(NotFound())


def bug() -> Response:
    """The answer when the emulator itself fails."""
    # docs are silent; chosen because 500 in the envelope is what the vendor's own failures look like to clients.
    return json_response({"success": False, "data": None, "meta": {"message": "Internal server error."}}, 500)
