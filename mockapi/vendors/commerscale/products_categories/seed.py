"""The shop's categories as Commerscale stores them, and the documented examples under their documented ids."""

from collections.abc import Iterator

from mockapi.catalog.shop import Shop
from mockapi.storage.sequences import guid

_EXAMPLES = (
    (
        *("7865559d-5864-4926-8414-8bf55ad35741", "Category 3", "category-3", "Description example for category 3"),
        *("SEO page title", "SEO META keywords", "SEO META description", "", "2016-09-14 20:27:36"),
    ),
    (
        *("00000000-0000-0000-0000-000000000000", "Category 1", "category-1", "Description example for category 1"),
        *("SEO page", "SEO META keywords", "SEO META", "Mr Example", "2016-10-03 16:03:21"),
    ),
    (
        *("12345678-1234-1234-1234-123456781234", "Category 2", "category-2", "Description example for category 2"),
        *("SEO page", "SEO META keywords", "SEO META", "Mr Example", "2016-10-03 16:07:40"),
    ),
)


def categories(shop: Shop, author: str) -> Iterator[tuple[str, ...]]:
    """Yield rows without position: the documented examples, which are the oldest, then the shop's categories."""
    yield from _EXAMPLES
    for category in shop.categories:
        yield (
            *(guid("shop", category.number), category.title, category.slug, category.description),
            *(category.title.strip(), category.slug.replace("-", ", "), category.description),
            *(author if category.is_chain else "", category.created),
        )
