"""The shop that all vendors sell, as plain data that each vendor seeds its own tables from."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple


class Category(NamedTuple):
    """One node of the category tree. `number` counts from 1; parents come before their children."""

    number: int
    parent: int | None
    title: str
    slug: str
    description: str
    is_chain: bool
    created: str
    """`YYYY-MM-DD HH:MM:SS` in UTC, increasing with `number`."""


class Option(NamedTuple):
    """A size, a length of a size, or a colour; `code` is "" for colours."""

    id: int
    name: str
    code: str


class Sku(NamedTuple):
    """One variant of a product; each id refers to an option of the product, or is None."""

    size: int | None
    length: int | None
    color: int | None
    code: str
    gtin: str
    """GTIN-13 with leading zeros and a correct check digit."""
    number: int
    price: float
    cost: float


class Product(NamedTuple):
    """One product. `number` counts from 1; the first category is the main one."""

    number: int
    code: str
    name: str
    brand: str
    supplier: str
    is_active: bool
    is_chain: bool
    categories: tuple[int, ...]
    sizes: tuple[Option, ...]
    lengths: tuple[Option, ...]
    colors: tuple[Option, ...]
    skus: tuple[Sku, ...]
    price: float
    cost: float
    unit: str
    """`pc`, `ml`, `g` or `pack`; one piece contains `portion` of it."""
    portion: int
    stock: int
    comment: str
    modified: str
    """`YYYY-MM-DDTHH:MM:SS` in UTC."""


@dataclass(frozen=True)
class Shop:
    """A category tree and the products in the order of their numbers.

    `stream` generates the products at each call, so that a shop of millions does not need to fit into memory.
    """

    seed: int
    size: int
    categories: tuple[Category, ...]
    stream: Callable[[], Iterable[Product]]

    def products(self) -> Iterator[Product]:
        """Return an iterator over all `size` products; every call yields equal products."""
        return iter(self.stream())
