"""The generator of shops of any size from a seed. Faker fills pools of words once; products draw from them.

All draws use `Random.random()`, the only method that Python keeps reproducible between versions.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from random import Random
from typing import TypeVar

from mockapi.catalog.shop import Category, Option, Product, Shop, Sku
from mockapi.catalog.word_pools import (
    EMPTY_CATEGORIES,
    GARMENT,
    KIND_BY_ROOT,
    LENGTHS,
    LINES,
    MATERIALS,
    SIZE_SCALES,
    TREE,
    Kind,
    Tree,
)

T = TypeVar("T")
Options = tuple[Option, ...]

FIRST_CREATED = datetime(2017, 1, 9, 8, 30)
FIRST_MODIFIED = datetime(2016, 2, 1)
YEARS_OF_CHANGES = 9.75
SECONDS_A_YEAR = 31_557_600
MIDNIGHTS = 0.1
"""Share of products that were changed at midnight: dates repeat, as after a bulk import."""


@dataclass(frozen=True)
class _Pools:
    brands: tuple[str, ...]
    suppliers: tuple[str, ...]
    nouns: tuple[str, ...]
    colors: tuple[str, ...]
    sentences: tuple[str, ...]


def make_shop(seed: int, size: int) -> Shop:
    """Return the shop of `seed` with `size` products. Equal arguments give equal shops on every machine and day."""
    pools = _fill_pools(seed)
    categories = tuple(_tree_categories(pools))
    shelves = _shelves(categories)

    def stream() -> Iterator[Product]:
        draw = _Draw(seed)
        return (_make_product(draw, number, pools, shelves) for number in range(1, size + 1))

    return Shop(seed, size, categories, stream)


def _fill_pools(seed: int) -> _Pools:
    # Imported here, because it takes a tenth of a second.
    from faker import Faker  # noqa: PLC0415

    faker = Faker(["en_US", "fr_FR", "ru_RU"])
    faker.seed_instance(seed)
    english, french, russian = (faker[locale] for locale in ("en_US", "fr_FR", "ru_RU"))
    companies = [english.company() for _ in range(30)] + [french.company() for _ in range(6)]
    # Not russian.company(), which names real companies.
    companies += [f"ООО «{russian.last_name()}»" for _ in range(4)]
    return _Pools(
        brands=tuple(f"{english.last_name()}{mark}" for mark in ("", "®", "'s", " & Sons", "™", "") for _ in range(4)),
        suppliers=tuple(dict.fromkeys(companies)),
        nouns=tuple(dict.fromkeys(english.word().title() for _ in range(60))),
        colors=tuple(dict.fromkeys(english.color_name() for _ in range(60))),
        sentences=tuple(maker.sentence(nb_words=8) for maker in (english, french, russian) for _ in range(20)),
    )


class _Draw:
    """Random draws from one seeded sequence of numbers."""

    def __init__(self, seed: int) -> None:
        self.share = Random(seed).random

    def below(self, limit: int) -> int:
        return int(self.share() * limit)

    def pick(self, choices: Sequence[T]) -> T:
        return choices[int(self.share() * len(choices))]


def _tree_categories(pools: _Pools) -> Iterator[Category]:
    """Yield the category tree level by level, so that parents come before their children."""
    level: Sequence[tuple[str, Tree, int | None, str]] = [(title, branch, None, "") for title, branch in TREE.items()]
    number = 0
    while level:
        below = []
        for title, branch, parent, path in level:
            number += 1
            slug = f"{path}{_slug(title)}"
            yield Category(
                number,
                parent,
                title,
                slug,
                pools.sentences[number % len(pools.sentences)],
                is_chain=number % 3 != 0,
                created=str(FIRST_CREATED + timedelta(days=11 * number, seconds=613 * number)),
            )
            below += [(child, grown, number, f"{slug}-") for child, grown in branch.items()]
        level = below


def _slug(title: str) -> str:
    kept = "".join(c if c.isalnum() else "-" for c in title.replace("'", "").strip().lower())
    return "-".join(part for part in kept.split("-") if part)


@dataclass(frozen=True)
class _Shelf:
    category: Category
    kind: Kind


def _shelves(categories: Sequence[Category]) -> list[_Shelf]:
    """Return the categories with products: the leaves except `EMPTY_CATEGORIES`."""
    by_number = {category.number: category for category in categories}
    parents = {category.parent for category in categories}

    def root(category: Category) -> str:
        return root(by_number[category.parent]) if category.parent else category.title

    return [
        _Shelf(category, KIND_BY_ROOT.get(root(category), GARMENT))
        for category in categories
        if category.number not in parents and category.title not in EMPTY_CATEGORIES
    ]


def _make_product(draw: _Draw, number: int, pools: _Pools, shelves: Sequence[_Shelf]) -> Product:
    shelf = draw.pick(shelves)
    kind = shelf.kind
    code = "" if draw.below(25) == 0 else f"{draw.pick(LINES)[0].upper()}{4000 + number}"
    low, high = kind.price
    price = round(low + draw.share() ** 2 * (high - low), 2)
    cost = round(price * (0.35 + 0.3 * draw.share()), 2)
    sizes, lengths, colors = _options(draw, kind, pools)
    return Product(
        number=number,
        code=code,
        name=f"{draw.pick(LINES)} {draw.pick(MATERIALS)} {draw.pick(pools.nouns)} {shelf.category.title}",
        brand=draw.pick(pools.brands),
        supplier=draw.pick(pools.suppliers),
        is_active=draw.below(12) > 0,
        is_chain=draw.below(4) > 0,
        categories=_categories(draw, shelf, shelves),
        sizes=sizes,
        lengths=lengths,
        colors=colors,
        skus=tuple(_skus(code or f"P{number}", number, price, cost, (sizes, lengths, colors))),
        price=price,
        cost=cost,
        unit=kind.unit,
        portion=kind.portion,
        stock=draw.below(900) if draw.below(5) > 1 else 0,
        comment=draw.pick(pools.sentences) if draw.below(3) == 0 else "",
        modified=_moment(draw),
    )


def _categories(draw: _Draw, shelf: _Shelf, shelves: Sequence[_Shelf]) -> tuple[int, ...]:
    main = shelf.category.number
    if draw.below(6) > 0:
        return (main,)
    return tuple(dict.fromkeys((main, draw.pick(shelves).category.number)))


def _options(draw: _Draw, kind: Kind, pools: _Pools) -> tuple[Options, Options, Options]:
    sizes = draw.pick(_size_runs(kind.sizes))
    lengths = _LENGTHS if len(sizes) > 1 and draw.below(8) == 0 else ()
    colors = _color_run(pools.colors, draw.below(len(pools.colors)), draw.below(kind.colors + 1))
    return sizes, lengths, colors


_LENGTHS: Options = tuple(Option(791 + i, name, code) for i, (name, code) in enumerate(LENGTHS))


@cache
def _size_runs(scale: str) -> tuple[Options, ...]:
    """Return every run of neighbouring sizes of a scale, and the empty run."""
    first = 701 + [name for name, sizes in SIZE_SCALES.items() for _ in sizes].index(scale) if SIZE_SCALES[scale] else 0
    options = tuple(Option(first + i, name, code) for i, (name, code) in enumerate(SIZE_SCALES[scale]))
    return ((), *(options[a:b] for a in range(len(options)) for b in range(a + 1, len(options) + 1)))


@cache
def _color_run(names: tuple[str, ...], first: int, length: int) -> Options:
    """Return `length` neighbouring colours from index `first` on, sorted by name."""
    numbers = [i % len(names) for i in range(first, first + length)]
    return tuple(sorted((Option(801 + i, names[i], "") for i in numbers), key=lambda color: color.name))


def _skus(
    stem: str, number: int, price: float, cost: float, options: tuple[Options, Options, Options]
) -> Iterator[Sku]:
    sizes, lengths, colors = options
    checksum = _weighted(number)
    variant = 0
    for size in sizes or _ABSENT:
        for length in lengths or _ABSENT:
            for color in colors or _ABSENT:
                code = stem
                if size:
                    code = f"{code}-{size.code}"
                if length:
                    code = f"{code}-{length.code}"
                if color:
                    code = f"{code}-{color.id}"
                yield Sku(
                    size and size.id,
                    length and length.id,
                    color and color.id,
                    code,
                    f"{number:010d}{variant:02d}{-(checksum + _WEIGHTED[variant]) % 10}",
                    number * 100 + variant,
                    price,
                    cost,
                )
                variant += 1


_ABSENT = (None,)


def _weighted(number: int) -> int:
    """Return the weighted digit sum of a GTIN (GS1) for a number whose last digit has the weight 3."""
    digits = str(number)[::-1]
    return sum(map(int, digits[::2])) * 3 + sum(map(int, digits[1::2]))


_WEIGHTED = tuple(_weighted(variant) for variant in range(100))


def _moment(draw: _Draw) -> str:
    moment = FIRST_MODIFIED + timedelta(seconds=int(draw.share() * YEARS_OF_CHANGES * SECONDS_A_YEAR))
    if draw.share() < MIDNIGHTS:
        moment = moment.replace(hour=0, minute=0, second=0)
    return moment.isoformat()
