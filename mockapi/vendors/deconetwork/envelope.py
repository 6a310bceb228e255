"""Responses of the API in their envelope, and the web pages of the server around it.

Every response of the API has HTTP status 200 and `response_status`. A path that is no endpoint gets a web page.
Source: the section "Response" and the table of codes of the Product Management API.
"""

from typing import Any, Literal

from pydantic_core import from_json
from starlette.responses import HTMLResponse, Response

from mockapi.http.json import json_response
from mockapi.vendor_api.models import ClosedModel
from mockapi.vendors.deconetwork.errors import DecoNetworkError

MEDIA_TYPE = "application/json; charset=utf-8"
SUCCESS = {"code": 10001, "severity": "SUCCESS", "description": ""}


class Status(ClosedModel):
    """`response_status` of every answer."""

    code: int
    severity: Literal["SUCCESS", "WARNING", "ERROR"]
    description: str


class Failure(ClosedModel):
    """An error: nothing but the status."""

    response_status: Status


def success(**members: Any) -> Response:
    """Return a response with code 10001 and `members` after it."""
    return _response(SUCCESS, members)


def failure(error: DecoNetworkError, **members: Any) -> Response:
    """Return the response of an error; only a warning has `members` after the status."""
    return _response({"code": error.code, "severity": error.severity, "description": error.description}, members)


def _response(status: dict[str, Any], members: dict[str, Any]) -> Response:
    return json_response({"response_status": status, **members}, media_type=MEDIA_TYPE)


def has_refused(_status: int, body: bytes) -> bool:
    """Return True if a response is an error or no response of the API. `body` may be cut off."""
    try:
        content = from_json(body.decode(errors="ignore"), allow_partial=True)
    except ValueError:
        return True
    status = content.get("response_status") if isinstance(content, dict) else None
    return not isinstance(status, dict) or status.get("severity") == "ERROR"


def unknown_route() -> Response:
    """Return the web page for a path that is no endpoint."""
    return _web_page(404, "The page you were looking for doesn't exist")


def bug() -> Response:
    """Return the web page for a failure of the emulator."""
    # docs are silent; chosen because the table has no code for it, and a web page is what the server behind sends.
    return _web_page(500, "We're sorry, but something went wrong")


def time_out() -> Response:
    """Return the web page of the proxy when the site takes too long."""
    # docs are silent; chosen because it cannot come from the API, and no code of the table means it.
    return _web_page(504, "The site took too long to answer")


def too_many_requests(seconds: int) -> Response:
    """Return the web page for a request above the quota, which ends in `seconds`."""
    # docs are silent; chosen because no code of the table means it, and web servers in front keep such limits.
    return _web_page(429, "Too many requests", {"Retry-After": str(seconds)})


def _web_page(status: int, text: str, headers: dict[str, str] | None = None) -> Response:
    head = f"<!DOCTYPE html>\n<html><head><title>{text} ({status})</title></head>\n"
    return HTMLResponse(f"{head}<body><h1>{text}.</h1></body></html>\n", status, headers)
