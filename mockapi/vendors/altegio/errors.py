"""What Altegio refuses, in its words. Source: the "Response 401 … 422" parts of each page of the section Products."""

from collections.abc import Mapping
from typing import Any

from mockapi.storage.store import AnyRow


class AltegioError(Exception):
    """A refusal: an HTTP status and the `meta` member of the envelope."""

    status = 500
    meta: dict[str, Any] = {}
    headers: Mapping[str, str] = {}


class AuthenticationNeeded(AltegioError):
    """The tokens or the login are missing, malformed or unknown."""

    status = 401
    meta = {"message": "Authentication needed."}


class AccessDenied(AltegioError):
    """The user is known and may not see this location."""

    status = 403
    meta = {"message": "Access denied."}


class NotFound(AltegioError):
    """No such location, category, product or route. The page shows no text here, only an empty object."""

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
    """More bytes than the server reads."""

    status = 413
    # docs are silent; chosen because 413 is what the web servers in front of such APIs answer.
    meta = {"message": "The request body is too large."}


class TooManyRequests(AltegioError):
    """More requests than the limits allow."""

    status = 429
    # docs are silent; chosen because every refusal of the pages has a text in this place, and none shows this one's.
    meta = {"message": "Too many requests."}

    def __init__(self, retry_after: int) -> None:
        """`retry_after`: whole seconds until a request will be let through."""
        super().__init__(retry_after)
        self.headers = {"Retry-After": str(retry_after)}


class TimedOut(AltegioError):
    """The vendor took longer than the web server in front of it waits."""

    status = 504
    # docs are silent; chosen because a client has to read one envelope for all that is refused.
    meta = {"message": "Gateway timeout."}


class Unprocessable(AltegioError):
    """The body breaks rules: in `errors` the missing fields share one object, each violation has its own."""

    # docs are silent; chosen because the goods pages show it, and no other status for a wrong body is on any page.
    status = 422

    def __init__(self, *violations: str, missing: tuple[str, ...] = ()) -> None:
        """`violations`: one text each; `missing`: names of required members that were not sent."""
        super().__init__(*violations, *missing)
        errors: list[dict[str, Any]] = [{"message": violation} for violation in violations]
        if missing:
            errors.append({f"[{name}]": ["This field is missing."] for name in missing})
        # docs are silent; chosen because the page's own text there is a placeholder ("Possible error messages").
        self.meta = {"message": "Validation error.", "errors": errors}


def existing(row: AnyRow | None) -> AnyRow:
    """Return the row. Raises `NotFound` for None."""
    if row is None:
        raise NotFound
    return row
