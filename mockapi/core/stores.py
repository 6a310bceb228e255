"""Named stores: sandboxes' own data, and snapshots. In memory, or one file each in a directory."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import Connection
from sqlalchemy.exc import OperationalError

from mockapi.core.store import (
    Fill,
    StoreError,
    connect,
    connect_file,
    connect_unchanging,
    copy_store,
    raw_connection,
    read_origin,
)

SUFFIX = ".sqlite3"
BASELINE = f"baseline{SUFFIX}"


class Stores:
    """Stores by name. With a directory they are files that survive restarts, and are found again by their names."""

    def __init__(self, directory: Path | None = None) -> None:
        self._directory = directory
        self._open: dict[str, Connection] = {}

    def names(self) -> list[str]:
        """All names, those that were used last at the end."""
        if self._directory is None:
            return list(self._open)
        files = self._directory.glob(f"*{SUFFIX}")
        by_age = sorted((path.stat().st_mtime_ns, path.name.removesuffix(SUFFIX)) for path in files)
        return [name for _, name in by_age]

    def open(self, name: str) -> Connection | None:
        """The store of that name, or None."""
        path = self._path(name)
        if name not in self._open and path and path.exists():
            with _readable_errors(f"cannot use {path}"):
                self._open[name] = connect_file(path)
        return self._open.get(name)

    def create(self, name: str, source: Connection) -> Connection:
        """A store that is a copy of `source`; one of that name is replaced when the copy is whole."""
        path = self._path(name)
        if path is None:
            connection = connect(":memory:")
            copy_store(source, connection)
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            partial = path.with_suffix(".partial")
            _copy_to_file(source, partial)
        self.drop(name)
        if path:
            partial.replace(path)
            connection = connect_file(path)
        self._open[name] = connection
        return connection

    def drop(self, name: str) -> None:
        """Forget the store of that name, if there is one."""
        connection = self._open.pop(name, None)
        if connection is not None:
            connection.close()
        path = self._path(name)
        if path is not None:
            # The log first: beside a new file of the same name it would be taken for its own.
            for suffix in ("-wal", "-shm", ""):
                Path(f"{path}{suffix}").unlink(missing_ok=True)

    def close(self) -> None:
        """Close all; what is in memory is gone."""
        for connection in self._open.values():
            connection.close()
        self._open.clear()

    def _path(self, name: str) -> Path | None:
        return self._directory and self._directory / f"{name}{SUFFIX}"


def _copy_to_file(source: Connection, path: Path) -> None:
    path.unlink(missing_ok=True)
    with closing(connect(str(path))) as target:
        target.exec_driver_sql("PRAGMA synchronous = OFF")
        copy_store(source, target)
        # The file of a store that is in use says so; a copy stands for itself.
        target.exec_driver_sql("PRAGMA journal_mode = DELETE")


def write_file(source: Connection, path: Path) -> None:
    """Write a store as one file. Raises `StoreError`."""
    with _readable_errors(f"cannot write {path}"):
        _copy_to_file(source, path)


@contextmanager
def read_file(path: Path) -> Iterator[Connection]:
    """A store from a file, which stays as it is. Raises `StoreError`: it cannot be read or is no store."""
    with _readable_errors(f"cannot read {path}"):
        if not path.is_file():
            raise StoreError(f"cannot read {path}: no such file")
        # A log beside it belongs to a server that is running or was killed: its last writes are not in the file.
        if Path(f"{path}-wal").exists() and os.path.getsize(f"{path}-wal"):
            raise StoreError(f"{path} is in use by a server; take a snapshot instead")
        with closing(connect_unchanging(path)) as connection:
            read_origin(connection, path)
            yield connection


@contextmanager
def scratch(directory: Path | None) -> Iterator[Connection]:
    """An empty database to make a store in: in memory, or in `directory` when there is one. Gone afterwards."""
    if directory is None:
        with closing(connect(":memory:")) as connection:
            yield connection
        return
    # A directory of its own, because SQLite puts files of its own beside the database's.
    with (
        TemporaryDirectory(prefix="making.", dir=directory) as workshop,
        closing(connect(str(Path(workshop) / BASELINE))) as connection,
    ):
        connection.exec_driver_sql("PRAGMA synchronous = OFF")
        yield connection


def open_baseline(directory: Path | None, make: Fill) -> Connection:
    """What every sandbox begins with and goes back to; made first if `directory` has none. Nobody can write to it.

    A new file is filled under another name and takes its own when it is whole, so a start that was cut short leaves no
    half store behind, and of two starts at once one finds the other's. Raises `StoreError`.
    """
    if directory is None:
        with ExitStack() as stack:
            connection = stack.enter_context(closing(connect(":memory:")))
            make(connection)
            stack.pop_all()
    else:
        with _readable_errors(f"cannot use the data directory {directory}"):
            connection = _open_baseline_file(directory, make)
    connection.exec_driver_sql("PRAGMA query_only = ON")
    return connection


def _open_baseline_file(directory: Path, make: Fill) -> Connection:
    path = directory / BASELINE
    directory.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        with scratch(directory) as connection:
            make(connection)
            file = raw_connection(connection).execute("PRAGMA database_list").fetchone()[2]
            connection.close()
            if not path.exists():
                Path(file).rename(path)
    with ExitStack() as stack:
        connection = stack.enter_context(closing(connect_unchanging(path)))
        read_origin(connection, path)
        stack.pop_all()
    return connection


@contextmanager
def _readable_errors(doing: str) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise StoreError(f"{doing}: {error.strerror}") from error
    except (sqlite3.OperationalError, OperationalError) as error:
        reason = error.orig if isinstance(error, OperationalError) else error
        raise StoreError(f"{doing}: {reason}") from error
