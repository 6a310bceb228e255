"""Makes what a server begins with: a shop in every vendor's tables, or a file that was made before."""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from functools import partial
from itertools import islice
from pathlib import Path

from sqlmodel import SQLModel

from mockapi.admin.server_state import Progress, ServerState
from mockapi.catalog.file import default_shop
from mockapi.catalog.shop import Shop
from mockapi.records.folder import load_folder
from mockapi.sandboxes.registry import Sandboxes
from mockapi.sandboxes.sandbox import SandboxDefaults
from mockapi.search.indexing import index_store
from mockapi.settings import Settings
from mockapi.storage.directory_lock import locked
from mockapi.storage.files import BASELINE, open_baseline, read_file, scratch
from mockapi.storage.schema import FORMAT, StoreOrigin, check_same_tables, create_store, read_origin
from mockapi.storage.store import Store
from mockapi.storage.stores import Stores
from mockapi.vendor_api.application import MountedVendor
from mockapi.vendor_api.configuration import SettingError

BATCH = 1000
"""Products that all vendors get before the next ones are made."""


def open_server_state(settings: Settings, vendors: Sequence[MountedVendor], progress: Progress | None) -> ServerState:
    """The world that `settings` ask for. Raises `SettingError`, `StoreError`, `RowError` and `ShopFileError`."""
    for name in settings.quotas:
        if name not in [mounted.vendor.name for mounted in vendors]:
            raise SettingError("quotas", f"MOCKAPI_QUOTAS: there is no vendor {name!r}")
    directory = settings.data
    is_found = directory is not None and (directory / BASELINE).exists()
    with ExitStack() as stack:
        if directory is not None:
            stack.enter_context(locked(directory))
        baseline = stack.enter_context(closing(open_baseline(directory, partial(_make, settings, vendors, progress))))
        quotas = {m.vendor.name: m.vendor.quota for m in vendors if m.vendor.name in settings.quotas}
        snapshots = stack.enter_context(closing(Stores(directory and directory / "snapshots", are_fixed=True)))
        stores = stack.enter_context(closing(Stores(directory and directory / "sandboxes")))
        sandboxes = Sandboxes(SandboxDefaults(baseline, settings.clock, quotas), stores)
        return ServerState(
            vendors=vendors,
            baseline=baseline,
            origin=read_origin(baseline, "the baseline"),
            sandboxes=stack.enter_context(closing(sandboxes)),
            snapshots=snapshots,
            make=partial(_made, settings, vendors),
            is_found=is_found,
            directory=directory,
            opened=stack.pop_all(),
        )


def _make(settings: Settings, vendors: Sequence[MountedVendor], progress: Progress | None, store: Store) -> None:
    if settings.baseline is None:
        _fill(store, vendors, settings.seed, settings.products, progress)
    else:
        _copy(settings.baseline, vendors, store)
    if settings.fixtures is not None:
        with store.transaction():
            load_folder(store, [mounted.vendor for mounted in vendors], settings.fixtures)
    _index(store, vendors, progress)


def _copy(path: Path, vendors: Sequence[MountedVendor], store: Store) -> None:
    with read_file(path) as source, closing(Store()) as empty:
        create_store(empty, StoreOrigin(format=FORMAT, seed=0, products=0), _tables(vendors), lambda store: None)
        check_same_tables(source, empty, path)
        source.copy_to(store)


@contextmanager
def _made(
    settings: Settings, vendors: Sequence[MountedVendor], seed: int, products: int, progress: Progress | None
) -> Iterator[Store]:
    with scratch(settings.data) as store:
        _fill(store, vendors, seed, products, progress)
        _index(store, vendors, progress)
        yield store


def _fill(store: Store, vendors: Sequence[MountedVendor], seed: int, products: int, progress: Progress | None) -> None:
    def fill(store: Store) -> None:
        shop = _shop(seed, products)
        stream = shop.products()
        # Each product is made once, and few are there at a time.
        while batch := list(islice(stream, BATCH)):
            for mounted in vendors:
                if mounted.vendor.seed_products:
                    mounted.vendor.seed_products(store, batch, mounted.settings)
            if progress:
                progress("products", batch[-1].number)
        for mounted in vendors:
            mounted.vendor.seed(store, shop, mounted.settings)

    def tell(share: float) -> None:
        if progress:
            progress("indexes", int(share * products / 2))

    create_store(store, StoreOrigin(format=FORMAT, seed=seed, products=products), _tables(vendors), fill, tell)


def _index(store: Store, vendors: Sequence[MountedVendor], progress: Progress | None) -> None:
    tables = _tables(vendors)
    size = read_origin(store, "the baseline").products
    with store.transaction():
        for share in index_store(store, tables):
            if progress:
                progress("indexes", int((1 + share) * size / 2))


def _tables(vendors: Sequence[MountedVendor]) -> list[type[SQLModel]]:
    return [table for mounted in vendors for table in mounted.vendor.tables]


def _shop(seed: int, products: int) -> Shop:
    shop = default_shop()
    if (seed, products) == (shop.seed, shop.size):
        return shop
    # Imports Faker, which a start with the default shop need not wait for.
    from mockapi.catalog.generator import make_shop  # noqa: PLC0415

    return make_shop(seed, products)
