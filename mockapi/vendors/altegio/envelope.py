"""The envelope of every response. Source: the response tables of every page of the section Products."""

from typing import Any

from starlette.responses import Response

from mockapi.http.json import json_response
from mockapi.vendors.altegio.errors import AltegioError, NotFound


def success(data: Any, meta: dict[str, Any] | None = None, status: int = 200) -> Response:
    """Return `{"success": true, "data": …, "meta": …}`; without `meta` that member is an empty array."""
    # docs are silent; chosen because clients send either media type or none, and every page shows this one envelope.
    return json_response({"success": True, "data": data, "meta": [] if meta is None else meta}, status)


def success_without_meta(data: Any) -> Response:
    """Return `{"success": true, "data": …}`, the form of the composition of a category alone."""
    return json_response({"success": True, "data": data})


def deleted() -> Response:
    """Return status 204 without a body, and with `Content-Length: 0`."""
    return Response(status_code=204, headers={"Content-Length": "0"})


def failure(error: AltegioError) -> Response:
    """Return `{"success": false, "data": null, "meta": …}` with the status and the headers of the error."""
    response = json_response({"success": False, "data": None, "meta": error.meta}, error.status)
    response.headers.update(error.headers)
    return response


def unknown_route() -> Response:
    """Return the response to a path or a method that no operation has."""
    # docs are silent; chosen because no page shows a 405: a path without this method is an unknown route.
    return failure(NotFound())
