"""Who is calling: the body's member `authentication`. Source: the page "Authentication"."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from fastapi import Request
from pydantic import Field
from pydantic_settings import SettingsConfigDict

from mockapi.pipeline.dependencies import Exchange, exchange_of
from mockapi.vendor_api.vendor import VendorSettings
from mockapi.vendors.commerscale.errors import InvalidJson, NotAuthorized
from mockapi.vendors.commerscale.parameters import Content, has_objects, has_selections, read_json


class CommerscaleSettings(VendorSettings):
    """Credentials of the emulated store: `MOCKAPI_COMMERSCALE_…`."""

    model_config = SettingsConfigDict(env_prefix="MOCKAPI_COMMERSCALE_")

    api_key: str = Field("jjns7519v1v3ns6xU162", min_length=1, description="The store's API key.")
    app_api_key: str = Field("mock-app-key", min_length=1, description="The key of an installed App.")
    email: str = Field("owner@example.com", min_length=1, description="A user's e-mail address.")
    password: str = Field("mock-password", min_length=1, description="That user's password.")
    user_name: str = Field("Mr Example", description="That user's name: the author of what is written by e-mail.")
    key_author: str = Field("Mr Example", description="The author of what is updated with a key.")


@dataclass(frozen=True)
class Caller:
    """Whoever showed good credentials, and the author that their writing is put down to."""

    author_of_new: str
    author_of_changed: str


@dataclass(frozen=True)
class Call:
    """A request with valid JSON and credentials."""

    exchange: Exchange
    content: Content
    caller: Caller


async def check_call(request: Request) -> Call:
    """Read the JSON and check the credentials. Raises `InvalidJson`, `NotAuthorized`."""
    return await _check(request, has_objects)


async def check_deletion(request: Request) -> Call:
    """Read the JSON of a deletion and check the credentials. Raises `InvalidJson`, `NotAuthorized`."""
    return await _check(request, has_selections)


async def _check(request: Request, is_well_formed: Callable[[Content], bool]) -> Call:
    content = read_json(await request.body())
    if not is_well_formed(content):
        raise InvalidJson
    exchange = exchange_of(request)
    return Call(exchange, content, identify(exchange.settings, content.get("authentication", {})))


def identify(settings: CommerscaleSettings, authentication: dict[str, Any]) -> Caller:
    """Check the credentials: of apiKey, appApiKey and email with password the first that is there decides."""
    # docs are silent; chosen because the page lists them in this order, and wrong credentials must not pass unseen.
    for member, right in (("apiKey", settings.api_key), ("appApiKey", settings.app_api_key)):
        if member in authentication:
            if authentication[member] != right:
                raise NotAuthorized
            # docs are silent; chosen because the samples show it: created with a key "", changed with one "Mr Example".
            return Caller("", settings.key_author)
    if (authentication.get("email"), authentication.get("password")) != (settings.email, settings.password):
        raise NotAuthorized
    return Caller(settings.user_name, settings.user_name)
