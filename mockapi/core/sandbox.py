"""One isolated world: a store and its clock. The only place that commits what a request wrote."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import cast

from sqlalchemy import Connection

from mockapi.core.clock import Clock


class Sandbox:
    """The data that a request sees, on one kept connection.

    Requests use it from the event loop alone, and nothing suspends between the first statement of a request and its
    commit, so requests are serial without a lock.
    """

    def __init__(self, connection: Connection, clock: Clock | None = None) -> None:
        """`connection` is in autocommit mode (see `core.store`) and belongs to the sandbox from now on."""
        self.clock = clock or Clock()
        self._connection = connection

    def reading(self) -> Connection:
        """The connection, for statements that change nothing."""
        return self._connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """The connection in a transaction: committed at the end of the block, undone whole when it raises."""
        self._connection.exec_driver_sql("BEGIN IMMEDIATE")
        try:
            yield self._connection
            self._connection.exec_driver_sql("COMMIT")
        except BaseException:
            # SQLite has ended the transaction by itself when, for example, the disk is full.
            if _raw(self._connection).in_transaction:
                self._connection.exec_driver_sql("ROLLBACK")
            raise

    def restore(self, pristine: Connection) -> None:
        """Become a copy of another store, in a time that does not depend on what was written here."""
        _raw(pristine).backup(_raw(self._connection))

    def close(self) -> None:
        """Give the connection back; an in-memory store is gone."""
        self._connection.close()
        self._connection.engine.dispose()


def _raw(connection: Connection) -> sqlite3.Connection:
    return cast(sqlite3.Connection, connection.connection.driver_connection)
