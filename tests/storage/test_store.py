"""Stores, sandboxes and counters on real databases."""

import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from types import FrameType

import pytest

from mockapi.sandboxes.sandbox import Sandbox, SandboxDefaults
from mockapi.storage.files import BASELINE, open_baseline
from mockapi.storage.schema import FORMAT, Schema, StoreOrigin, create_store, read_origin
from mockapi.storage.sequences import guid, start_sequence
from mockapi.storage.store import Store, StoreError
from mockapi.storage.stores import FileStores, Stores

SCHEMA = Schema([], {}, lambda store: ())
ORIGIN = {"format": FORMAT, "seed": 1, "products": 2}


def fill(store: Store) -> None:
    start_sequence(store, "things", 10)


def make(store: Store) -> None:
    create_store(store, StoreOrigin(**ORIGIN), SCHEMA, fill)


def counter(store: Store) -> int:
    ((value,),) = store.execute("SELECT value FROM mockapi_counter")
    return int(value)


def value(sandbox: Sandbox) -> int:
    return counter(sandbox.reading())


def take(sandbox: Sandbox) -> int:
    with sandbox.writing() as store:
        return store.next_number("things")


@pytest.fixture(params=["in memory", "in a directory"])
def stores(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Stores]:
    with closing(FileStores(tmp_path / "stores", SCHEMA) if request.param == "in a directory" else Stores()) as stores:
        yield stores


@pytest.fixture
def baseline() -> Iterator[Store]:
    with closing(open_baseline(None, SCHEMA, make)) as store:
        yield store


@pytest.fixture
def sandbox(baseline: Store, stores: Stores) -> Sandbox:
    return Sandbox("default", SandboxDefaults(baseline), stores)


class TestSandbox:
    def test_what_a_block_writes_is_there_afterwards(self, sandbox: Sandbox) -> None:
        assert take(sandbox) == 10
        assert value(sandbox) == 10

    def test_a_block_that_raises_leaves_nothing_behind_not_even_a_used_number(self, sandbox: Sandbox) -> None:
        def refuse() -> None:
            with sandbox.writing() as store:
                store.next_number("things")
                raise KeyError

        with pytest.raises(KeyError):
            refuse()
        assert take(sandbox) == 10

    def test_nobody_can_write_to_the_baseline(self, baseline: Store) -> None:
        with pytest.raises(Exception, match="readonly"):
            baseline.execute("DELETE FROM mockapi_counter")

    def test_what_one_writes_another_does_not_see(self, baseline: Store, stores: Stores) -> None:
        one, other = (Sandbox(name, SandboxDefaults(baseline), stores) for name in ("one", "other"))
        assert [take(one), take(one), take(other), take(one)] == [10, 11, 10, 12]
        assert counter(baseline) == 9

    def test_a_restore_takes_it_back_to_the_baseline_or_to_another_store(self, baseline: Store, stores: Stores) -> None:
        one, other = (Sandbox(name, SandboxDefaults(baseline), stores) for name in ("one", "other"))
        for _ in range(5):
            take(other)
        one.restore(other.reading())
        assert take(one) == 15
        one.restore()
        assert not one.has_changed
        assert take(one) == 10
        assert take(other) == 15

    def test_a_retired_one_no_longer_touches_what_has_its_name(self, baseline: Store, stores: Stores) -> None:
        old = Sandbox("name", SandboxDefaults(baseline), stores)
        take(old)
        old.retire()
        stores.drop("name")
        new = Sandbox("name", SandboxDefaults(baseline), stores)
        assert take(new) == 10
        assert take(old) == 10
        assert value(new) == 10
        old.restore()


