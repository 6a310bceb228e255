"""Values and revisions of a store hold until its data may have changed, whoever changes them."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path

import pytest

from mockapi.storage.store import Store

CREATE = "CREATE TABLE thing (id INTEGER PRIMARY KEY)"
ADD = "INSERT INTO thing DEFAULT VALUES"


@pytest.fixture(params=["in memory", "in a file"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    with closing(Store(tmp_path / "it" if request.param == "in a file" else None)) as store:
        store.execute(CREATE)
        yield store


def test_a_cached_value_holds_until_a_transaction_that_may_change_it_ends(store: Store) -> None:
    made = iter(range(9))
    assert [store.cached("a", "one", made.__next__) for _ in range(3)] == [0, 0, 0]
    assert store.cached("a", "two", made.__next__) == 1
    with store.transaction():
        store.execute(ADD)
    assert [store.cached("a", "one", made.__next__) for _ in range(2)] == [2, 2]
    with store.transaction("b"):
        store.execute(ADD)
    assert [store.cached(name, "one", made.__next__) for name in ("a", "b", None)] == [2, 3, 4]
    with store.transaction("a"):
        store.execute(ADD)
    assert [store.cached(name, "one", made.__next__) for name in ("a", "b", None)] == [5, 3, 4]


def test_a_value_of_a_transaction_that_was_rolled_back_is_dropped(store: Store) -> None:
    with suppress(ZeroDivisionError), store.transaction("a"):
        assert store.cached("a", "one", lambda: "inside") == "inside"
        raise ZeroDivisionError
    assert store.cached("a", "one", lambda: "outside") == "outside"


def test_a_write_changes_the_revision_of_its_vendor_alone(store: Store) -> None:
    a, b = store.revision("a"), store.revision("b")
    with store.transaction("a"):
        store.execute(ADD)
    assert (store.revision("a") == a, store.revision("b") == b) == (False, True)
    a, b = store.revision("a"), store.revision("b")
    with store.transaction():
        store.execute(ADD)
    assert a != store.revision("a") == store.revision("b") != b


def test_a_transaction_that_was_rolled_back_leaves_the_revision(store: Store) -> None:
    before = store.revision("a")
    with suppress(ZeroDivisionError), store.transaction("a"):
        store.execute(ADD)
        raise ZeroDivisionError
    assert store.revision("a") == before


def test_what_another_process_writes_to_a_file_is_noticed(tmp_path: Path) -> None:
    with closing(Store(tmp_path / "it")) as store, closing(sqlite3.connect(tmp_path / "it")) as other:
        store.execute(CREATE)
        before = store.revision("a")
        assert store.cached("a", "one", lambda: "old") == "old"
        other.execute(ADD)
        other.commit()
        assert store.cached("a", "one", lambda: "new") == "new"
        assert store.revision("a") != before
        assert store.revision("a") == store.revision("b")


def test_a_copy_has_the_revisions_of_its_source_until_one_of_both_is_written_to() -> None:
    with closing(Store()) as source, closing(Store()) as copy:
        source.execute(CREATE)
        with source.transaction("a"):
            source.execute(ADD)
        assert copy.cached("a", "one", lambda: "old") == "old"
        source.copy_to(copy)
        assert copy.cached("a", "one", lambda: "new") == "new"
        assert [copy.revision(name) for name in "ab"] == [source.revision(name) for name in "ab"]
        with copy.transaction("b"):
            copy.execute(ADD)
        assert [copy.revision(name) == source.revision(name) for name in "ab"] == [True, False]


def test_a_copy_of_a_file_that_others_may_write_to_has_revisions_of_its_own(tmp_path: Path) -> None:
    with closing(Store(tmp_path / "it")) as source, closing(Store()) as copy:
        source.execute(CREATE)
        source.copy_to(copy)
        assert copy.revision("a") != source.revision("a")


def test_the_size_is_that_of_the_file(tmp_path: Path) -> None:
    with closing(Store(tmp_path / "it")) as store:
        store.execute(CREATE)
        assert store.size == (tmp_path / "it").stat().st_size > 0
