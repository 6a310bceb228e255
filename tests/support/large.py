"""A shop that is just large enough for the column indexes."""

from collections.abc import Iterator
from contextlib import contextmanager

from mockapi.app import MockApi
from mockapi.search.indexing import SMALLEST
from mockapi.settings import Settings


@contextmanager
def large_shop() -> Iterator[MockApi]:
    """Yield an application with enough products for the column indexes of every vendor."""
    with MockApi(Settings(products=SMALLEST)) as api:
        yield api
