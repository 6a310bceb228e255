"""The credentials of a request: the body's member `authentication`. Source: the page "Authentication"."""

from dataclasses import dataclass
from typing import Generic

from fastapi import Request

from mockapi.pipeline.dependencies import Exchange, exchange_of
from mockapi.vendors.commerscale.errors import NotAuthorized
from mockapi.vendors.commerscale.parameters import BodyType, check_objects, read_json, read_members
from mockapi.vendors.commerscale.schemas import Authentication
from mockapi.vendors.commerscale.settings import CommerscaleSettings


@dataclass(frozen=True)
class Caller:
    """The authors of rows that a request with valid credentials writes."""

    author_of_new: str
    author_of_changed: str


@dataclass(frozen=True)
class Call(Generic[BodyType]):
    """A request with valid credentials and members."""

    exchange: Exchange
    body: BodyType
    caller: Caller


def read_call(request: Request, model: type[BodyType]) -> Call[BodyType]:
    """Return the call that a request makes, with a body of this model. Raises `CommerscaleError`.

    As a FastAPI dependency it would take 25 µs more with every request.
    """
    exchange = exchange_of(request)
    content = read_json(exchange.request.body)
    check_objects(content, model.arrays)
    authentication = Authentication.model_validate(content.get("authentication", {}))
    caller = identify(exchange.settings, authentication)
    return Call(exchange, read_members(model, content), caller)


def identify(settings: CommerscaleSettings, authentication: Authentication) -> Caller:
    """Check the credentials; the first present of apiKey, appApiKey and email with password decides.

    Raises `NotAuthorized`.
    """
    # docs are silent; chosen because the page lists them in this order, and wrong credentials must not pass unseen.
    for key in ("api_key", "app_api_key"):
        if key in authentication.model_fields_set:
            if getattr(authentication, key) != getattr(settings, key):
                raise NotAuthorized
            # docs are silent; chosen because the samples show it: created with a key "", changed with one "Mr Example".
            return Caller("", settings.key_author)
    if (authentication.email, authentication.password) != (settings.email, settings.password):
        raise NotAuthorized
    return Caller(settings.user_name, settings.user_name)
