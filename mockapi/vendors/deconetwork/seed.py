"""Rows for the shop's products and categories, and for the documented examples with their documented ids."""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any

from pydantic_core import to_json

from mockapi.catalog.shop import Option, Product, Shop
from mockapi.storage.store import Store
from mockapi.vendors.deconetwork.manage_products import tables
from mockapi.vendors.deconetwork.manage_products.tables import fold
from mockapi.vendors.deconetwork.settings import DecoNetworkSettings

FIRST_CATEGORY = 3_001
FIRST_PRODUCT = 30_000_001
"""The ids from here on do not collide with the documented ones."""

_MAX_CACHED = 1000

_CATEGORY_COLUMNS = ("id", "name", "parent_id")
_PRODUCT_COLUMNS = (
    *("id", "code", "name", "supplier", "brand", "is_active", "date_modified", "category_ids"),
    *("sizes", "colors", "skus", "code_folded", "name_folded", "supplier_folded"),
)


def seed_products(store: Store, products: Sequence[Product], settings: DecoNetworkSettings) -> None:
    """Insert some of the shop's products."""
    store.insert_rows(tables.Product, _PRODUCT_COLUMNS, map(_product_row, products))


def seed(store: Store, shop: Shop, settings: DecoNetworkSettings) -> None:
    """Insert the shop's categories and the documented examples."""
    categories = [
        (_category_id(node.number), node.title, _category_id(node.parent) if node.parent else None)
        for node in shop.categories
    ]
    store.insert_rows(tables.Category, _CATEGORY_COLUMNS, [*categories, *_EXAMPLE_CATEGORIES])
    store.insert_rows(tables.Product, _PRODUCT_COLUMNS, _example_products())


def _category_id(number: int) -> int:
    return FIRST_CATEGORY + number - 1


def _product_row(product: Product) -> tuple[Any, ...]:
    skus = [
        {
            "size_id": sku.size,
            "subsize_id": sku.length,
            "color_id": sku.color,
            "sku": sku.code,
            "gtin": sku.gtin,
            "dn_sku_id": str(sku.number),
            "price": sku.price,
            "cost": sku.cost,
        }
        for sku in product.skus
    ]
    return (
        *(FIRST_PRODUCT + product.number - 1, product.code, product.name, product.supplier, product.brand),
        *(product.is_active, product.modified, _categories_json(product.categories)),
        *(_sizes_json(product.sizes, product.lengths), _colors_json(product.colors), _json(skus)),
        *(fold(product.code), fold(product.name), fold(product.supplier)),
    )


# Most products have the sizes, colours or categories of an earlier one.
@lru_cache(_MAX_CACHED)
def _categories_json(numbers: tuple[int, ...]) -> str:
    return _json([_category_id(number) for number in numbers])


@lru_cache(_MAX_CACHED)
def _sizes_json(sizes: tuple[Option, ...], lengths: tuple[Option, ...]) -> str:
    parts = [option._asdict() for option in lengths]
    return _json([{**option._asdict(), "sub_options": parts} for option in sizes])


@lru_cache(_MAX_CACHED)
def _colors_json(colors: tuple[Option, ...]) -> str:
    return _json([{"id": option.id, "name": option.name} for option in colors])


def _json(content: Any) -> str:
    return to_json(content).decode()


_EXAMPLE_CATEGORIES = ((234234, "Apparel", None), (234453, "Shirts", 234234))


def _example_products() -> Iterator[tuple[Any, ...]]:
    medium = {"id": 6345, "name": "Medium", "code": "M"}
    long = {"id": 743546, "name": "Long", "code": "L"}
    sku = {"sku": "C44A12", "gtin": "0034534550345", "dn_sku_id": "123423513", "price": 5.5, "cost": 3.5}
    detailed = (
        [{**medium, "sub_options": [long]}],
        [{"id": 5675, "name": "Black"}],
        [{"size_id": 6345, "subsize_id": 743546, "color_id": 5675, **sku}],
    )
    plain: tuple[list[Any], ...] = ([], [], [])
    for number, code, name, options in (
        (19658, "2000", "Ultra Cotton 100% Cotton T Shirt", detailed),
        (456456, "2000B", "Heavy Ultra Cotton 100% Cotton T Shirt", plain),
    ):
        yield (
            *(number, code, name, "Sanmar", "Gildan", True, "2018-12-05T00:00:00", _json([234453])),
            *map(_json, options),
            *(fold(code), fold(name), fold("Sanmar")),
        )
