"""The shop as Altegio stores it, and the documented examples under their documented ids."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import text

from mockapi.catalog.shop import Product, Shop
from mockapi.storage.sequences import start_sequence
from mockapi.storage.statements import Statement
from mockapi.storage.store import Store
from mockapi.vendors.altegio.goods import tables as goods
from mockapi.vendors.altegio.goods_categories import tables as categories
from mockapi.vendors.altegio.locations import Location
from mockapi.vendors.altegio.search_text import search_text
from mockapi.vendors.altegio.settings import EXAMPLES_LOCATION, AltegioSettings
from mockapi.vendors.altegio.units import PIECE, UNITS

FIRST_CATEGORY = 10_001
FIRST_PRODUCT = 30_000_001
FIRST_CREATED_CATEGORY = 2_000_001
FIRST_CREATED_PRODUCT = 2_000_000_001
"""Seeded ids differ from the documented ones, and created ids come after all of both."""

_COPIED = 10_000
"""The number of products that one statement copies."""

_CURRENCY = "USD"
_UNIT_BY_TITLE = {title: number for number, title in UNITS.items()}
_LOCATION_COLUMNS = ("id", "title", "currency", "utc_offset")
_CATEGORY_COLUMNS = ("id", "location_id", "parent_id", "title", "article", "comment", "is_chain", "search_text")
_PRODUCT_COLUMNS = (
    *("id", "location_id", "category_id", "title", "article", "barcode", "comment", "print_title", "cost"),
    *("actual_cost", "unit_equals", "sale_unit_id", "service_unit_id", "critical_amount", "desired_amount"),
    *("netto", "brutto", "is_chain", "actual_amounts", "changed_at", "search_text"),
)


def seed_products(store: Store, products: Sequence[Product], settings: AltegioSettings) -> None:
    """Insert some of the shop's products into the first location of `settings`."""
    rows = (_product_row(product, settings.locations[0]) for product in products)
    store.insert_rows(goods.Product, _PRODUCT_COLUMNS, rows)


def seed(store: Store, shop: Shop, settings: AltegioSettings) -> None:
    """Insert everything else: locations, categories, copies of the products in further locations, and the examples."""
    locations = [(number, f"Branch {index}", _CURRENCY, 0) for index, number in enumerate(settings.locations, start=1)]
    examples = (EXAMPLES_LOCATION, "Documented examples", _CURRENCY, 4 * 3600)
    store.insert_rows(Location, _LOCATION_COLUMNS, [*locations, examples])
    store.insert_rows(categories.Category, _CATEGORY_COLUMNS, _categories(shop, settings.locations))
    for index in range(1, len(settings.locations)):
        _copy_products(store, shop, settings.locations, index)
    store.insert_rows(categories.Category, _CATEGORY_COLUMNS, map(_example_category, _EXAMPLE_CATEGORIES))
    store.insert_rows(goods.Product, _PRODUCT_COLUMNS, map(_example_product, _EXAMPLE_PRODUCTS))
    start_sequence(store, categories.CATEGORY_COUNTER, FIRST_CREATED_CATEGORY)
    start_sequence(store, goods.PRODUCT_COUNTER, FIRST_CREATED_PRODUCT)


def _categories(shop: Shop, locations: Sequence[int]) -> Iterator[tuple[Any, ...]]:
    for index, location_id in enumerate(locations):
        first = FIRST_CATEGORY + index * len(shop.categories) - 1
        for node in shop.categories:
            parent_id = first + node.parent if node.parent else 0
            article = f"C-{node.number:03d}"
            text = search_text(node.title, article)
            yield (
                *(first + node.number, location_id, parent_id, node.title, article, node.description),
                *(node.is_chain, text),
            )


def _product_row(product: Product, location_id: int) -> tuple[Any, ...]:
    changed_at = int(datetime.fromisoformat(product.modified).replace(tzinfo=UTC).timestamp())
    barcode = product.skus[0].gtin
    return (
        *(FIRST_PRODUCT + product.number - 1, location_id, FIRST_CATEGORY + product.categories[0] - 1),
        *(product.name, product.code, barcode, product.comment, product.name.strip()),
        *(product.price, product.cost, product.portion, PIECE, _UNIT_BY_TITLE[product.unit]),
        *(product.stock // 20, product.stock // 5, 0, 0, product.is_chain, _amounts(product.stock, location_id)),
        *(changed_at, search_text(product.name, product.code, barcode)),
    )


def _amounts(stock: int, location_id: int) -> str:
    # A location has one storage.
    return f"[{_storage(location_id)}{stock}}}]" if stock else "[]"


def _storage(location_id: int) -> str:
    return f'{{"storage_id": {location_id * 1000 + 1}, "amount": '


def _copy_products(store: Store, shop: Shop, locations: Sequence[int], index: int) -> None:
    # SQLite copies rows in a tenth of the time that making them takes.
    # Every third product is missing in every other branch.
    missing = f"(id - {FIRST_PRODUCT - 1 - index}) % 3 = 0" if index % 2 else "FALSE"
    changed = {
        "id": f"id + {index * shop.size}",
        "location_id": f"{locations[index]}",
        "category_id": f"category_id + {index * len(shop.categories)}",
        "actual_amounts": f"CASE WHEN {missing} THEN '[]' ELSE replace(actual_amounts, :storage, :other) END",
    }
    names = ", ".join(_PRODUCT_COLUMNS)
    values = ", ".join(changed.get(column, column) for column in _PRODUCT_COLUMNS)
    table = goods.Product.__tablename__
    copy = f"INSERT INTO {table} ({names}) SELECT {values} FROM {table} WHERE id >= :first AND id < :end"  # noqa: S608
    statement = Statement(text(copy))
    storages = {"storage": _storage(locations[0]), "other": _storage(locations[index])}
    end = FIRST_PRODUCT + shop.size
    # SQLite first reads into memory all rows that one statement copies within a table.
    for first in range(FIRST_PRODUCT, end, _COPIED):
        statement.run(store, first=first, end=min(first + _COPIED, end), **storages)


_EXAMPLE_CATEGORIES = (
    # id, parent, title, is_chain
    (123, 0, "Root category 1", False),
    (456, 123, "Child category", False),
    (1035384, 0, "Memberships", True),
    (961078, 0, "Basic products", False),
    (123456, 0, "Nail care", False),
    (289632, 0, "Hair care", False),
)

_EXAMPLE_PRODUCTS = (
    # id, category, title, article, cost, changed at (UTC)
    (789, 123, "Child product", "", 0, "2022-11-02T08:34:22"),
    (23387891, 961078, "test", "321321", 666, "2022-11-02T08:34:22"),
)


def _example_category(example: tuple[int, int, str, bool]) -> tuple[Any, ...]:
    number, parent_id, title, is_chain = example
    return number, EXAMPLES_LOCATION, parent_id, title, "", "", is_chain, search_text(title, "")


def _example_product(example: tuple[int, int, str, str, int, str]) -> tuple[Any, ...]:
    number, category_id, title, article, cost, changed = example
    changed_at = int(datetime.fromisoformat(changed).replace(tzinfo=UTC).timestamp())
    return (
        *(number, EXAMPLES_LOCATION, category_id, title, article, "", "", title, cost, 0, 1, PIECE, PIECE),
        *(0, 0, 0, 0, False, "[]", changed_at, search_text(title, article, "")),
    )
