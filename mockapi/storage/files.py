"""Stores in files: opened, made, loaded and locked."""

import os
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path
from secrets import token_hex

from mockapi.storage.schema import Fill, Schema, check_integrity, check_tables, is_current
from mockapi.storage.store import Store, StoreError
from mockapi.storage.upgrade import upgrade_store

SUFFIX = ".sqlite3"
BASELINE = f"baseline{SUFFIX}"
HEADER_BYTES = 100
MAX_PAGE_SIZE = 65_536
"""In bytes; the header has 1 for it."""

_MAX_MAPPED_BYTES = 2**31
_WHILE_MAKING = ("synchronous = OFF", "journal_mode = OFF", "locking_mode = EXCLUSIVE", "cache_size = -65536")
"""Settings of a file that is being made, with a cache of 64 MiB: it is deleted if that fails."""


def open_file(path: Path, schema: Schema) -> Store:
    """Open a file to which other processes may write at the same time. Raises `StoreError`."""
    with _closed_on_error(_open_current(path, schema)) as store:
        # Only now: nothing of a file that is not ours may change. And without waiting for the disk: it takes longer
        # than everything else here, and a file that is lost with the power leaves the baseline.
        for setting in ("synchronous = OFF", "journal_mode = WAL", "synchronous = NORMAL"):
            store.execute(f"PRAGMA {setting}")
        return store


def open_fixed_file(path: Path, schema: Schema) -> Store:
    """Open a file to which no process writes. Raises `StoreError`."""
    with _closed_on_error(_open_current(path, schema, is_fixed=True)) as store:
        # The pages are then read from the system's cache without a system call for each.
        store.execute(f"PRAGMA mmap_size = {_MAX_MAPPED_BYTES}")
        return store


def _open_current(path: Path, schema: Schema, *, is_fixed: bool = False) -> Store:
    """Open a file; a store of an older format, or one that lacks a table, is upgraded first."""
    with _closed_on_error(Store(path, is_fixed=is_fixed)) as store:
        if is_current(store, schema, path):
            return store
        _upgrade_file(store, path, schema)
    return Store(path, is_fixed=is_fixed)


def _upgrade_file(old: Store, path: Path, schema: Schema) -> None:
    """Replace an older store by one of the current format, once that is whole and on the disk."""
    unfinished = _unfinished(path.parent)
    try:
        make_file(unfinished, partial(upgrade_store, old, schema=schema, name=path))
        # Now its log is gone: SQLite would take it for the new file's.
        old.close()
        with unfinished.open("rb+") as file:
            os.fsync(file)
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)


def _unfinished(directory: Path) -> Path:
    """Return a name that no other process uses and no store has."""
    return directory / f"making.{token_hex(8)}"


def make_in_memory(fill: Fill) -> Store:
    """Return a new database in memory that `fill` has filled."""
    with _closed_on_error(Store()) as store:
        fill(store)
        return store


def make_file(path: Path, fill: Fill) -> None:
    """Make `path` a database that `fill` has filled, in place of any file there; no file is left if that fails."""
    path.unlink(missing_ok=True)
    try:
        with closing(Store(path)) as store:
            for setting in _WHILE_MAKING:
                store.execute(f"PRAGMA {setting}")
            fill(store)
            # The header of a store that is in use names a log beside it; a copy has none.
            store.execute("PRAGMA journal_mode = DELETE")
    except BaseException:
        path.unlink(missing_ok=True)
        raise


@contextmanager
def temporary_store(directory: Path | None, fill: Fill) -> Iterator[Store]:
    """Yield a store that `fill` has filled, in memory or in a file in `directory`. It is gone afterwards."""
    if directory is None:
        with closing(make_in_memory(fill)) as store:
            yield store
        return
    path = _unfinished(directory)
    try:
        make_file(path, fill)
        with closing(Store(path, is_fixed=True)) as store:
            yield store
    finally:
        path.unlink(missing_ok=True)


def write_file(source: Store, path: Path) -> None:
    """Write a store as one file. Raises `StoreError`."""
    with readable_errors(f"cannot write {path}"):
        make_file(path, source.copy_to)


