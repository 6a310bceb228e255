"""Stores of earlier versions open with all their rows, or are refused in one line and left as they are."""

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from mockapi.app import MockApi
from mockapi.client.client import MockClient
from mockapi.errors import ControlError
from mockapi.server.server import MockServer
from mockapi.settings import Settings
from mockapi.storage.schema import FORMAT
from mockapi.storage.sequences import guid
from mockapi.storage.store import StoreError
from mockapi.vendors.altegio.search_text import search_text
from tests.storage.old_stores import FILE, TABLES, Rows, changed_store, rows_of
from tests.support import web
from tests.support.admin import mark, marks, refused
from tests.support.command import assert_refused, mockapi
from tests.support.commerscale import COLLECTIONS, Api, texts

Opened = AbstractContextManager[MockServer]


@contextmanager
def uploaded(file: Path, folder: Path) -> Iterator[MockServer]:
    """A server to which a file was uploaded as a snapshot, and its default sandbox put back to that."""
    with MockServer(Settings(port=0, products=0)) as server:
        server.load_snapshot("old", file)
        server.restore("old")
        yield server


@contextmanager
def begun_with(file: Path, folder: Path) -> Iterator[MockServer]:
    """A server that begins with a file, which stays as it is."""
    before = file.read_bytes()
    with MockServer(Settings(port=0, baseline=file)) as server:
        yield server
    assert file.read_bytes() == before


@contextmanager
def found_as(name: str, file: Path, folder: Path) -> Iterator[MockServer]:
    """A server that finds a file in its data directory: as its baseline, a sandbox or a snapshot."""
    with MockServer(Settings(port=0, products=0, data=folder)):
        pass
    path = folder / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(file.read_bytes())
    with MockServer(Settings(port=0, data=folder)) as server:
        if path.parent.name == "snapshots":
            server.restore(path.stem)
        yield server
    assert not [path for path in folder.rglob("*") if path.is_file() and path.suffix != ".sqlite3"]
    with closing(sqlite3.connect(path)) as database:
        assert database.execute("SELECT format FROM mockapi_origin").fetchall() == [(FORMAT,)]


def found_baseline(file: Path, folder: Path) -> Opened:
    return found_as("baseline.sqlite3", file, folder)


def found_sandbox(file: Path, folder: Path) -> Opened:
    return found_as("sandboxes/default.sqlite3", file, folder)


def found_snapshot(file: Path, folder: Path) -> Opened:
    return found_as("snapshots/old.sqlite3", file, folder)


WAYS = [uploaded, begun_with, found_baseline, found_sandbox, found_snapshot]
every_way = pytest.mark.parametrize("opened", WAYS, ids=lambda way: way.__name__)


def rows(server: MockServer) -> Rows:
    """All rows of the server's default sandbox, as SQLite stores them."""
    store = server.api.server_state.sandboxes["default"].reading()
    found: Rows = {}
    for table in TABLES:
        cursor = store.execute(f"SELECT * FROM {table} ORDER BY 1")
        found[table] = [dict(zip([name for name, *_ in cursor.description], row, strict=True)) for row in cursor]
    return found


@every_way
def test_a_store_of_the_version_before_has_all_its_rows(opened: Callable[[Path, Path], Opened], tmp_path: Path) -> None:
    expected = rows_of(FILE)
    assert [len(expected[table]) for table in TABLES] == [4, 304, 3, 103, 101, 3, 3]
    with opened(FILE, tmp_path / "data") as server:
        assert rows(server) == expected
        assert mark(server, "next") == 2_000_002
        assert marks(server) == ["Kept", "next"]


class Lacking(NamedTuple):
    """An older store: what was dropped from it, and the values that the upgraded store has in its place."""

    statements: list[str]
    values: dict[str, dict[str, Any]] = {}
    """Table → column → value."""


LACKING = {
    "nothing": Lacking([]),
    "a text": Lacking(["ALTER TABLE altegio_product DROP COLUMN comment"], {"altegio_product": {"comment": ""}}),
    "a number": Lacking(["ALTER TABLE altegio_product DROP COLUMN cost"], {"altegio_product": {"cost": 0}}),
    "a null": Lacking(["ALTER TABLE altegio_product DROP COLUMN vat_id"], {"altegio_product": {"vat_id": None}}),
    "a truth value": Lacking(
        ["ALTER TABLE deconetwork_product DROP COLUMN is_active"], {"deconetwork_product": {"is_active": 1}}
    ),
    "an array": Lacking(
        ["ALTER TABLE deconetwork_product DROP COLUMN sizes"], {"deconetwork_product": {"sizes": "[]"}}
    ),
    "a computed column": Lacking(
        ["DROP INDEX deconetwork_product_by_name", "ALTER TABLE deconetwork_product DROP COLUMN name_folded"]
    ),
    "a column and one that is computed from it": Lacking(
        [
            "UPDATE altegio_category SET article = '', search_text = 'old'",
            "ALTER TABLE altegio_category DROP COLUMN article",
            "ALTER TABLE altegio_category DROP COLUMN search_text",
        ],
        {"altegio_category": {"article": "", "search_text": lambda row: search_text(row["title"], "")}},
    ),
    "an index": Lacking(["DROP INDEX altegio_product_by_category"]),
}


