"""Stores, sandboxes and counters on real databases."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Connection, text

from mockapi.core.identifiers import guid, next_number, start_counter
from mockapi.core.sandbox import Sandbox
from mockapi.core.store import FILE_NAME, FORMAT, Origin, StoreError, open_directory, open_memory

ORIGIN = {"format": FORMAT, "seed": 1, "products": 2}


def fill(database: Connection) -> None:
    start_counter(database, "things", 10)


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    opened = Sandbox(open_memory(Origin(**ORIGIN), [], fill))
    yield opened
    opened.close()


class TestSandbox:
    def test_what_a_block_writes_is_there_afterwards(self, sandbox: Sandbox) -> None:
        with sandbox.writing() as database:
            assert next_number(database, "things") == 10
        assert sandbox.reading().execute(text("SELECT value FROM mockapi_counter")).scalar_one() == 10

    def test_a_block_that_raises_leaves_nothing_behind_not_even_a_used_number(self, sandbox: Sandbox) -> None:
        def refuse() -> None:
            with sandbox.writing() as database:
                next_number(database, "things")
                raise KeyError

        with pytest.raises(KeyError):
            refuse()
        with sandbox.writing() as database:
            assert next_number(database, "things") == 10


class TestGuid:
    def test_is_the_same_for_the_same_thing_and_looks_random(self) -> None:
        assert guid("thing", 1) == guid("thing", 1)
        assert len({guid("thing", 1), guid("thing", 2), guid("other", 1)}) == 3
        assert guid("thing", 1)[14] == "4"


class TestDirectory:
    def test_keeps_what_was_written_and_what_it_was_made_from(self, tmp_path: Path) -> None:
        connection, _ = open_directory(tmp_path, Origin(**ORIGIN), [], fill)
        first = Sandbox(connection)
        with first.writing() as database:
            next_number(database, "things")
        first.close()
        connection, origin = open_directory(tmp_path, Origin(format=FORMAT, seed=9, products=9), [], fill)
        again = Sandbox(connection)
        assert (origin.seed, origin.products) == (1, 2)
        with again.writing() as database:
            assert next_number(database, "things") == 11
        again.close()

    def test_a_start_that_fails_leaves_no_half_store(self, tmp_path: Path) -> None:
        def fail(database: Connection) -> None:
            fill(database)
            raise KeyError

        with pytest.raises(KeyError):
            open_directory(tmp_path, Origin(**ORIGIN), [], fail)
        assert list(tmp_path.iterdir()) == []

    def test_a_directory_that_cannot_be_made_is_refused(self, tmp_path: Path) -> None:
        (tmp_path / "file").write_text("")
        with pytest.raises(StoreError, match=r"cannot use the data directory .*Not a directory"):
            open_directory(tmp_path / "file" / "below", Origin(**ORIGIN), [], fill)

    def test_a_file_that_is_no_store_is_refused_and_left_alone(self, tmp_path: Path) -> None:
        (tmp_path / FILE_NAME).write_text("my precious notes, long enough to be no empty database\n" * 20)
        with pytest.raises(StoreError, match="is not a store of mockapi"):
            open_directory(tmp_path, Origin(**ORIGIN), [], fill)
        assert "precious" in (tmp_path / FILE_NAME).read_text()

    def test_a_database_of_something_else_is_refused(self, tmp_path: Path) -> None:
        other = sqlite3.connect(tmp_path / FILE_NAME)
        other.execute("CREATE TABLE recipes (title TEXT)")
        other.close()
        with pytest.raises(StoreError, match="is not a store of mockapi"):
            open_directory(tmp_path, Origin(**ORIGIN), [], fill)

    def test_a_store_of_another_format_is_refused(self, tmp_path: Path) -> None:
        made = Origin(format=FORMAT + 1, seed=1, products=2)
        for _ in ("make it", "find it"):
            with pytest.raises(StoreError, match=f"has format {FORMAT + 1}"):
                open_directory(tmp_path, made, [], fill)
