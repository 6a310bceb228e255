"""Stores in files: opened, written, read whole, and the baseline, which is made once and never changes."""

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from functools import partial
from pathlib import Path
from secrets import token_hex

from mockapi.storage.schema import FORMAT, Fill, Schema, check_integrity, check_tables, read_origin
from mockapi.storage.store import Store, StoreError
from mockapi.storage.upgrade import upgrade_store

SUFFIX = ".sqlite3"
BASELINE = f"baseline{SUFFIX}"
HEADER_BYTES = 100
MAX_PAGE_SIZE = 65_536
"""In bytes; the header has 1 for it."""

_MAX_MAPPED_BYTES = 2**31
_WHILE_MAKING = ("synchronous = OFF", "journal_mode = OFF", "locking_mode = EXCLUSIVE", "cache_size = -65536")
"""Settings of a store that is being made, with a cache of 64 MiB. When making it fails, its whole directory goes."""


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
    """Open a file; a store of an older format is upgraded first."""
    with _closed_on_error(Store(path, is_fixed=is_fixed)) as store:
        if read_origin(store, path).format == FORMAT:
            return store
        _upgrade_file(store, path, schema)
    return Store(path, is_fixed=is_fixed)


def _upgrade_file(old: Store, path: Path, schema: Schema) -> None:
    """Replace an older store by one of the current format, once that is whole and on the disk."""
    unfinished = path.with_suffix(f".{os.getpid()}.upgrade")
    try:
        make_file(unfinished, partial(upgrade_store, old, schema=schema, name=path))
        # Now its log is gone: SQLite would take it for the new file's.
        old.close()
        with unfinished.open("rb+") as file:
            os.fsync(file)
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)


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
            store.execute("PRAGMA synchronous = OFF")
            fill(store)
            # The header of a store that is in use names a log beside it; a copy has none.
            store.execute("PRAGMA journal_mode = DELETE")
    except BaseException:
        path.unlink(missing_ok=True)
        raise


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
            origin = read_origin(source, path)
            check_integrity(source, path)
            if origin.format == FORMAT:
                check_tables(source, schema, path)
                source.copy_to(target)
            else:
                upgrade_store(source, target, schema, path)


def _check_file(path: Path) -> None:
    """Raise `StoreError` for a file that is not there, not whole or in use."""
    if not path.is_file():
        raise StoreError(f"cannot read {path}: no such file")
    # A log beside it belongs to a server that is running or was killed: its last writes are not in the file.
    if Path(f"{path}-wal").exists() and os.path.getsize(f"{path}-wal"):
        raise StoreError(f"{path} is in use by a server; take a snapshot instead")
    _check_size(path)


def _check_size(path: Path) -> None:
    """Raise `StoreError` for a file shorter than its header says: SQLite would read zeros in place of the rest.

    Source: the SQLite database header, "Database File Format", 1.3.
    """
    with path.open("rb") as file:
        header = file.read(HEADER_BYTES)
    page_size, pages = int.from_bytes(header[16:18]), int.from_bytes(header[28:32])
    has_size = header.startswith(b"SQLite format 3\0") and header[24:28] == header[92:96]
    if has_size and path.stat().st_size < (page_size if page_size > 1 else MAX_PAGE_SIZE) * pages:
        raise StoreError(f"{path} was cut short")


@contextmanager
def scratch(directory: Path | None) -> Iterator[Store]:
    """Open an empty database to make a store in: in memory, or in a file in `directory`. It is gone afterwards."""
    if directory is None:
        with closing(Store()) as store:
            yield store
        return
    # A directory of its own, because SQLite puts files of its own beside the database's.
    workshop = directory / f"making.{token_hex(8)}"
    with ExitStack() as stack:
        # Before the directory is made: a signal may end the process at any moment.
        stack.callback(shutil.rmtree, workshop, ignore_errors=True)
        workshop.mkdir(mode=0o700)
        store = stack.enter_context(closing(Store(workshop / BASELINE)))
        for setting in _WHILE_MAKING:
            store.execute(f"PRAGMA {setting}")
        yield store


def open_baseline(directory: Path | None, schema: Schema, make: Fill) -> Store:
    """Open the store that every sandbox begins with, read-only; `make` fills it first if `directory` has none.

    A new file is filled under another name and renamed when it is whole, so a start that was cut short leaves no half
    store behind, and of two starts at once one finds the other's. Raises `StoreError`.
    """
    if directory is None:
        store = make_in_memory(make)
    else:
        with readable_errors(f"cannot use the data directory {directory}"):
            store = _open_baseline_file(directory, schema, make)
    store.execute("PRAGMA query_only = ON")
    return store


def _open_baseline_file(directory: Path, schema: Schema, make: Fill) -> Store:
    path = directory / BASELINE
    directory.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        with scratch(directory) as store:
            make(store)
            store.close()
            if store.path and not path.exists():
                store.path.rename(path)
    return open_fixed_file(path, schema)


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
