"""Callers: users with a partner's and their own token. Source: the page "Authorization"."""

import re
from dataclasses import dataclass

from fastapi import Request
from fastapi.security import APIKeyHeader

from mockapi.pipeline.dependencies import Exchange, exchange_of
from mockapi.storage.store import AnyRow, Store
from mockapi.vendors.altegio.errors import AccessDenied, AuthenticationNeeded, NotFound
from mockapi.vendors.altegio.locations import find_location
from mockapi.vendors.altegio.settings import AltegioSettings

AUTHORIZATION = APIKeyHeader(
    name="Authorization",
    scheme_name="Authorization",
    description="`Bearer <partner token>, User <user token>`, for example "
    "`Bearer altegio-partner-token, User altegio-user-token`. `POST /auth` takes the Bearer part alone.",
    auto_error=False,
)
"""The credentials, as the OpenAPI document describes them."""

CALLER_ERRORS = (AuthenticationNeeded(), AccessDenied(), NotFound())
"""The errors of every operation that needs a caller and a location."""

_HEADER = re.compile(r"Bearer (?P<partner>[^\s,]+)(?:, User (?P<user>\S+))?")


@dataclass(frozen=True, slots=True)
class Caller:
    """A user with valid tokens, and the exchange of the request."""

    exchange: Exchange
    is_limited: bool
    """True if the user has access to the first location only."""

    @property
    def store(self) -> Store:
        """The sandbox's data, for reading."""
        return self.exchange.store

    def location(self, location_id: int) -> AnyRow:
        """Return the row of a location. Raises `NotFound`; `AccessDenied` if the user has no access to it."""
        found = find_location(self.store, location_id)
        if self.is_limited and location_id != self.exchange.settings.locations[0]:
            raise AccessDenied
        return found


def check_partner(request: Request, settings: AltegioSettings) -> str | None:
    """Check the Bearer part of the header, and return its user token, if any. Raises `AuthenticationNeeded`."""
    headers = request.headers.getlist("authorization")
    # docs are silent; chosen because two Authorization headers are no valid request (RFC 9110, 5.3).
    match = _HEADER.fullmatch(headers[0]) if len(headers) == 1 else None
    if match is None or match["partner"] != settings.partner_token:
        raise AuthenticationNeeded
    # docs are silent; chosen because clients set one header for all calls, and the page asks for the Bearer part.
    user: str | None = match["user"]
    return user


def current_caller(request: Request) -> Caller:
    """Return the caller of a request. Raises `AuthenticationNeeded`.

    Operations call it first. As a FastAPI dependency it would take 25 µs more with every request.
    """
    exchange = exchange_of(request)
    settings: AltegioSettings = exchange.settings
    user = check_partner(request, settings)
    if user not in (settings.user_token, settings.login_user_token, settings.limited_user_token):
        raise AuthenticationNeeded
    return Caller(exchange, user == settings.limited_user_token)
