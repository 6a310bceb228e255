"""Stores as files: copied, written and read whole, and the baseline, which is made once and never changes."""

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from secrets import token_hex

from sqlalchemy import Connection
from sqlalchemy.exc import DatabaseError

from mockapi.storage.store import (
    Fill,
    StoreError,
    connect,
    connect_fixed,
    connect_unchanging,
    copy_store,
    raw_connection,
    read_origin,
)

SUFFIX = ".sqlite3"
BASELINE = f"baseline{SUFFIX}"
HEADER_BYTES = 100
CACHE = "cache_size = -65536"
"""64 MiB, while a store is made."""
MAX_PAGE = 65_536
"""Written as 1 in the header."""


def copy_to_file(source: Connection, path: Path) -> None:
    """Make `path` a copy of a store, in place of what it was; gone when that fails."""
    path.unlink(missing_ok=True)
    try:
        with closing(connect(str(path))) as target:
            target.exec_driver_sql("PRAGMA synchronous = OFF")
            copy_store(source, target)
            # The file of a store that is in use says so; a copy stands for itself.
            target.exec_driver_sql("PRAGMA journal_mode = DELETE")
    except BaseException:
        path.unlink(missing_ok=True)
        raise


def write_file(source: Connection, path: Path) -> None:
    """Write a store as one file. Raises `StoreError`."""
    with readable_errors(f"cannot write {path}"):
        copy_to_file(source, path)


@contextmanager
def read_file(path: Path) -> Iterator[Connection]:
    """A store from a file, which stays as it is. Raises `StoreError`: it cannot be read or is no store."""
    with readable_errors(f"cannot read {path}"):
        if not path.is_file():
            raise StoreError(f"cannot read {path}: no such file")
        # A log beside it belongs to a server that is running or was killed: its last writes are not in the file.
        if Path(f"{path}-wal").exists() and os.path.getsize(f"{path}-wal"):
            raise StoreError(f"{path} is in use by a server; take a snapshot instead")
        _check_size(path)
        with closing(connect_unchanging(path)) as connection:
            read_origin(connection, path)
            yield connection


def _check_size(path: Path) -> None:
    """Raise `StoreError` for a file that is shorter than it says: SQLite would read zeros in place of what is missing.

    Source: the SQLite database header, "Database File Format", 1.3.
    """
    with path.open("rb") as file:
        header = file.read(HEADER_BYTES)
    page_size, pages = int.from_bytes(header[16:18]), int.from_bytes(header[28:32])
    is_told = header.startswith(b"SQLite format 3\0") and header[24:28] == header[92:96]
    if is_told and path.stat().st_size < (page_size if page_size > 1 else MAX_PAGE) * pages:
        raise StoreError(f"{path} was cut short")


@contextmanager
def scratch(directory: Path | None) -> Iterator[Connection]:
    """An empty database to make a store in: in memory, or in `directory` when there is one. Gone afterwards."""
    if directory is None:
        with closing(connect(":memory:")) as connection:
            yield connection
        return
    # A directory of its own, because SQLite puts files of its own beside the database's.
    workshop = directory / f"making.{token_hex(8)}"
    with ExitStack() as stack:
        # Before there is one: a signal may end the process at any moment.
        stack.callback(shutil.rmtree, workshop, ignore_errors=True)
        workshop.mkdir(mode=0o700)
        connection = stack.enter_context(closing(connect(str(workshop / BASELINE))))
        # When it fails, nothing is rolled back: the whole directory goes.
        for setting in ("synchronous = OFF", "journal_mode = OFF", "locking_mode = EXCLUSIVE", CACHE):
            connection.exec_driver_sql(f"PRAGMA {setting}")
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
        with readable_errors(f"cannot use the data directory {directory}"):
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
    return connect_fixed(path)


@contextmanager
def readable_errors(doing: str) -> Iterator[None]:
    """Turn what the system or SQLite say into a `StoreError` that says what was being done."""
    try:
        yield
    except OSError as error:
        raise StoreError(f"{doing}: {error.strerror}") from error
    except (sqlite3.DatabaseError, DatabaseError) as error:
        reason = error.orig if isinstance(error, DatabaseError) else error
        # Of the others (a broken rule of a table, a misuse) the data are not the cause: those are bugs.
        if type(reason) not in (sqlite3.OperationalError, sqlite3.DatabaseError):
            raise
        raise StoreError(f"{doing}: {reason}") from error
