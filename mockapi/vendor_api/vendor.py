"""The declaration of a vendor: everything that the emulator must know of one to serve it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

from pydantic import BaseModel
from pydantic_settings import BaseSettings, SettingsConfigDict
from starlette.responses import Response

from mockapi.catalog.shop import Product, Shop
from mockapi.journal.redaction import Secrets
from mockapi.sandboxes.rate_limits import Limit
from mockapi.storage.store import Store
from mockapi.vendor_api import errors
from mockapi.vendor_api.operations import Operation, OperationRouter
from mockapi.vendor_api.table_rules import VendorTable

__all__ = ["Introduction", "Limit", "Secrets", "Vendor", "VendorSettings"]


class VendorSettings(BaseSettings):
    """Settings of a vendor (credentials and switches), read from variables with the prefix `MOCKAPI_<NAME>_`."""

    model_config = SettingsConfigDict(env_ignore_empty=True, extra="ignore")


@dataclass(frozen=True)
class Introduction:
    """How to make a first call to a vendor."""

    base_url: str
    credentials: Mapping[str, str] = field(default_factory=dict)
    curl: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    """The headers that carry credentials."""


def _too_many_requests(seconds: int) -> Response:
    response = errors.error_response(errors.TooManyRequests())
    response.headers["Retry-After"] = str(seconds)
    return response


def _seed_nothing(store: Store, shop: Shop, settings: Any) -> None:
    pass


@dataclass(frozen=True, eq=False)
class Vendor:
    """One vendor API. The first three fields are needed; the defaults are what most vendors share."""

    name: str
    """The vendor's own path prefix (`/altegio/…`) and its folder under `fixtures/`."""
    title: str
    routers: tuple[OperationRouter, ...]
    """One per resource; of two routes that match, the first is taken."""
    api_title: str = ""
    """The title of its OpenAPI document; by default `title`."""
    description: str = ""
    """The text before the operations on its docs page, in Markdown."""
    base_paths: tuple[str, ...] = ("",)
    """Prefixes of the routes' paths; the first that fits is removed. `""`: none."""
    root_prefixes: tuple[str, ...] = ()
    """Paths at the root that belong to this vendor; the longest of all vendors' wins."""
    tables: tuple[type[VendorTable], ...] = ()
    settings: type[BaseSettings] = VendorSettings
    """Its instance is passed to `seed` and `introduce`; an operation finds it in the exchange."""
    headers: frozenset[bytes] = frozenset()
    """Lower-case names of the request headers that its responses depend on: its routes receive no others."""
    error: type[Exception] = errors.VendorError
    """The base class of the vendor's own errors."""
    failure: Callable[[Any], Response] = errors.error_response
    """Returns the response of such an error."""
    failure_model: type[BaseModel] = errors.ErrorBody
    """The body of that response."""
    unknown_route: Callable[[], Response] = lambda: errors.error_response(errors.NotFound())
    """Returns the response to a path or a method that no operation has."""
    bug: Callable[[], Response] = lambda: errors.error_response(errors.InternalError())
    """Returns the response when the emulator itself fails."""
    too_large: Exception = errors.BodyTooLarge()  # noqa: RUF009 (never changed)
    """The error for a body above the server's limit."""
    time_out: Callable[[], Response] = lambda: errors.error_response(errors.TimedOut())
    """Returns the response of the web server in front of the vendor when the vendor takes too long."""
    too_many_requests: Callable[[int], Response] = _too_many_requests
    """Takes whole seconds to wait; returns the response to a request above the quota, with `Retry-After`."""
    named_errors: Mapping[str, Callable[[], Response]] = field(
        default_factory=lambda: {
            "429": lambda: _too_many_requests(1),
            "500": lambda: errors.error_response(errors.InternalError()),
        }
    )
    """The errors that a fault can ask for, by the vendor's own codes or names."""
    has_refused: Callable[[int, bytes], bool] = lambda status, _: status >= HTTPStatus.BAD_REQUEST
    """Takes the status and the first bytes of a response; returns True if it is an error in the vendor's own terms."""
    # assumed of a vendor whose pages are silent: the limits of the one vendor that documents some.
    quota: tuple[Limit, ...] = (Limit(200, 60), Limit(5, 1))
    """The rate limits of one address when the vendor's quota is switched on."""
    secrets: Secrets = Secrets()  # noqa: RUF009 (never changed)
    """The places of credentials in its requests and responses."""
    seed_products: Callable[[Store, Sequence[Product], Any], None] | None = None
    """Inserts some of the shop's products; called with all of them, batch by batch. None: the vendor has none."""
    seed: Callable[[Store, Shop, Any], None] = _seed_nothing
    """Inserts everything else; called last."""
    introduce: Callable[[str, Any], Introduction] | None = None
    """Takes the server's URL without a slash at the end; returns how to call the vendor there. None: no credentials."""

    @property
    def operations(self) -> list[Operation]:
        """The operations of all routers, in order."""
        return [operation for router in self.routers for operation in router.operations]

    def introduction(self, server: str, settings: Any) -> Introduction:
        """Return how to call the vendor at the URL `server`, without a slash at its end."""
        if self.introduce is not None:
            return self.introduce(server, settings)
        return Introduction(server if self.root_prefixes else f"{server}/{self.name}")
