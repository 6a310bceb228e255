"""The only composer: settings → store → vendors and control → one ASGI application."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial

from sqlalchemy import Connection
from starlette.middleware.cors import CORSMiddleware
from starlette.types import ASGIApp

from mockapi.control.application import build_control
from mockapi.control.status import Status
from mockapi.core.clock import Clock
from mockapi.core.configuration import read_settings
from mockapi.core.gateway import Gateway
from mockapi.core.sandbox import Sandbox
from mockapi.core.shop import Product, Shop
from mockapi.core.shop_file import default_shop
from mockapi.core.store import FORMAT, Origin, open_directory, open_memory
from mockapi.core.vendor import MountedVendor, mount
from mockapi.settings import Settings
from mockapi.vendors import VENDORS

Progress = Callable[[str, int], None]
"""Called now and then while a store is seeded: a vendor's title, and how many products it has got so far."""

PROGRESS_STEP = 1000


class MockApi:
    """One server's world and the ASGI application in front of it; close it to give the store back."""

    def __init__(self, settings: Settings | None = None, progress: Progress | None = None) -> None:
        """Open the store, seeding a new one, and build the application.

        Raises `SettingError` for a setting that does not fit and `StoreError` for a store that cannot be used.
        """
        self.settings = settings or read_settings(Settings)
        self.vendors = [mount(vendor) for vendor in VENDORS]
        connection, origin = _open_store(self.settings, self.vendors, progress)
        self.sandbox = Sandbox(connection, Clock(self.settings.clock))
        self._pristine: Connection | None = None
        self.status = Status(self.vendors, origin, self.settings.data)
        self.app: ASGIApp = CORSMiddleware(
            Gateway(self.vendors, build_control(self.status), self.sandbox, self.settings.max_body_bytes),
            allow_origins=self.settings.cors_origin,
            allow_methods=["*"],
            allow_headers=["*"],
            # A page on the internet may call a server on its user's machine.
            allow_private_network=True,
            expose_headers=["*", "X-Mock-Bug"],
        )

    def reset(self) -> None:
        """Put a store in memory back to what the seed makes; one in a file stays as it is.

        Not while a request is under way: a running server does it on its event loop (`MockServer.reset`).
        """
        if self.settings.data is None:
            self._pristine = self._pristine or _open_store(self.settings, self.vendors)[0]
            self.sandbox.restore(self._pristine)

    def close(self) -> None:
        """Close the store; one in memory is gone."""
        self.sandbox.close()
        if self._pristine is not None:
            self._pristine.engine.dispose()


def _open_store(
    settings: Settings, vendors: list[MountedVendor], progress: Progress | None = None
) -> tuple[Connection, Origin]:
    tables = [table for mounted in vendors for table in mounted.vendor.tables]

    def fill(database: Connection) -> None:
        shop = _shop(settings)
        for mounted in vendors:
            watched = _watched(shop, partial(progress, mounted.vendor.title)) if progress else shop
            mounted.vendor.seed(database, watched, mounted.access)

    origin = Origin(format=FORMAT, seed=settings.seed, products=settings.products)
    if settings.data is None:
        return open_memory(origin, tables, fill), origin
    return open_directory(settings.data, origin, tables, fill)


def _shop(settings: Settings) -> Shop:
    shop = default_shop()
    if (settings.seed, settings.products) == (shop.seed, shop.size):
        return shop
    # Imports Faker, which a start with the default shop need not wait for.
    from mockapi.core.shop_maker import make_shop  # noqa: PLC0415

    return make_shop(settings.seed, settings.products)


def _watched(shop: Shop, tell: Callable[[int], None]) -> Shop:
    """The same shop, telling how many of its products have gone by."""

    def stream() -> Iterator[Product]:
        for product in shop.products():
            yield product
            if product.number % PROGRESS_STEP == 0 or product.number == shop.size:
                tell(product.number)

    return replace(shop, stream=stream)
