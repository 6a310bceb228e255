"""The shop as Altegio stores it, and the documented examples under their documented ids."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, insert

from mockapi.core.bulk import insert_rows
from mockapi.core.identifiers import start_counter
from mockapi.core.shop import Product, Shop
from mockapi.core.store import table_of
from mockapi.vendors.altegio import tables
from mockapi.vendors.altegio.auth import EXAMPLES_LOCATION, Access
from mockapi.vendors.altegio.tables import CATEGORY_COUNTER, PIECE, PRODUCT_COUNTER, UNITS, search_text

FIRST_CATEGORY = 10_001
FIRST_PRODUCT = 30_000_001
FIRST_CREATED_CATEGORY = 2_000_001
FIRST_CREATED_PRODUCT = 2_000_000_001
"""Seeded ids stay clear of the documented ones, and created ids come after all of them."""

_CURRENCY = "USD"
_UNIT_BY_TITLE = {title: number for number, title in UNITS.items()}
_CATEGORY_COLUMNS = ("id", "location_id", "parent_id", "title", "article", "comment", "is_chain", "search_text")
_PRODUCT_COLUMNS = (
    *("id", "location_id", "category_id", "title", "article", "barcode", "comment", "print_title", "cost"),
    *("actual_cost", "unit_equals", "sale_unit_id", "service_unit_id", "critical_amount", "desired_amount"),
    *("netto", "brutto", "is_chain", "actual_amounts", "changed_at", "search_text"),
)


def seed(database: Connection, shop: Shop, access: Access) -> None:
    """Fill the tables: the shop in each location of `access`, and the location of the documented examples."""
    locations = [
        {"id": number, "title": f"Branch {index}", "currency": _CURRENCY, "utc_offset": 0}
        for index, number in enumerate(access.locations, start=1)
    ]
    examples = {"id": EXAMPLES_LOCATION, "title": "Documented examples", "currency": _CURRENCY, "utc_offset": 4 * 3600}
    database.execute(insert(table_of(tables.Location)), [*locations, examples])
    insert_rows(database, tables.Category, _CATEGORY_COLUMNS, _categories(shop, access.locations))
    insert_rows(database, tables.Product, _PRODUCT_COLUMNS, _products(shop, access.locations))
    insert_rows(database, tables.Category, _CATEGORY_COLUMNS, map(_example_category, _EXAMPLE_CATEGORIES))
    insert_rows(database, tables.Product, _PRODUCT_COLUMNS, map(_example_product, _EXAMPLE_PRODUCTS))
    start_counter(database, CATEGORY_COUNTER, FIRST_CREATED_CATEGORY)
    start_counter(database, PRODUCT_COUNTER, FIRST_CREATED_PRODUCT)


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


def _products(shop: Shop, locations: Sequence[int]) -> Iterator[tuple[Any, ...]]:
    for product in shop.products():
        changed_at = int(datetime.fromisoformat(product.modified).replace(tzinfo=UTC).timestamp())
        barcode = product.skus[0].gtin
        text = search_text(product.name, product.code, barcode)
        for index, location_id in enumerate(locations):
            yield (
                FIRST_PRODUCT + index * shop.size + product.number - 1,
                location_id,
                FIRST_CATEGORY + index * len(shop.categories) + product.categories[0] - 1,
                *(product.name, product.code, barcode, product.comment, product.name.strip()),
                *(product.price, product.cost, product.portion, PIECE, _UNIT_BY_TITLE[product.unit]),
                *(product.stock // 20, product.stock // 5, 0, 0),
                *(product.is_chain, _amounts(product, index, location_id), changed_at, text),
            )


def _amounts(product: Product, index: int, location_id: int) -> str:
    """Stock lies in the location's one storage; every third product is missing in every other branch."""
    amount = 0 if (product.number + index) % 3 == 0 and index % 2 else product.stock
    return f'[{{"storage_id": {location_id * 1000 + 1}, "amount": {amount}}}]' if amount else "[]"


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
