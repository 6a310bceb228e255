"""The rows that every store of Commerscale begins with."""

from collections.abc import Iterable

from mockapi.catalog.shop import Shop
from mockapi.storage.sequences import start_sequence
from mockapi.storage.store import Store
from mockapi.vendors.commerscale.product_groups.tables import ProductGroup
from mockapi.vendors.commerscale.products_categories.seed import categories
from mockapi.vendors.commerscale.products_categories.tables import Category
from mockapi.vendors.commerscale.products_collections.seed import collections
from mockapi.vendors.commerscale.products_collections.tables import Collection
from mockapi.vendors.commerscale.settings import CommerscaleSettings


def seed(store: Store, shop: Shop, settings: CommerscaleSettings) -> None:
    """Fill the tables."""
    _insert(store, Category, categories(shop, settings.user_name))
    _insert(store, Collection, collections(shop, settings.user_name))


def _insert(store: Store, table: type[ProductGroup], rows: Iterable[tuple[str, ...]]) -> None:
    """Insert rows, numbered by their position; the table's sequence continues after them."""
    numbered = [(position, *row) for position, row in enumerate(rows, start=1)]
    store.insert_rows(table, list(table.model_fields), numbered)
    start_sequence(store, str(table.__tablename__), len(numbered) + 1)
