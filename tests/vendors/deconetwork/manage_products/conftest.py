"""Fixtures of the tests of find."""

import pytest

from tests.support import deconetwork as model
from tests.support.deconetwork import Site


@pytest.fixture(scope="module")
def everything(site: Site) -> list[model.Product]:
    """Return all products, sorted by id."""
    return site.every_product(sortby=4)
