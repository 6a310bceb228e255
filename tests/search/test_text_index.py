"""The index of texts: the same rows as by looking at each text."""

from collections.abc import Iterator
from contextlib import closing
from random import Random

import pytest

from mockapi.search import text_index
from mockapi.search.text_index import block_with, create_text_index, index_texts
from mockapi.storage.store import Store

BLOCK = 100
PARTS = {1: range(1, 551), 2: range(1001, 1801)}
"""The ids of each part's rows."""
STARTS = {1: 0, 2: 550}
TERMS = ["cotton", "cot", "otto", "77", "7", "777", "0077", "nowhere", "t s", "\n", "ё", "ёп", "zz"]


@pytest.fixture(scope="module")
def texts() -> dict[int, dict[int, str]]:
    """By part and id: some texts have a word that half of all have, each has a number."""
    draw = Random(7)
    words = ["cotton shirt", "wool hat", "тёплый шарф"]
    return {
        part: {number: f"{draw.choice(words)} {draw.randrange(1000):05}" for number in ids}
        for part, ids in PARTS.items()
    }


@pytest.fixture(scope="module")
def store(texts: dict[int, dict[int, str]]) -> Iterator[Store]:
    """A store with an index of all texts."""
    with pytest.MonkeyPatch.context() as patch, closing(Store()) as store:
        patch.setattr(text_index, "BLOCK", BLOCK)
        store.execute("CREATE TABLE things (id INTEGER PRIMARY KEY, part INTEGER, text TEXT)")
        rows = [(number, part, text) for part, its in texts.items() for number, text in its.items()]
        store.execute_many("INSERT INTO things VALUES (?, ?, ?)", rows)
        assert create_text_index(store)
        for part, ids in PARTS.items():
            done = list(index_texts(store, "things", "text", ("part", part), ids, STARTS[part]))
            assert done == [*range(BLOCK, len(ids), BLOCK), len(ids)]
        yield store


@pytest.mark.parametrize("rare", [0, 30, 10_000])
@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("term", TERMS)
def test_every_block_has_the_rows_with_the_term(
    monkeypatch: pytest.MonkeyPatch, store: Store, texts: dict[int, dict[int, str]], term: str, part: int, rare: int
) -> None:
    monkeypatch.setattr(text_index, "_RARE", rare)
    store.forget()
    its = list(texts[part].values())
    for _ in range(2):
        for first in range(0, len(its), BLOCK):
            expected = [position for position, text in enumerate(its[first : first + BLOCK]) if term in text]
            found = block_with(store, term, STARTS[part], len(its), first)
            assert [position for position in range(BLOCK) if found >> position & 1] == expected
            assert found >> BLOCK == 0


def test_no_more_than_so_many_sets_are_remembered(monkeypatch: pytest.MonkeyPatch, store: Store) -> None:
    monkeypatch.setattr(text_index, "_MAX_BLOCKS", 10)
    store.forget()
    first = block_with(store, "cotton", 0, 550, 0)
    for number in range(20):
        block_with(store, f"{number:03}", 0, 550, 0)
    assert len(store.cached(None, "blocks", dict)) == 10
    assert block_with(store, "cotton", 0, 550, 0) == first
