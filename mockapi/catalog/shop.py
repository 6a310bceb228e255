"""The imaginary shop that all three vendors sell: plain data, made once, told in three dialects."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple


class Category(NamedTuple):
    """One node of the category tree. `number` counts from 1, parents before their children."""

    number: int
    parent: int | None
    title: str
    slug: str
    description: str
    is_chain: bool
    created: str
    """`YYYY-MM-DD HH:MM:SS`, UTC, rising with `number`."""


class Option(NamedTuple):
    """A size, a length within a size, or a colour. `code` is empty for colours."""

    id: int
    name: str
    code: str


class Sku(NamedTuple):
    """One variant that can be sold; each id names an option of the product, or is None."""

    size: int | None
    length: int | None
    color: int | None
    code: str
    gtin: str
    """13 digits, leading zeros kept, with a right check digit."""
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
    """`pc`, `ml`, `g` or `pack`: what one piece holds `portion` of."""
    portion: int
    stock: int
    comment: str
    modified: str
    """`YYYY-MM-DDTHH:MM:SS`, UTC."""


@dataclass(frozen=True)
class Shop:
    """A category tree, and the products in order of their numbers.

    `stream` makes the products anew at each call, so that a shop of a million need not fit in memory.
    """

    seed: int
    size: int
    categories: tuple[Category, ...]
    stream: Callable[[], Iterable[Product]]

    def products(self) -> Iterator[Product]:
        """All `size` products, in order of their numbers; the same ones at every call."""
        return iter(self.stream())
