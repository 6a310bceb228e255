"""Opens everything that a server holds: the baseline, which is made first if need be, sandboxes and snapshots."""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from functools import partial
from itertools import islice
from pathlib import Path

from mockapi.admin.server_state import Progress, ServerState
from mockapi.catalog.file import default_shop
from mockapi.catalog.shop import Shop
from mockapi.errors import SettingError
from mockapi.records.folder import load_folder
from mockapi.sandboxes.registry import Sandboxes
from mockapi.sandboxes.sandbox import SandboxDefaults
from mockapi.search.indexing import index_store
from mockapi.settings import Settings
from mockapi.storage.files import BASELINE, load_file, locked, open_baseline, temporary_store
from mockapi.storage.schema import FORMAT, Schema, StoreOrigin, create_store, read_origin
from mockapi.storage.store import Store
from mockapi.storage.stores import FileStores, Stores
from mockapi.vendor_api.application import MountedVendor

BATCH = 1000
"""Products that all vendors store before the next ones are generated."""


def open_server_state(settings: Settings, vendors: Sequence[MountedVendor], progress: Progress | None) -> ServerState:
    """Open the stores that `settings` ask for.

    Raises `SettingError`, `StoreError`, `RowError` and `ShopFileError`.
    """
    for name in settings.quotas:
        if name not in [mounted.vendor.name for mounted in vendors]:
            raise SettingError("quotas", f"MOCKAPI_QUOTAS must list vendors: there is no vendor {name!r}.")
    directory = settings.data
    is_found = directory is not None and (directory / BASELINE).exists()
    maker = _StoreMaker(settings, vendors)
    with ExitStack() as stack:
        if directory is not None:
            stack.enter_context(locked(directory))
        baseline = open_baseline(directory, maker.schema, partial(maker.fill_baseline, progress or _ignore))
        stack.enter_context(closing(baseline))
        quotas = {m.vendor.name: m.vendor.quota for m in vendors if m.vendor.name in settings.quotas}
        stores, snapshots = _stores(directory, maker.schema)
        stack.enter_context(closing(stores))
        stack.enter_context(closing(snapshots))
        sandboxes = Sandboxes(SandboxDefaults(baseline, settings.clock, quotas), stores)
        return ServerState(
            vendors=vendors,
            schema=maker.schema,
            baseline=baseline,
            origin=read_origin(baseline, "the baseline"),
            sandboxes=stack.enter_context(closing(sandboxes)),
            snapshots=snapshots,
            make=maker.make_shop,
            is_found=is_found,
            directory=directory,
            opened=stack.pop_all(),
        )


def _stores(directory: Path | None, schema: Schema) -> tuple[Stores, Stores]:
    """Return the stores of the sandboxes and the snapshots."""
    if directory is None:
        return Stores(), Stores()
    return FileStores(directory / "sandboxes", schema), FileStores(directory / "snapshots", schema, are_fixed=True)


def _ignore(step: str, done: int) -> None:
    pass


class _StoreMaker:
    """Makes the stores of one server."""

    def __init__(self, settings: Settings, vendors: Sequence[MountedVendor]) -> None:
        self._settings = settings
        self._vendors = vendors
        models = [model for mounted in vendors for model in mounted.vendor.tables]
        rules = {str(model.__tablename__): model.row_rules for model in models}
        computed = {table: {**its.made, **its.derived} for table, its in rules.items()}
        self.schema = Schema(models, computed, partial(index_store, tables=models))

    def fill_baseline(self, progress: Progress, store: Store) -> None:
        """Fill an empty database with what every sandbox begins with: a shop or a file, and the user's own rows."""
        settings = self._settings
        if settings.baseline is None:
            self._fill(store, settings.seed, settings.products, progress)
        else:
            load_file(settings.baseline, self.schema, store)
        if settings.fixtures is not None:
            with store.transaction():
                load_folder(store, [mounted.vendor for mounted in self._vendors], settings.fixtures)
        self._index(store, progress)

    @contextmanager
    def make_shop(self, seed: int, products: int, progress: Progress) -> Iterator[Store]:
        """Yield a store of another shop, which is gone at the end of the block."""

        def fill(store: Store) -> None:
            self._fill(store, seed, products, progress)
            self._index(store, progress)

        with temporary_store(self._settings.data, fill) as store:
            yield store

    def _fill(self, store: Store, seed: int, products: int, progress: Progress) -> None:
        def fill(store: Store) -> None:
            shop = _shop(seed, products)
            stream = shop.products()
            # Each product is generated once, and few are in memory at a time.
            while batch := list(islice(stream, BATCH)):
                for mounted in self._vendors:
                    if mounted.vendor.seed_products:
                        mounted.vendor.seed_products(store, batch, mounted.settings)
                progress("products", batch[-1].number)
            for mounted in self._vendors:
                mounted.vendor.seed(store, shop, mounted.settings)

        def on_index(share: float) -> None:
            progress("indexes", int(share * products / 2))

        create_store(store, StoreOrigin(format=FORMAT, seed=seed, products=products), self.schema, fill, on_index)

    def _index(self, store: Store, progress: Progress) -> None:
        products = read_origin(store, "the baseline").products
        with store.transaction():
            for share in self.schema.index(store):
                progress("indexes", int((1 + share) * products / 2))


def _shop(seed: int, products: int) -> Shop:
    shop = default_shop()
    if (seed, products) == (shop.seed, shop.size):
        return shop
    # Imports Faker, which a start with the default shop need not wait for.
    from mockapi.catalog.generator import make_shop  # noqa: PLC0415

    return make_shop(seed, products)
