"""Who is calling: `username` and `password` in the query string or the form. Source: the section "Authentication"."""

from dataclasses import dataclass
from typing import Literal

from fastapi import Request
from fastapi.security import APIKeyQuery
from pydantic import Field
from pydantic_settings import SettingsConfigDict

from mockapi.http.forms import ReceivedParameters, read_parameters
from mockapi.pipeline.dependencies import Exchange, exchange_of
from mockapi.storage.store import Store
from mockapi.vendor_api.vendor import VendorSettings
from mockapi.vendors.deconetwork.errors import ApiNotEnabled, AuthenticationFailed


class DecoNetworkSettings(VendorSettings):
    """Credentials and switches of the emulated site: `MOCKAPI_DECONETWORK_…`."""

    model_config = SettingsConfigDict(env_prefix="MOCKAPI_DECONETWORK_")

    username: str = Field("mock-user", min_length=1, description="User of a site with the API switched on.")
    disabled_username: str = Field(
        "disabled-user", min_length=1, description="User of a site with the API switched off."
    )
    password: str = Field("mock-password", min_length=1, description="Password of both users.")
    limit_above_maximum: Literal["error", "clamp"] = Field(
        "error", description="What a limit above 100 gives: code 50004, or silently 100 rows."
    )


CREDENTIALS = tuple(
    APIKeyQuery(name=name, scheme_name=name, description=description, auto_error=False)
    for name, description in (("username", "User name"), ("password", "Password"))
)
"""The credentials, as the OpenAPI document describes them."""


@dataclass(frozen=True, slots=True)
class Call:
    """A request of a user who has shown valid credentials."""

    exchange: Exchange
    parameters: ReceivedParameters

    @property
    def store(self) -> Store:
        """The data, for reading."""
        return self.exchange.store


async def check_user(request: Request) -> Call:
    """Read the parameters and check the credentials. Raises `AuthenticationFailed`, `ApiNotEnabled`."""
    exchange, parameters = exchange_of(request), await read_parameters(request)
    settings: DecoNetworkSettings = exchange.settings
    user = parameters.get("username", "")
    if user not in (settings.username, settings.disabled_username):
        raise AuthenticationFailed
    if parameters.get("password", "") != settings.password:
        raise AuthenticationFailed
    if user == settings.disabled_username:
        raise ApiNotEnabled
    return Call(exchange, parameters)