@every_way
@pytest.mark.parametrize("lacking", LACKING)
def test_an_older_store_gets_the_columns_that_it_lacks(
    opened: Callable[[Path, Path], Opened], tmp_path: Path, lacking: str
) -> None:
    expected = rows_of(FILE)
    for table, values in LACKING[lacking].values.items():
        for row in expected[table]:
            row |= {name: value(row) if callable(value) else value for name, value in values.items()}
    file = changed_store(tmp_path / "old.sqlite3", *LACKING[lacking].statements)
    with opened(file, tmp_path / "data") as server:
        assert rows(server) == expected
        assert mark(server, "next") == 2_000_002


@every_way
def test_an_older_store_gets_the_tables_that_it_lacks_without_rows(
    opened: Callable[[Path, Path], Opened], tmp_path: Path
) -> None:
    lacking = [f"DROP TABLE {table}" for table in ("deconetwork_category", "commerscale_category")]
    lacking.append("DELETE FROM mockapi_counter WHERE name = 'commerscale_category'")
    with opened(changed_store(tmp_path / "old.sqlite3", *lacking), tmp_path / "data") as server:
        found = rows(server)
        assert found["deconetwork_category"] == found["commerscale_category"] == []
        assert found["altegio_product"] == rows_of(FILE)["altegio_product"]
        texts = dict.fromkeys(("slug", "description", "seopagetitle", "seometakeywords", "seopagedescription"), "x")
        loaded = server.load(
            "commerscale", "category", [{"name": "x", "author": "", "createdon": "2020-01-01 00:00:00", **texts}]
        )
        assert loaded["rows"][0]["position"] == 1


@every_way
def test_a_store_without_collections_gets_their_table_in_which_create_counts_from_one(
    opened: Callable[[Path, Path], Opened], tmp_path: Path
) -> None:
    with opened(FILE, tmp_path / "data") as server, web.client(server.url) as client:
        collections = Api(client, COLLECTIONS)
        assert collections.all() == []
        row = {**texts(), "author": "", "createdon": "2020-01-01 00:00:00"}
        [loaded] = server.load("commerscale", "collection", [row])["rows"]
        created = collections.call("create", data=[texts(), texts()])
        ids = [guid("commerscale_collection", position) for position in (1, 2, 3)]
        assert [loaded["id"], *(collection["id"] for collection in created)] == ids
        assert collections.count() == 3
        assert Api(client).count() == len(rows_of(FILE)["commerscale_category"])


@every_way
def test_a_store_gets_the_table_of_a_vendor_that_is_installed_later(
    opened: Callable[[Path, Path], Opened], tmp_path: Path
) -> None:
    with MockServer(Settings(port=0, products=0)) as server:
        mark(server, "Kept")
        server.snapshot("it")
        server.save_snapshot("it", tmp_path / "whole.sqlite3")
    file = tmp_path / "old.sqlite3"
    changed_store(file, "DROP TABLE commerscale_collection", store_format=FORMAT, source=tmp_path / "whole.sqlite3")
    with opened(file, tmp_path / "data") as server, web.client(server.url) as client:
        assert marks(server) == ["Kept"]
        assert Api(client, COLLECTIONS).all() == []


def test_a_data_directory_gets_the_table_of_a_vendor_that_is_installed_later(tmp_path: Path) -> None:
    with MockServer(Settings(port=0, products=0, data=tmp_path)) as server:
        mark(server, "Kept")
    for path in (tmp_path / "baseline.sqlite3", tmp_path / "sandboxes" / "default.sqlite3"):
        with closing(sqlite3.connect(path)) as database:
            database.execute("DROP TABLE commerscale_collection")
            database.commit()
    with MockServer(Settings(port=0, data=tmp_path)) as server, web.client(server.url) as client:
        collections = Api(client, COLLECTIONS)
        assert marks(server) == ["Kept"]
        assert collections.all() == []
        assert collections.call("create", data=texts()) == collections.all()
        server.reset()
        assert collections.all() == []


EXTRA = ["ALTER TABLE altegio_product ADD COLUMN extra TEXT"]
REFUSED = {
    "the column extra of altegio_product is unknown": EXTRA,
    "the table recipes is unknown": ["CREATE TABLE recipes (title TEXT)"],
    "the column title of altegio_product is missing and has no default": [
        "ALTER TABLE altegio_product DROP COLUMN title"
    ],
    "the column comment of altegio_category is unknown or has changed": [
        "ALTER TABLE altegio_category DROP COLUMN comment",
        "ALTER TABLE altegio_category ADD COLUMN comment INTEGER",
    ],
    "UNIQUE constraint failed": [
        "DROP INDEX commerscale_category_by_id",
        "UPDATE commerscale_category SET id = 'same' WHERE position < 3",
    ],
}


