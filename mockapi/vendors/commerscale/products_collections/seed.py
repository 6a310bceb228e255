"""The shop's collections: one for each season in which it created categories."""

from collections.abc import Iterator
from itertools import groupby

from mockapi.catalog.shop import Category, Shop
from mockapi.storage.sequences import guid

_SEASONS = ("Winter", "Spring", "Summer", "Autumn")


def collections(shop: Shop, author: str) -> Iterator[tuple[str, ...]]:
    """Yield rows without position, the oldest season first; each describes itself as its first category does."""
    # docs are silent; chosen because the dates of categories are all that every shop has, also one without products.
    for number, (season, categories) in enumerate(groupby(shop.categories, _season), start=1):
        first = next(categories)
        slug = season.lower().replace(" ", "-")
        yield (
            *(guid("shop collection", number), season, slug, first.description),
            *(season, slug.replace("-", ", "), first.description),
            *(author if first.is_chain else "", first.created),
        )


def _season(category: Category) -> str:
    year, month = category.created[:4], int(category.created[5:7])
    return f"{_SEASONS[(month - 1) // 3]} {year}"
