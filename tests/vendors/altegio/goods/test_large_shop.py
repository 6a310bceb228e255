"""A large shop is searched by an index, with the results of a search that reads every product."""

from collections.abc import Iterator
from contextlib import closing
from functools import lru_cache
from typing import Any, NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mockapi.sandboxes.sandbox import Sandbox, SandboxDefaults
from mockapi.search import pages as parts
from mockapi.search import text_index
from mockapi.search.sorted_ids import sorted_ids
from mockapi.storage.store import Store
from mockapi.storage.stores import Stores
from mockapi.vendors.altegio.goods import store
from mockapi.vendors.altegio.search_text import search_text
from tests.support.application import large_shop

OLD_TERMS = [
    "cotton",
    "COTTON",
    "men's choice",
    "хлопок",
    "Хлопок мешок",
    "000",
    "0000",
    "0",
    "a",
    "on",
    "\x1f0",
    "х",
    "zq",
    '"',
    '"x',
    "100%",
    "%",
    "_",
]
NEW_TITLES = ["ß", "İstanbul", "a\0nul", "\ufffe", "\uffff beyond", "\ufffd", "x\x1fy", '"quoted"', "𝄞 clef", "Ёлка%_*"]


@pytest.fixture(scope="module")
def baseline() -> Iterator[Store]:
    # Small blocks, so that there are several, and terms that are too frequent to be searched in all of them at once.
    with pytest.MonkeyPatch.context() as patch:
        for module in (parts, text_index):
            patch.setattr(module, "BLOCK", 1000)
        patch.setattr(text_index, "_RARE", 500)
        with large_shop() as api:
            yield api.server_state.baseline


@pytest.fixture(scope="module")
def written(baseline: Store) -> Iterator[Store]:
    """Yield a store in which products between the others were added, changed and removed."""
    with closing(Stores()) as stores:
        sandbox = Sandbox("written", SandboxDefaults(baseline), stores)
        with sandbox.writing() as database:
            ids = [row_id for (row_id,) in database.execute("SELECT id FROM altegio_product ORDER BY id")]
            for number, title in enumerate(NEW_TITLES):
                texts = (title, search_text(title, "", ""))
                change = (
                    "UPDATE altegio_product SET title = ?, search_text = ?, changed_at = changed_at + 9 WHERE id = ?"
                )
                database.execute(change, (*texts, ids[number * 997]))
                move = "UPDATE altegio_product SET id = ? WHERE id = ?"
                database.execute(move, (2_000_000_001 + number if number % 2 else 5 + number, ids[number * 31]))
            for doomed in ids[100:20_000:333]:
                database.execute("DELETE FROM altegio_product WHERE id = ?", (doomed,))
        yield sandbox.reading()


def terms() -> st.SearchStrategy[str]:
    texts = st.sampled_from(OLD_TERMS + NEW_TITLES) | st.text(max_size=4)
    return texts | st.builds(lambda text, first, end: text[first:end], texts, st.integers(0, 3), st.integers(3, 9))


INSTANTS = st.none() | st.integers(1_440_000_000, 1_770_000_000).map(float) | st.floats(0, 2e9)
SEARCHES = st.fixed_dictionaries(
    {
        "term": st.just("") | terms(),
        "category_id": st.none() | st.integers(10_000, 10_310) | st.just(2**63 - 1),
        "changed_after": INSTANTS,
        "changed_before": INSTANTS,
    }
)


class Plain(NamedTuple):
    """The columns of a product that a search compares."""

    id: int
    text: str
    category_id: int
    changed_at: int


@lru_cache
def products(database: Store, location_id: int) -> list[Plain]:
    """Return the products of a location, by id."""
    query = "SELECT id, search_text, category_id, changed_at FROM altegio_product WHERE location_id = ? ORDER BY id"
    return [Plain(*row) for row in database.execute(query, (location_id,))]


def expected(database: Store, location_id: int, search: dict[str, Any]) -> list[int]:
    """Return the ids of the products that match a search, by comparing each of them."""
    term, category_id = search_text(search["term"]), search["category_id"]
    after, before = search["changed_after"], search["changed_before"]
    return [
        row.id
        for row in products(database, location_id)
        if term in row.text
        and category_id in (None, row.category_id)
        and (after is None or row.changed_at >= after)
        and (before is None or row.changed_at < before)
    ]


class TestProducts:
    @settings(max_examples=50)
    @given(st.integers(1, 3), SEARCHES, st.sampled_from([1, 25, 1000]), st.floats(0, 1))
    def test_every_page_of_a_large_shop_equals_a_search_without_index(
        self, baseline: Store, location: int, search: dict[str, Any], count: int, depth: float
    ) -> None:
        self.check(baseline, location, search, count, depth)

    @settings(max_examples=50)
    @given(st.integers(1, 3), SEARCHES, st.sampled_from([1, 25, 1000]), st.floats(0, 1))
    def test_every_page_of_a_large_shop_equals_a_search_without_index_after_writes(
        self, written: Store, location: int, search: dict[str, Any], count: int, depth: float
    ) -> None:
        self.check(written, location, search, count, depth)

    def check(self, database: Store, location: int, search: dict[str, Any], count: int, depth: float) -> None:
        ids = expected(database, location, search)
        page = 1 + int(depth * len(ids) / count)
        found = store.products(database, location, page=page, count=count, **search)
        assert [row.id for row in found] == ids[(page - 1) * count : page * count]

    @pytest.mark.parametrize("term", OLD_TERMS + NEW_TITLES)
    def test_a_search_in_a_large_shop_finds_the_first_matching_products(self, written: Store, term: str) -> None:
        everything = {"term": term, "category_id": None, "changed_after": None, "changed_before": None}
        categories, found = store.search(written, 1, term, 100)
        assert [row.id for row in found] == expected(written, 1, everything)[: 100 - len(categories)]


def test_a_large_shop_has_an_index(baseline: Store, written: Store) -> None:
    assert all(sorted_ids(database, "altegio_product 1") for database in (baseline, written))
