"""Copies of a large baseline that are made ahead, in memory and in files: nothing but the waiting is different."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import Connection

from mockapi.core.ahead import LARGE
from mockapi.core.sandbox import Beginning, Sandbox
from mockapi.core.store import FORMAT, Origin, create_store
from mockapi.core.store_files import open_baseline
from mockapi.core.stores import Stores


def make(connection: Connection) -> None:
    def fill(database: Connection) -> None:
        database.exec_driver_sql("CREATE TABLE content (text)")
        database.exec_driver_sql("INSERT INTO content VALUES (hex(zeroblob(?)))", (LARGE,))

    create_store(connection, Origin(format=FORMAT, seed=1, products=2), [], fill)


@pytest.fixture(params=["in memory", "in a directory"])
def directory(request: pytest.FixtureRequest, tmp_path: Path) -> Path | None:
    return tmp_path if request.param == "in a directory" else None


@pytest.fixture
def baseline(directory: Path | None) -> Iterator[Connection]:
    with closing(open_baseline(directory, make)) as connection:
        yield connection


@pytest.fixture
def stores(directory: Path | None, baseline: Connection) -> Iterator[Stores]:
    with closing(Stores(directory and directory / "sandboxes", baseline=baseline)) as stores:
        yield stores


def texts(sandbox: Sandbox) -> int:
    return int(sandbox.reading().exec_driver_sql("SELECT count(*) FROM content").scalar_one())


def write(sandbox: Sandbox) -> int:
    """Add a row; how many there are then."""
    with sandbox.writing() as database:
        database.exec_driver_sql("INSERT INTO content VALUES ('new')")
    return texts(sandbox)


def test_every_copy_is_the_baseline_and_nobody_elses(baseline: Connection, stores: Stores) -> None:
    sandboxes = [Sandbox(f"number {number}", Beginning(baseline), stores) for number in range(4)]
    assert [write(sandbox) for sandbox in sandboxes] == [2] * 4
    for sandbox in sandboxes:
        sandbox.restore()
        assert texts(sandbox) == 1
        assert write(sandbox) == 2
        assert write(sandbox) == 3
    assert sorted(stores.names()) == sorted(sandbox.name for sandbox in sandboxes)


def test_a_copy_of_another_store_is_that_one(baseline: Connection, stores: Stores) -> None:
    one, other = (Sandbox(name, Beginning(baseline), stores) for name in ("one", "other"))
    write(one)
    other.restore(one.reading())
    assert write(other) == 3


def test_nothing_stays_behind(directory: Path | None, baseline: Connection) -> None:
    folder = directory and directory / "sandboxes"
    with closing(Stores(folder, baseline=baseline)) as stores:
        for number in range(3):
            sandbox = Sandbox(f"number {number}", Beginning(baseline), stores)
            write(sandbox)
            sandbox.restore()
    stores.close()
    assert folder is None or list(folder.iterdir()) == []


def test_what_a_killed_server_has_left_is_removed(tmp_path: Path) -> None:
    killed = subprocess.Popen([sys.executable, "-c", ""])
    killed.wait()
    for name in (f"{killed.pid}-0.ahead", f"{killed.pid}-1.removed", f"{os.getppid()}-0.removed"):
        (tmp_path / name).write_text("")
    with closing(open_baseline(None, make)) as baseline, closing(Stores(tmp_path, baseline=baseline)):
        pass
    assert [path.name for path in tmp_path.iterdir()] == [f"{os.getppid()}-0.removed"]
