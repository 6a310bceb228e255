"""Who is calling, and what of the path they may reach. Source: the pages "Authorization" and `POST /auth`."""

import re
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import Depends, Request, Security
from fastapi.security import APIKeyHeader
from pydantic import Field, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from mockapi.pipeline.dependencies import Read
from mockapi.storage.store import AnyRow
from mockapi.vendor_api.vendor import settings_of
from mockapi.vendors.altegio import store
from mockapi.vendors.altegio.errors import AccessDenied, AuthenticationNeeded
from mockapi.vendors.altegio.parameters import CategoryId, LocationId, ProductId

EXAMPLES_LOCATION = 4564
"""Holds the documented examples under their documented ids; every full user may see it."""

MAX_LOCATION = 10**15 - 1
"""A storage's id is a thousand times its location's, and has to fit in 64 bits."""

_HEADER = re.compile(r"Bearer (?P<partner>[^\s,]+)(?:, User (?P<user>\S+))?")


class AltegioSettings(BaseSettings):
    """Tokens, login and locations of the emulated account: `MOCKAPI_ALTEGIO_…`."""

    model_config = SettingsConfigDict(env_prefix="MOCKAPI_ALTEGIO_", env_ignore_empty=True, extra="ignore")

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


@dataclass(frozen=True)
class Caller:
    """A user who showed both tokens."""

    is_limited: bool
    first_location: int

    def enter(self, location_id: int) -> None:
        """Refuse a location that this user may not see."""
        if self.is_limited and location_id != self.first_location:
            raise AccessDenied


_scheme = APIKeyHeader(
    name="Authorization",
    scheme_name="Authorization",
    description="`Bearer <partner token>, User <user token>`, for example "
    "`Bearer altegio-partner-token, User altegio-user-token`. `POST /auth` takes the Bearer part alone.",
    auto_error=False,
)


async def check_partner(request: Request, header: Annotated[str | None, Security(_scheme)]) -> str | None:
    """Check the Bearer part; the user token beside it, if any."""
    settings: AltegioSettings = settings_of(request)
    # docs are silent; chosen because two Authorization headers are no valid request (RFC 9110, 5.3).
    only = len(request.headers.getlist("authorization")) == 1
    match = _HEADER.fullmatch(header) if header and only else None
    if match is None or match["partner"] != settings.partner_token:
        raise AuthenticationNeeded
    # docs are silent; chosen because clients set one header for all calls, and the page asks for the Bearer part.
    user: str | None = match["user"]
    return user


async def check_user(request: Request, user: Annotated[str | None, Depends(check_partner)]) -> Caller:
    """Check both tokens."""
    settings: AltegioSettings = settings_of(request)
    if user not in (settings.user_token, settings.login_user_token, settings.limited_user_token):
        raise AuthenticationNeeded
    return Caller(user == settings.limited_user_token, settings.locations[0])


async def _location(database: Read, caller: Annotated[Caller, Depends(check_user)], location_id: LocationId) -> AnyRow:
    found = store.location(database, location_id)
    caller.enter(location_id)
    return found


Location = Annotated[AnyRow, Depends(_location)]
"""The location that the path names, which the caller may see."""


async def _category(database: Read, location: Location, category_id: CategoryId) -> AnyRow:
    # docs are silent; chosen because the page gives each node's own id, and the top level has neither id nor title.
    return store.category(database, location.id, category_id)


async def _product(database: Read, location: Location, product_id: ProductId) -> AnyRow:
    return store.product(database, location.id, product_id)


Category = Annotated[AnyRow, Depends(_category)]
"""The category of that location that the path names."""

Product = Annotated[AnyRow, Depends(_product)]
"""The product of that location that the path names."""


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
