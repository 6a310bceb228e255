"""Who is calling: the body's member `authentication`. Source: the page "Authentication"."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from fastapi import Request

from mockapi.pipeline.dependencies import Exchange, exchange_of
from mockapi.vendors.commerscale.errors import InvalidJson, NotAuthorized
from mockapi.vendors.commerscale.parameters import Content, has_objects, has_selections, read_json
from mockapi.vendors.commerscale.settings import CommerscaleSettings


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