class TestStores:
    def test_in_a_directory_are_found_again(self, baseline: Store, tmp_path: Path) -> None:
        with closing(FileStores(tmp_path, SCHEMA)) as stores:
            take(Sandbox("kept", SandboxDefaults(baseline), stores))
        with closing(FileStores(tmp_path, SCHEMA)) as stores:
            assert stores.names() == ["kept"]
            assert take(Sandbox("kept", SandboxDefaults(baseline), stores)) == 11

    def test_that_are_dropped_leave_no_file(self, baseline: Store, tmp_path: Path) -> None:
        with closing(FileStores(tmp_path, SCHEMA)) as stores:
            take(Sandbox("gone", SandboxDefaults(baseline), stores))
            stores.drop("gone")
            assert stores.open("gone") is None
        assert list(tmp_path.iterdir()) == []

    def test_a_file_that_is_no_store_is_refused(self, baseline: Store, tmp_path: Path) -> None:
        (tmp_path / "wrong.sqlite3").write_text("notes " * 1000)
        with (
            closing(FileStores(tmp_path, SCHEMA)) as stores,
            pytest.raises(StoreError, match="is not a store of mockapi"),
        ):
            stores.open("wrong")


class TestGuid:
    def test_is_the_same_for_the_same_thing_and_looks_random(self) -> None:
        assert guid("thing", 1) == guid("thing", 1)
        assert len({guid("thing", 1), guid("thing", 2), guid("other", 1)}) == 3
        assert guid("thing", 1)[14] == "4"


class TestBaselineInADirectory:
    def test_is_made_once(self, tmp_path: Path) -> None:
        with closing(open_baseline(tmp_path, SCHEMA, make)):
            pass

        def other(store: Store) -> None:
            create_store(store, StoreOrigin(format=FORMAT, seed=9, products=9), SCHEMA, fill)

        with closing(open_baseline(tmp_path, SCHEMA, other)) as again:
            assert read_origin(again, "it").seed == 1
        assert [path.name for path in tmp_path.iterdir()] == [BASELINE]

    def test_a_start_that_fails_leaves_no_half_store(self, tmp_path: Path) -> None:
        def fail(store: Store) -> None:
            make(store)
            raise KeyError

        with pytest.raises(KeyError):
            open_baseline(tmp_path, SCHEMA, fail)
        assert list(tmp_path.iterdir()) == []

    def test_a_start_that_is_ended_as_soon_as_it_has_opened_a_file_leaves_none(self, tmp_path: Path) -> None:
        def end(frame: FrameType, event: str, called: object) -> None:
            if event == "c_return" and called is sqlite3.connect:
                sys.setprofile(None)
                sys.exit(0)

        sys.setprofile(end)
        with pytest.raises(SystemExit):
            open_baseline(tmp_path, SCHEMA, make)
        assert list(tmp_path.iterdir()) == []

    def test_a_directory_that_cannot_be_made_is_refused(self, tmp_path: Path) -> None:
        (tmp_path / "file").write_text("")
        with pytest.raises(StoreError, match=r"cannot use the data directory .*Not a directory"):
            open_baseline(tmp_path / "file" / "below", SCHEMA, make)

    def test_a_file_that_is_no_store_is_refused_and_left_alone(self, tmp_path: Path) -> None:
        (tmp_path / BASELINE).write_text("my precious notes, long enough to be no empty database\n" * 20)
        with pytest.raises(StoreError, match="is not a store of mockapi"):
            open_baseline(tmp_path, SCHEMA, make)
        assert "precious" in (tmp_path / BASELINE).read_text()

    def test_a_database_of_something_else_is_refused(self, tmp_path: Path) -> None:
        with closing(sqlite3.connect(tmp_path / BASELINE)) as other:
            other.execute("CREATE TABLE recipes (title TEXT)")
        with pytest.raises(StoreError, match="is not a store of mockapi"):
            open_baseline(tmp_path, SCHEMA, make)

    def test_a_store_of_another_format_is_refused(self, tmp_path: Path) -> None:
        def make_other(store: Store) -> None:
            create_store(store, StoreOrigin(format=FORMAT + 1, seed=1, products=2), SCHEMA, fill)

        for _ in ("make it", "find it"):
            with pytest.raises(StoreError, match=f"has format {FORMAT + 1}"):
                open_baseline(tmp_path, SCHEMA, make_other)
