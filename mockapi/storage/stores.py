"""Named stores: the sandboxes' own data, and snapshots."""

import os
import re
from contextlib import suppress
from pathlib import Path
from urllib.parse import unquote

from mockapi.bounded_dict import BoundedDict
from mockapi.storage.files import SUFFIX, make_file, make_in_memory, open_file, open_fixed_file, readable_errors
from mockapi.storage.schema import Fill, Schema
from mockapi.storage.store import Store, StoreError

LOGS = ("-wal", "-shm")
"""Suffixes of the files that SQLite puts beside one that is in use."""
MAX_OPEN = 32


class Stores:
    """Stores in memory, by name."""

    def __init__(self) -> None:
        self._open: dict[str, Store] = {}

    def names(self) -> list[str]:
        """Return all names, the last used at the end."""
        return list(self._open)

    def has(self, name: str) -> bool:
        """Return whether there is a store of that name, in whatever state it is."""
        return name in self._open

    def open(self, name: str) -> Store | None:
        """Return the store of that name, or None; the next call may close it. Raises `StoreError`."""
        return self._open.get(name)

    def create(self, name: str, fill: Fill) -> Store:
        """Return a new store that `fill` has filled; it replaces any of that name when it is whole.

        Raises `StoreError`.
        """
        store = make_in_memory(fill)
        self.drop(name)
        self._open[name] = store
        return store

    def drop(self, name: str) -> None:
        """Delete the store of that name, if there is one. Raises `StoreError`."""
        store = self._open.pop(name, None)
        if store is not None:
            store.close()

    def mark_used(self, name: str, seconds: float) -> None:
        """Store when the store of that name was last used (seconds since 1970), if it outlives the process."""

    def close(self) -> None:
        """Close all stores; those in memory are gone."""
        for store in self._open.values():
            store.close()
        self._open.clear()


class FileStores(Stores):
    """Stores in the files of a directory, by name. They survive restarts."""

    def __init__(self, directory: Path, schema: Schema, *, are_fixed: bool = False) -> None:
        """`are_fixed`: no process writes to a file, but other processes may replace or delete it."""
        # A process may open only so many files.
        self._open: BoundedDict[str, Store] = BoundedDict(MAX_OPEN, on_drop=Store.close)
        self._directory = directory
        self._schema = schema
        self._are_fixed = are_fixed
        self._files: dict[str, tuple[int, int] | None] = {}
        """The file that a store was opened from, which another one may have replaced."""

    def names(self) -> list[str]:
        files = sorted(self._directory.glob(f"*{SUFFIX}"), key=_last_used)
        by_name = {unquote(path.name.removesuffix(SUFFIX)): path for path in files}
        return [name for name, path in by_name.items() if path == self._path(name)]

    def has(self, name: str) -> bool:
        return name in self._open or self._path(name).exists()

    def open(self, name: str) -> Store | None:
        path = self._path(name)
        store = self._open.get(name)
        if store is not None and _identity(path) == self._files[name]:
            self._open.move_to_end(name)
            return store
        if store is not None and not self._are_fixed:
            raise StoreError(f"{path} was removed or replaced while it was in use")
        with readable_errors(f"cannot use {path}"):
            super().drop(name)
            return self._open_file(name, path) if path.exists() else None

    def create(self, name: str, fill: Fill) -> Store:
        """Return a new store that `fill` has filled; it replaces any of that name when it is whole.

        It takes as long as the new store is large, however much was written to the old one. Raises `StoreError`.
        """
        path = self._path(name)
        with readable_errors(f"cannot write {path}"):
            path.parent.mkdir(parents=True, exist_ok=True)
            # Another process may create a snapshot of the same name at the same time.
            unfinished = path.with_suffix(f".{os.getpid()}.partial" if self._are_fixed else ".partial")
            make_file(unfinished, fill)
            self._forget(name, path)
            unfinished.replace(path)
            return self._open_file(name, path)

    def drop(self, name: str) -> None:
        path = self._path(name)
        with readable_errors(f"cannot remove {path}"):
            self._forget(name, path)
            path.unlink(missing_ok=True)

    def mark_used(self, name: str, seconds: float) -> None:
        """Set the time at which the file of that name, if there is one, was last used (seconds since 1970)."""
        with suppress(OSError):
            os.utime(self._path(name), (seconds, seconds))

    def _open_file(self, name: str, path: Path) -> Store:
        store = (open_fixed_file if self._are_fixed else open_file)(path, self._schema)
        self._open[name] = store
        self._files[name] = _identity(path)
        return store

    def _forget(self, name: str, path: Path) -> None:
        store = self._open.pop(name, None)
        if store is not None:
            if not self._are_fixed and _identity(path) == self._files[name]:
                store.discard()
            store.close()
        # Beside a new file of the same name SQLite would take the old log for its own.
        for suffix in LOGS:
            Path(f"{path}{suffix}").unlink(missing_ok=True)

    def _path(self, name: str) -> Path:
        """Return the path of a store; capitals are encoded, because a file system may ignore case."""
        safe = re.sub(rb"[^a-z0-9._-]", lambda byte: b"%%%02X" % ord(byte[0]), name.encode(errors="replace"))
        return self._directory / f"{safe.decode()}{SUFFIX}"


def _last_used(path: Path) -> int:
    times = [0]
    for file in (path, Path(f"{path}-wal")):
        # Another process may just have removed it.
        with suppress(OSError):
            times.append(file.stat().st_mtime_ns)
    return max(times)


def _identity(path: Path) -> tuple[int, int] | None:
    """Return what tells a file from another one of the same name: its device and its inode."""
    with suppress(OSError):
        status = path.stat()
        return status.st_dev, status.st_ino
    return None