def load_file(path: Path, schema: Schema, target: Store) -> None:
    """Fill the empty database `target` from a file, upgraded if it is older. The file stays as it is.

    Raises `StoreError`: the file cannot be read, is damaged, is no store, or has other tables.
    """
    with readable_errors(f"cannot read {path}"):
        _check_file(path)
        with closing(Store(path, is_fixed=True)) as source:
            has_current_tables = is_current(source, schema, path)
            check_integrity(source, path)
            if has_current_tables:
                check_tables(source, schema, path)
                source.copy_to(target)
            else:
                upgrade_store(source, target, schema, path)


def _check_file(path: Path) -> None:
    """Raise `StoreError` for a file that is missing, in use, or shorter than its header says.

    SQLite would read zeros in place of the rest. Source: the database header, SQLite's "Database File Format", 1.3.
    """
    if not path.is_file():
        raise StoreError(f"cannot read {path}: no such file")
    # A log beside it belongs to a server that is running or was killed: its last writes are not in the file.
    if Path(f"{path}-wal").exists() and os.path.getsize(f"{path}-wal"):
        raise StoreError(f"{path} is in use by a server; take a snapshot instead")
    with path.open("rb") as file:
        header = file.read(HEADER_BYTES)
    page_size, pages = int.from_bytes(header[16:18]), int.from_bytes(header[28:32])
    has_size = header.startswith(b"SQLite format 3\0") and header[24:28] == header[92:96]
    if has_size and path.stat().st_size < (page_size if page_size > 1 else MAX_PAGE_SIZE) * pages:
        raise StoreError(f"{path} was cut short")


def open_baseline(directory: Path | None, schema: Schema, make: Fill) -> Store:
    """Open the store that every sandbox begins with, read-only; `make` fills it first if `directory` has none.

    A new file is filled under another name and renamed when it is whole, so a start that was cut short leaves no half
    store behind. Raises `StoreError`.
    """
    if directory is None:
        store = make_in_memory(make)
    else:
        path = directory / BASELINE
        with readable_errors(f"cannot use the data directory {directory}"):
            directory.mkdir(parents=True, exist_ok=True)
            if not path.exists():
                unfinished = _unfinished(directory)
                make_file(unfinished, make)
                unfinished.rename(path)
            store = open_fixed_file(path, schema)
    store.execute("PRAGMA query_only = ON")
    return store


@contextmanager
def locked(directory: Path) -> Iterator[None]:
    """Keep other servers from `directory`, which is made if need be, to the end of the block or of the process.

    They would not notice what this one writes. Leaves no file. Raises `StoreError`: another server uses the directory,
    or it cannot be used at all.
    """
    with readable_errors(f"cannot use the data directory {directory}"):
        directory.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(directory, os.O_RDONLY) if sys.platform != "win32" else None
    try:
        if descriptor is not None:
            _lock(descriptor, directory)
        yield
    finally:
        if descriptor is not None:
            os.close(descriptor)


def _lock(descriptor: int, directory: Path) -> None:
    if sys.platform != "win32":
        # Windows has no such module.
        import fcntl  # noqa: PLC0415

        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise StoreError(f"the data directory {directory} is in use by another server") from error
        except OSError:
            # A file system without locks: a second server goes unnoticed there.
            pass


@contextmanager
def _closed_on_error(store: Store) -> Iterator[Store]:
    try:
        yield store
    except BaseException:
        store.close()
        raise


@contextmanager
def readable_errors(doing: str) -> Iterator[None]:
    """Turn errors of the system or of SQLite into a `StoreError` whose text begins with `doing`."""
    try:
        yield
    except OSError as error:
        raise StoreError(f"{doing}: {error.strerror}") from error
    except sqlite3.DatabaseError as error:
        # Other errors (a broken constraint, a misuse) do not come from the file: those are bugs.
        if type(error) not in (sqlite3.OperationalError, sqlite3.DatabaseError):
            raise
        raise StoreError(f"{doing}: {error}") from error
