"""Who is calling: `username` and `password` in the query string or the form. Source: the section "Authentication"."""

from typing import Annotated, Literal

from fastapi import Request, Security
from fastapi.security import APIKeyQuery
from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict
from starlette.requests import HTTPConnection

from mockapi.vendor_api.vendor import settings_of
from mockapi.vendors.deconetwork.errors import ApiNotEnabled, AuthenticationFailed
from mockapi.vendors.deconetwork.parameters import Parameters


class DecoNetworkSettings(BaseSettings):
    """Credentials and switches of the emulated site: `MOCKAPI_DECONETWORK_…`."""

    model_config = SettingsConfigDict(env_prefix="MOCKAPI_DECONETWORK_", env_ignore_empty=True, extra="ignore")

    username: str = Field("mock-user", min_length=1, description="User of a site with the API switched on.")
    disabled_username: str = Field(
        "disabled-user", min_length=1, description="User of a site with the API switched off."
    )
    password: str = Field("mock-password", min_length=1, description="Password of both users.")
    limit_above_maximum: Literal["error", "clamp"] = Field(
        "error", description="What a limit above 100 gives: code 50004, or silently 100 rows."
    )


class _Described(APIKeyQuery):
    """Stands in the OpenAPI document; the credentials are read with the other parameters."""

    async def __call__(self, request: HTTPConnection) -> str | None:
        """Nothing: reading the query string a second time takes as long as a query."""
        return None


_username = _Described(name="username", scheme_name="username", description="User name", auto_error=False)
_password = _Described(name="password", scheme_name="password", description="Password", auto_error=False)


async def check_user(
    request: Request,
    parameters: Parameters,
    username: Annotated[str | None, Security(_username)],
    password: Annotated[str | None, Security(_password)],
) -> DecoNetworkSettings:
    """Check the credentials; the site's settings come back."""
    settings: DecoNetworkSettings = settings_of(request)
    user = parameters.get("username", "")
    if (
        user not in (settings.username, settings.disabled_username)
        or parameters.get("password", "") != settings.password
    ):
        raise AuthenticationFailed
    if user == settings.disabled_username:
        raise ApiNotEnabled
    return settings
