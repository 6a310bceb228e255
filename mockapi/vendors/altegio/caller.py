"""Callers, and the locations that they may see."""

import re
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request
from fastapi.security import APIKeyHeader

from mockapi.pipeline.dependencies import Exchange, exchange_of
from mockapi.storage.store import AnyRow, Store
from mockapi.vendors.altegio.errors import AccessDenied, AuthenticationNeeded, NotFound
from mockapi.vendors.altegio.goods_categories import store as categories
from mockapi.vendors.altegio.locations import store as locations
from mockapi.vendors.altegio.settings import AltegioSettings

_HEADER = re.compile(r"Bearer (?P<partner>[^\s,]+)(?:, User (?P<user>\S+))?")


AUTHORIZATION = APIKeyHeader(
    name="Authorization",
    scheme_name="Authorization",
    description="`Bearer <partner token>, User <user token>`, for example "
    "`Bearer altegio-partner-token, User altegio-user-token`. `POST /auth` takes the Bearer part alone.",
    auto_error=False,
)
"""The credentials, as the OpenAPI document describes them."""


@dataclass(frozen=True, slots=True)
class Caller:
    """A user who has shown both tokens, and the exchange of the request."""

    exchange: Exchange
    is_limited: bool

    @property
    def store(self) -> Store:
        """The data, for reading."""
        return self.exchange.store

    def location(self, location_id: int) -> AnyRow:
        """Return a location. Raises `NotFound`, and `AccessDenied` for one that the user may not see."""
        found = locations.location(self.store, location_id)
        if self.is_limited and location_id != self.exchange.settings.locations[0]:
            raise AccessDenied
        return found

    def category(self, location: AnyRow, category_id: int) -> AnyRow:
        """Return a category of a location. Raises `NotFound`."""
        # docs are silent; chosen because the page gives each node's own id, and the top level has neither id nor title.
        return categories.category(self.store, location.id, category_id)


def check_partner(request: Request, settings: AltegioSettings) -> str | None:
    """Check the Bearer part, and return the user token beside it, if any. Raises `AuthenticationNeeded`."""
    headers = request.headers.getlist("authorization")
    # docs are silent; chosen because two Authorization headers are no valid request (RFC 9110, 5.3).
    match = _HEADER.fullmatch(headers[0]) if len(headers) == 1 else None
    if match is None or match["partner"] != settings.partner_token:
        raise AuthenticationNeeded
    # docs are silent; chosen because clients set one header for all calls, and the page asks for the Bearer part.
    user: str | None = match["user"]
    return user


async def check_user(request: Request) -> Caller:
    """Check both tokens. Raises `AuthenticationNeeded`."""
    exchange = exchange_of(request)
    settings: AltegioSettings = exchange.settings
    user = check_partner(request, settings)
    if user not in (settings.user_token, settings.login_user_token, settings.limited_user_token):
        raise AuthenticationNeeded
    return Caller(exchange, user == settings.limited_user_token)


User = Annotated[Caller, Depends(check_user)]
"""The caller, who has shown both tokens."""


CALLER_ERRORS = (AuthenticationNeeded(), AccessDenied(), NotFound())
