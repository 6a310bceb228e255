"""One server to a data directory: what a second one holds in memory would no longer be so."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from mockapi.storage.files import readable_errors
from mockapi.storage.store import StoreError


@contextmanager
def locked(directory: Path) -> Iterator[None]:
    """Keep other servers from `directory`, which is made if need be, to the end of the block or of the process.

    Leaves no file. Raises `StoreError`: another server uses the directory, or it cannot be used at all.
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
        # Not there on Windows.
        import fcntl  # noqa: PLC0415

        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise StoreError(f"the data directory {directory} is in use by another server") from error
        except OSError:
            # A file system that has no locks: a second server goes unnoticed there.
            pass