class TestRefused:
    @pytest.mark.parametrize("reason", REFUSED)
    def test_as_an_upload(self, mock: MockServer, tmp_path: Path, reason: str) -> None:
        file = changed_store(tmp_path / "old.sqlite3", *REFUSED[reason])
        with pytest.raises(ControlError) as caught:
            mock.load_snapshot("old", file)
        check_text(str(caught.value), reason)
        names = [snapshot["name"] for snapshot in mock.call("GET", "/__admin/snapshots")["snapshots"]]
        assert "old" not in names

    @pytest.mark.parametrize("reason", REFUSED)
    def test_as_a_baseline(self, tmp_path: Path, reason: str) -> None:
        file = changed_store(tmp_path / "old.sqlite3", *REFUSED[reason])
        run = mockapi("serve", "--port", "0", "--baseline", str(file), "--data", str(tmp_path / "data"))
        assert_refused(run, reason, "GET /__admin/data/VENDOR/TABLE")
        assert list((tmp_path / "data").iterdir()) == []

    @pytest.mark.parametrize("reason", REFUSED)
    def test_as_a_found_baseline(self, tmp_path: Path, reason: str) -> None:
        file = changed_store(tmp_path / "baseline.sqlite3", *REFUSED[reason])
        before = file.read_bytes()
        with pytest.raises(StoreError) as caught:
            MockApi(Settings(data=tmp_path))
        check_text(str(caught.value), reason)
        assert [path.read_bytes() for path in tmp_path.iterdir()] == [before]

    @pytest.mark.parametrize("reason", REFUSED)
    def test_as_a_found_sandbox_until_it_is_reset(self, tmp_path: Path, reason: str) -> None:
        with MockServer(Settings(port=0, products=0, data=tmp_path)):
            pass
        file = changed_store(tmp_path / "sandboxes" / "default.sqlite3", *REFUSED[reason])
        before = file.read_bytes()
        with MockServer(Settings(port=0, data=tmp_path)) as server:
            check_text(refused(server, 500, "GET", "/data")[0][1], reason)
            assert [path.read_bytes() for path in file.parent.iterdir()] == [before]
            server.reset()
            assert marks(server) == []

    def test_a_newer_one_is(self, tmp_path: Path) -> None:
        file = changed_store(tmp_path / "new.sqlite3", store_format=FORMAT + 1)
        run = mockapi("serve", "--port", "0", "--baseline", str(file))
        assert_refused(run, f"has format {FORMAT + 1}", f"reads up to {FORMAT}", "use a newer version")


def check_text(text: str, reason: str) -> None:
    """One line that says what is wrong and what to do."""
    assert "has format 3 and cannot be upgraded" in text
    assert reason in text
    assert "export its rows with the version of mockapi that made it" in text
    assert "\n" not in text


def test_what_is_still_in_the_log_of_an_older_sandbox_is_kept(tmp_path: Path) -> None:
    with MockServer(Settings(port=0, products=0, data=tmp_path / "data")):
        pass
    old = changed_store(tmp_path / "old.sqlite3")
    folder = tmp_path / "data" / "sandboxes"
    folder.mkdir(exist_ok=True)
    with closing(sqlite3.connect(old)) as database:
        database.execute("PRAGMA journal_mode = WAL")
        database.execute("UPDATE altegio_category SET title = 'Newest' WHERE title = 'Kept'")
        database.commit()
        for suffix in ("", "-wal"):
            (folder / f"default.sqlite3{suffix}").write_bytes(Path(f"{old}{suffix}").read_bytes())
    for _ in range(2):
        with MockServer(Settings(port=0, data=tmp_path / "data")) as server:
            assert marks(server) == ["Newest"]


def test_an_upgrade_that_is_cut_short_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = changed_store(tmp_path / "baseline.sqlite3")
    before = file.read_bytes()

    def fail(file: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", fail)
        with pytest.raises(StoreError, match="No space left on device"):
            MockApi(Settings(data=tmp_path))
    assert [path.read_bytes() for path in tmp_path.iterdir()] == [before]
    with MockServer(Settings(port=0, data=tmp_path)) as server:
        assert marks(server) == ["Kept"]


def test_an_older_snapshot_can_be_what_a_new_sandbox_is_a_copy_of(tmp_path: Path) -> None:
    with MockServer(Settings(port=0, products=0, data=tmp_path)):
        pass
    changed_store(tmp_path / "snapshots" / "old.sqlite3", "ALTER TABLE altegio_product DROP COLUMN comment")
    with MockServer(Settings(port=0, data=tmp_path)) as server:
        assert server.call("GET", "/__admin/snapshots") == {"snapshots": [{"name": "old", "seed": 42, "products": 0}]}
        copy: MockClient = server.create_sandbox("copy", snapshot="old")
        assert marks(copy) == ["Kept"]
