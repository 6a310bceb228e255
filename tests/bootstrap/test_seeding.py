"""How a store is made: what is told meanwhile, and that all branches sell one shop."""

from contextlib import closing

import pytest

from mockapi.app import MockApi
from mockapi.search.indexing import SMALLEST
from mockapi.settings import Settings


def test_products_and_indexes_are_told_of_while_they_are_made() -> None:
    told: dict[str, list[int]] = {}
    with MockApi(Settings(products=SMALLEST), lambda step, done: told.setdefault(step, []).append(done)):
        pass
    assert list(told) == ["products", "indexes"]
    for done in told.values():
        assert len(done) >= 5
        assert done == sorted(done)
        assert done[-1] == SMALLEST


@pytest.mark.parametrize(("branch", "is_short"), [(2, True), (3, False)])
def test_a_branch_sells_what_the_first_one_sells(branch: int, is_short: bool) -> None:
    query = """
        SELECT product.title, product.barcode, product.cost, product.changed_at, product.search_text, category.title,
            product.actual_amounts
        FROM altegio_product AS product JOIN altegio_category AS category ON category.id = product.category_id
        WHERE product.location_id = ? AND category.location_id = ? ORDER BY product.id
    """
    with closing(MockApi(Settings())) as api:
        rows = api.server_state.baseline.execute
        first, other = ([*map(tuple, rows(query, (number, number)))] for number in (1, branch))
    assert len(first) == 200
    assert [row[:-1] for row in other] == [row[:-1] for row in first]
    for number, (row, same) in enumerate(zip(first, other, strict=True), start=1):
        is_missing = is_short and (number + branch - 1) % 3 == 0
        moved = row[-1].replace('"storage_id": 1001', f'"storage_id": {branch}001')
        assert same[-1] == ("[]" if is_missing else moved)
