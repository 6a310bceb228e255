"""The default shop as a committed file: Faker's output changes between its releases."""

from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from pydantic_core import from_json, to_json

from mockapi.catalog.fixtures import FOLDER
from mockapi.catalog.shop import Category, Option, Product, Shop, Sku
from mockapi.errors import ShopFileError

PATH = FOLDER / "shop.json"
SHA256 = "8b331bbcaf6222d2f3b6ab828d99588deae1e04f2f0ad5d83cdcfb4411402f1a"
"""SHA-256 of `fixtures/shop.json`, which `mockapi shop` writes."""


def write_shop(shop: Shop, path: Path) -> str:
    """Write the shop to `path` as JSON, one product per line, and return the SHA-256 of the file in hexadecimal.

    Raises `OSError`.
    """
    head = to_json({"seed": shop.seed, "size": shop.size, "categories": [c._asdict() for c in shop.categories]})
    lines = b",\n".join(to_json(_as_object(product)) for product in shop.products())
    content = head[:-1] + b',\n"products": [\n' + lines + b"\n]}\n"
    path.write_bytes(content)
    return sha256(content).hexdigest()


@cache
def default_shop() -> Shop:
    """Return the committed shop. Raises `ShopFileError` if the file was changed."""
    content = PATH.read_bytes()
    if sha256(content).hexdigest() != SHA256:
        raise ShopFileError(f"{PATH} differs from the default shop of this release. Reinstall mockapi.")
    data = from_json(content)
    products = [_from_object(row) for row in data["products"]]
    return Shop(data["seed"], data["size"], tuple(Category(**row) for row in data["categories"]), lambda: products)


def _as_object(product: Product) -> dict[str, Any]:
    row = product._asdict()
    for member in ("sizes", "lengths", "colors", "skus"):
        row[member] = [entry._asdict() for entry in row[member]]
    return row


def _from_object(row: dict[str, Any]) -> Product:
    row["categories"] = tuple(row["categories"])
    for member, kind in (("sizes", Option), ("lengths", Option), ("colors", Option), ("skus", Sku)):
        row[member] = tuple(kind(**entry) for entry in row[member])
    return Product(**row)
