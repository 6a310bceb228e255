"""A SQLite database and everything that belongs to its connection."""

import sqlite3
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import Any, Self, TypeVar

from sqlalchemy import Connection, NullPool, Row, Table, create_engine
from sqlmodel import SQLModel

AnyRow = Row[*tuple[Any, ...]]
"""A row of any selected columns."""
Value = TypeVar("Value")

_LOCK_SECONDS = 5
# A store that was made before there was a sequence has none: it begins at 1.
_NEXT_NUMBERS = (
    "INSERT INTO mockapi_counter VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET value = value + ?2 RETURNING value"
)


class StoreError(Exception):
    """A store that cannot be used; the text tells a person why."""


def table_of(model: type[SQLModel]) -> Table:
    """Return the SQLAlchemy table of a SQLModel class."""
    return SQLModel.metadata.tables[str(model.__tablename__)]


class Store:
    """A SQLite database in memory or in a file, in autocommit mode outside of `transaction`."""

    def __init__(self, path: Path | None = None, *, is_fixed: bool = False) -> None:
        """Connect to a database.

        `path`: its file; None: a new database in memory. `is_fixed`: the file never changes, so no lock is taken.
        """
        self.path = path
        self.created = 0
        """The number of ids that `next_number` returned in the running or the last transaction."""
        self._is_shared = path is not None and not is_fixed
        self._data_version = 0
        self._revision: Hashable = object()
        self._vendor_revisions: dict[str, Hashable] = {}
        """By vendor, where the vendor's tables changed after all tables last did."""
        self._cached: dict[str | None, dict[str, Any]] = {}
        self._sqlite = _connect(path, "immutable=1" if is_fixed else None)
        # Now, because SQLAlchemy would end a transaction that runs already.
        _next_connection.set(self._sqlite)
        self._connection = _engine.connect()

    @property
    def size(self) -> int:
        """Size of the database in bytes."""
        ((size,),) = self.execute("SELECT page_count * page_size FROM pragma_page_count, pragma_page_size")
        return int(size)

    @property
    def changes(self) -> int:
        """The number of rows that were added, changed or removed through this connection, also those rolled back."""
        return self._sqlite.total_changes

    def read(self) -> Connection:
        """Return the SQLAlchemy connection, for statements that change nothing."""
        return self._connection

    def execute(self, sql: str, parameters: Sequence[Any] | Mapping[str, Any] = ()) -> sqlite3.Cursor:
        """Run a statement by SQLite alone, which takes a fraction of SQLAlchemy's time, and return the cursor."""
        return self._sqlite.execute(sql, parameters)

    def execute_many(self, sql: str, rows: Iterable[Sequence[Any]]) -> None:
        """Run a statement once for each row of parameters, while the rows are being made."""
        self._sqlite.executemany(sql, rows)

    def execute_if_supported(self, sql: str) -> bool:
        """Run a statement; return False if SQLite is too old or was built without what it needs."""
        try:
            self.execute(sql)
        except sqlite3.OperationalError:
            return False
        return True

    def insert_rows(self, model: type[SQLModel], columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
        """Insert rows, each with the values of `columns` as SQLite stores them, while the rows are being made.

        SQLAlchemy would build a dictionary for each row, which takes ten times as long at a million rows.
        """
        marks = ", ".join("?" * len(columns))
        # The names are our own tables', the values are bound.
        self.execute_many(f"INSERT INTO {model.__tablename__} ({', '.join(columns)}) VALUES ({marks})", rows)  # noqa: S608

    def next_number(self, name: str) -> int:
        """Return the next number of the sequence `name`."""
        self.created += 1
        return self.reserve_numbers(name, 1)[0]

    def reserve_numbers(self, name: str, count: int) -> range:
        """Take the next `count` numbers of the sequence `name` at once."""
        ((last,),) = self.execute(_NEXT_NUMBERS, (name, count))
        return range(last - count + 1, last + 1)

    @contextmanager
    def transaction(self, vendor: str | None = None) -> Iterator[Self]:
        """Run the block in a transaction: commit at its end, roll back if it raises.

        `vendor`: the only one whose tables the block writes to; None: it may write to any table.
        """
        self.created = 0
        self.execute("BEGIN IMMEDIATE")
        try:
            yield self
            self.execute("COMMIT")
        except BaseException:
            # SQLite has ended the transaction by itself when, for example, the disk is full.
            if self._sqlite.in_transaction:
                self.execute("ROLLBACK")
            raise
        else:
            self._renew_revision(vendor)
        finally:
            self.forget(vendor)

    def revision(self, vendor: str) -> Hashable:
        """Return a token of the vendor's data: two equal tokens mean that the same data would be read.

        A vendor without tables, such as `""`, has the token of all tables.
        """
        self._notice_other_writers()
        return self._vendor_revisions.get(vendor, self._revision)

    def cached(self, vendor: str | None, name: str, make: Callable[[], Value]) -> Value:
        """Return the value that `make` returned after the last transaction that could write to the vendor's tables.

        `vendor` None: after the last one that could write to any table. Keep the value small.
        """
        self._notice_other_writers()
        values = self._cached.setdefault(vendor, {})
        if name not in values:
            values[name] = make()
        value: Value = values[name]
        return value

    def forget(self, vendor: str | None = None) -> None:
        """Drop the cached values of a vendor; None: all of them."""
        if vendor is None:
            self._cached.clear()
        else:
            self._cached.pop(vendor, None)

    def copy_to(self, other: "Store") -> None:
        """Make `other` equal to this store, page by page, whatever it held."""
        self._sqlite.backup(other._sqlite)
        other.forget()
        other._renew_revision()
        if not self._is_shared:
            other._revision, other._vendor_revisions = self._revision, dict(self._vendor_revisions)

    def close(self) -> None:
        """Close the connection; a database in memory is gone."""
        # Cached values may refer to the store.
        self.forget()
        self._connection.close()

    def discard(self) -> None:
        """Close the connection to a file that is about to be deleted: its log is not merged into it, however long.

        The last connection to a file would do that; here the last one can only read.
        """
        with closing(_connect(self.path, "mode=ro" if self.path else None)) as last:
            last.execute("SELECT count(*) FROM sqlite_schema").fetchall()
            self.close()

    def _notice_other_writers(self) -> None:
        """Renew the revision if another process has written to the file since the last call."""
        if self._is_shared:
            # SQLite changes this number for each connection when another one has committed.
            ((version,),) = self.execute("PRAGMA data_version")
            if version != self._data_version:
                self._data_version = version
                self._renew_revision()
                self.forget()

    def _renew_revision(self, vendor: str | None = None) -> None:
        if vendor is None:
            self._revision = object()
            self._vendor_revisions.clear()
        else:
            self._vendor_revisions[vendor] = object()


def _connect(path: Path | None, query: str | None = None) -> sqlite3.Connection:
    name = f"{path.absolute().as_uri()}?{query}" if path and query else path or ":memory:"
    connection = sqlite3.connect(
        name, check_same_thread=False, isolation_level=None, timeout=_LOCK_SECONDS, uri=query is not None
    )
    # SQLite would sort in files, and there may be no directory for them.
    connection.execute("PRAGMA temp_store = MEMORY")
    return connection


_next_connection: ContextVar[sqlite3.Connection] = ContextVar("next connection")

# One engine for all stores, so that a statement is compiled once and not once for each sandbox.
_engine = create_engine("sqlite://", creator=_next_connection.get, poolclass=NullPool, isolation_level="AUTOCOMMIT")
