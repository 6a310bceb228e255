"""A shop that is just large enough to be searched by orderings."""

from collections.abc import Iterator
from contextlib import contextmanager

from mockapi.app import MockApi
from mockapi.search.indexing import SMALLEST
from mockapi.settings import Settings


@contextmanager
def large_shop() -> Iterator[MockApi]:
    """A server's world with so many products that every vendor keeps orderings."""
    with MockApi(Settings(products=SMALLEST)) as api:
        yield api
