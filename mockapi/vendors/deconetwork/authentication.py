"""Authentication: `username` and `password` in the query string or the form of every call.

Source: the section "Authentication" of the Product Management API.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from fastapi import Request
from fastapi.security import APIKeyQuery

from mockapi.http.forms import read_parameters
from mockapi.pipeline.dependencies import Exchange, exchange_of
from mockapi.storage.store import Store
from mockapi.vendors.deconetwork.errors import ApiNotEnabled, AuthenticationFailed, InvalidParameters
from mockapi.vendors.deconetwork.settings import DecoNetworkSettings

CREDENTIALS = tuple(
    APIKeyQuery(name=name, scheme_name=name, description=description, auto_error=False)
    for name, description in (("username", "User name"), ("password", "Password"))
)
"""The credentials, as the OpenAPI document describes them."""

AUTHENTICATION_ERRORS = (AuthenticationFailed(), ApiNotEnabled())
"""The errors of every operation that calls `authenticate`."""


@dataclass(frozen=True, slots=True)
class Call:
    """A call with valid credentials."""

    exchange: Exchange
    parameters: Mapping[str, str]
    """The values of the query string and the form by name."""

    @property
    def store(self) -> Store:
        """The sandbox's data, for reading."""
        return self.exchange.store

    @property
    def settings(self) -> DecoNetworkSettings:
        """The settings of the site."""
        settings: DecoNetworkSettings = self.exchange.settings
        return settings


async def authenticate(request: Request) -> Call:
    """Return the call that a request makes. As a FastAPI dependency it would take 25 µs more with every request.

    Raises `AuthenticationFailed`, `ApiNotEnabled`, and `InvalidParameters` for a form or query string that cannot be
    read.
    """
    parameters = await read_parameters(request)
    call = Call(exchange_of(request), parameters)
    settings, user = call.settings, parameters.get("username")
    if user not in (settings.username, settings.disabled_username) or parameters.get("password") != settings.password:
        raise AuthenticationFailed
    if user == settings.disabled_username:
        raise ApiNotEnabled
    # docs are silent; chosen because nothing in a body that cannot be read can be told from a wrong parameter.
    if not parameters.is_whole:
        raise InvalidParameters
    return call
