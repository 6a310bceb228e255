"""The default shop: a committed file, because Faker's output changes between releases and with the calendar."""

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
"""Of the bytes of `fixtures/shop.json`; the file is written by `mockapi shop`."""


def write_shop(shop: Shop, path: Path) -> str:
    """Write the whole shop to `path`, one product a line, and return the file's SHA-256 as hexadecimal digits."""
    head = to_json({"seed": shop.seed, "size": shop.size, "categories": [c._asdict() for c in shop.categories]})
    lines = b",\n".join(to_json(_as_object(product)) for product in shop.products())
    content = head[:-1] + b',\n"products": [\n' + lines + b"\n]}\n"
    path.write_bytes(content)
    return sha256(content).hexdigest()


@cache
def default_shop() -> Shop:
    """The committed shop. Raises `ShopFileError` when the file was changed."""
    content = PATH.read_bytes()
    if sha256(content).hexdigest() != SHA256:
        raise ShopFileError(f"{PATH} is not the shop of this version of mockapi")
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
