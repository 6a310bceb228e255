"""Errors in the shape that a vendor has by default."""

from typing import Any

from pydantic import BaseModel
from starlette.responses import Response

from mockapi.http.json import json_response


class VendorError(Exception):
    """An error response of a vendor: HTTP status and text."""

    status = 400
    message = "Bad request."

    def __init__(self, message: str | None = None, status: int | None = None) -> None:
        self.message = message or self.message
        self.status = status or self.status
        super().__init__(self.message)


class NotFound(VendorError):
    """No operation has this path and method."""

    status = 404
    message = "Not found."


class BodyTooLarge(VendorError):
    """The request's body exceeds the server's limit; it was not parsed."""

    status = 413
    message = "The request body is too large."


class TooManyRequests(VendorError):
    """The client has exceeded the vendor's quota."""

    status = 429
    message = "Too many requests."


class InternalError(VendorError):
    """The vendor, or the emulator in its place, has failed."""

    status = 500
    message = "Internal server error."


class TimedOut(VendorError):
    """The vendor took longer than the web server in front of it waits."""

    status = 504
    message = "The request timed out."


class ErrorBody(BaseModel):
    """The body of an error response."""

    error: str


def error_response(error: Any) -> Response:
    """Return the response of a `VendorError`: `{"error": "…"}` with its status."""
    return json_response(ErrorBody(error=error.message).model_dump(), error.status)
