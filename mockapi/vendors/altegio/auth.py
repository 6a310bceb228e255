"""Who is calling, and what of the path they may reach. Source: the pages "Authorization" and `POST /auth`."""

import re
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import Request
from fastapi.security import APIKeyHeader
from pydantic import Field, field_validator
from pydantic_settings import NoDecode, SettingsConfigDict

from mockapi.pipeline.dependencies import Exchange, exchange_of
from mockapi.storage.store import AnyRow, Store
from mockapi.vendor_api.vendor import VendorSettings
from mockapi.vendors.altegio import store
from mockapi.vendors.altegio.errors import AccessDenied, AuthenticationNeeded

EXAMPLES_LOCATION = 4564
"""Holds the documented examples under their documented ids; every full user may see it."""

MAX_LOCATION = 10**15 - 1
"""A storage's id is a thousand times its location's, and has to fit in 64 bits."""

_HEADER = re.compile(r"Bearer (?P<partner>[^\s,]+)(?:, User (?P<user>\S+))?")


class AltegioSettings(VendorSettings):
    """Tokens, login and locations of the emulated account: `MOCKAPI_ALTEGIO_…`."""

    model_config = SettingsConfigDict(env_prefix="MOCKAPI_ALTEGIO_")

    partner_token: str = Field("altegio-partner-token", min_length=1, description="The partner's (Bearer) token.")
    user_token: str = Field("altegio-user-token", min_length=1, description="A user of all locations.")
    limited_user_token: str = Field(
        "altegio-limited-user-token", min_length=1, description="A user of the first location only."
    )
    login: str = Field("testuser@alteg.io", min_length=1, description="Login that `POST /auth` accepts.")
    password: str = Field("testpass", min_length=1, description="Password that `POST /auth` accepts.")
    login_user_token: str = Field(
        "wec23fh8cDfFV4432fc352456", min_length=1, description="The user token that `POST /auth` gives."
    )
    locations: Annotated[list[int], NoDecode] = Field(
        [1, 2, 3],
        min_length=1,
        max_length=100,
        description="Location ids that sell the seeded shop, separated by commas.",
    )

    @field_validator("locations", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        return [part for part in value.split(",") if part.strip()] if isinstance(value, str) else value

    @field_validator("locations")
    @classmethod
    def _check(cls, value: list[int]) -> list[int]:
        if min(value) < 1 or max(value) > MAX_LOCATION or len(set(value)) < len(value) or EXAMPLES_LOCATION in value:
            raise ValueError(f"distinct numbers from 1 to {MAX_LOCATION} other than {EXAMPLES_LOCATION} are needed")
        return value


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
        found = store.location(self.store, location_id)
        if self.is_limited and location_id != self.exchange.settings.locations[0]:
            raise AccessDenied
        return found

    def category(self, location: AnyRow, category_id: int) -> AnyRow:
        """Return a category of a location. Raises `NotFound`."""
        # docs are silent; chosen because the page gives each node's own id, and the top level has neither id nor title.
        return store.category(self.store, location.id, category_id)


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


def log_in(settings: AltegioSettings, login: str, password: str) -> dict[str, Any]:
    """The profile of the one user who can log in, the page's own sample; a wrong login or password is refused."""
    if (login, password) != (settings.login, settings.password):
        raise AuthenticationNeeded
    return {
        "id": 123456,
        "user_token": settings.login_user_token,
        "name": "James Smith",
        "phone": "+13155550175",
        "login": "j.smith",
        "email": "j.smith@example.com",
        "avatar": "https://example.com/avatars/j.smith.png",
        "is_approved": True,
        "is_email_confirmed": False,
    }
