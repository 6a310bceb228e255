"""Altegio's errors, with its texts. Source: the parts "Response 401 … 422" of each page of the section Products."""

from collections.abc import Mapping
from typing import Any

from mockapi.storage.store import AnyRow


class AltegioError(Exception):
    """An error response: its HTTP status, the `meta` member of its envelope, and further headers."""

    status = 500
    meta: dict[str, Any] = {}
    headers: Mapping[str, str] = {}


class AuthenticationNeeded(AltegioError):
    """Missing, malformed or unknown tokens, or a wrong login or password."""

    status = 401
    meta = {"message": "Authentication needed."}


class AccessDenied(AltegioError):
    """A known user without access to the location."""

    status = 403
    meta = {"message": "Access denied."}


class NotFound(AltegioError):
    """An unknown location, category, product or route. The page shows an empty object here, without a text."""

    status = 404
    meta = {}


class UnitConversionNeeded(AltegioError):
    """New units for a product that has inventory operations, without rules to convert them."""

    status = 409
    meta = {
        "message": "The product already has inventory operations, you need to specify the rules for converting "
        "units of measure for inventory operations",
        "conflict": True,
    }


class BodyTooLarge(AltegioError):
    """A request body above the server's limit; it was not parsed."""

    status = 413
    # docs are silent; chosen because 413 is what the web servers in front of such APIs answer.
    meta = {"message": "The request body is too large."}


class TooManyRequests(AltegioError):
    """A request above the vendor's limits."""

    status = 429
    # docs are silent; chosen because every refusal of the pages has a text in this place, and none shows this one's.
    meta = {"message": "Too many requests."}

    def __init__(self, retry_after: int) -> None:
        """`retry_after`: whole seconds until the next request is allowed."""
        super().__init__(retry_after)
        self.headers = {"Retry-After": str(retry_after)}


class InternalError(AltegioError):
    """A failure of the vendor, or of the emulator in its place."""

    # docs are silent; chosen because 500 in the envelope is what the vendor's own failures look like to clients.
    status = 500
    meta = {"message": "Internal server error."}


class TimedOut(AltegioError):
    """The error of the web server in front of the vendor when the vendor takes too long."""

    status = 504
    # docs are silent; chosen because a client has to read one envelope for all that is refused.
    meta = {"message": "Gateway timeout."}


class Unprocessable(AltegioError):
    """A body that breaks rules. In `errors`, missing members share one object, and each violation has its own."""

    # docs are silent; chosen because the goods pages show it, and no other status for a wrong body is on any page.
    status = 422

    def __init__(self, *violations: str, missing: tuple[str, ...] = ()) -> None:
        """`violations`: one text each; `missing`: names of required members that the body does not have."""
        super().__init__(*violations, *missing)
        errors: list[dict[str, Any]] = [{"message": violation} for violation in violations]
        if missing:
            errors.append({f"[{name}]": ["This field is missing."] for name in missing})
        # docs are silent; chosen because the page's own text there is a placeholder ("Possible error messages").
        self.meta = {"message": "Validation error.", "errors": errors}


def existing(row: AnyRow | None) -> AnyRow:
    """Return the row that a query has found. Raises `NotFound` if there is none."""
    if row is None:
        raise NotFound
    return row
