"""Named stores: sandboxes' own data, and snapshots. In memory, or one file each in a directory."""

import os
import re
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote

from mockapi.storage.files import SUFFIX, copy_to_file, copy_to_memory, open_file, open_fixed_file, readable_errors
from mockapi.storage.store import Store, StoreError

LOGS = ("-wal", "-shm")
"""What SQLite puts beside a file that is in use."""
MAX_OPEN = 32


class _Opened(NamedTuple):
    store: Store
    file: tuple[int, int] | None
    """Which file it is, whatever has its name by now."""


class Stores:
    """Stores by name. With a directory they are files that survive restarts, and are found again by their names."""

    def __init__(self, directory: Path | None = None, *, are_fixed: bool = False) -> None:
        """`are_fixed`: nobody writes to one, but other processes may put another in its place or take it away."""
        self._directory = directory
        self._are_fixed = are_fixed
        self._open: dict[str, _Opened] = {}
        """Those used last at the end. Files are closed beyond a bound: a process may open only so many."""

    @property
    def are_files(self) -> bool:
        """Whether others than this process can get at them."""
        return self._directory is not None

    def names(self) -> list[str]:
        """All names, those that were used last at the end."""
        if self._directory is None:
            return list(self._open)
        files = sorted(self._directory.glob(f"*{SUFFIX}"), key=_last_used)
        by_name = {unquote(path.name.removesuffix(SUFFIX)): path for path in files}
        return [name for name, path in by_name.items() if path == self._path(name)]

    def has(self, name: str) -> bool:
        """Whether there is a store of that name, in whatever state it is."""
        path = self._path(name)
        return name in self._open or (path is not None and path.exists())

    def open(self, name: str) -> Store | None:
        """The store of that name, or None; the next call may close it. Raises `StoreError`."""
        path = self._path(name)
        opened = self._open.pop(name, None)
        is_other = opened is not None and path is not None and _identity(path) != opened.file
        if opened is not None and is_other and self._are_fixed:
            opened.store.close()
        elif opened is not None:
            self._open[name] = opened
            if is_other:
                raise StoreError(f"{path} was removed or replaced while it was in use")
            return opened.store
        if path is None:
            return None
        with readable_errors(f"cannot use {path}"):
            return self._open_file(name, path) if path.exists() else None

    def create(self, name: str, source: Store) -> Store:
        """A store that is a copy of `source`; one of that name is replaced when the copy is whole. Raises `StoreError`.

        It costs what `source` is large, however much was written to the one that is replaced.
        """
        path = self._path(name)
        if path is None:
            store = copy_to_memory(source)
            self.drop(name)
            self._open[name] = _Opened(store, None)
            return store
        with readable_errors(f"cannot write {path}"):
            path.parent.mkdir(parents=True, exist_ok=True)
            # Another process may put one of the same name in its place at the same time.
            unfinished = path.with_suffix(f".{os.getpid()}.partial" if self._are_fixed else ".partial")
            copy_to_file(source, unfinished)
            self._forget(name)
            unfinished.replace(path)
            return self._open_file(name, path)

    def drop(self, name: str) -> None:
        """Forget the store of that name, if there is one. Raises `StoreError`."""
        path = self._path(name)
        with readable_errors(f"cannot remove {path}"):
            self._forget(name)
            if path is not None:
                path.unlink(missing_ok=True)

    def mark_used(self, name: str, seconds: float) -> None:
        """Let the file of that name, if there is one, say when it was last used (seconds since 1970)."""
        path = self._path(name)
        if path is not None:
            with suppress(OSError):
                os.utime(path, (seconds, seconds))

    def close(self) -> None:
        """Close all; what is in memory is gone."""
        for opened in self._open.values():
            opened.store.close()
        self._open.clear()

    def _open_file(self, name: str, path: Path) -> Store:
        store = open_fixed_file(path) if self._are_fixed else open_file(path)
        self._open[name] = _Opened(store, _identity(path))
        if len(self._open) > MAX_OPEN:
            self._open.pop(next(iter(self._open))).store.close()
        return store

    def _forget(self, name: str) -> None:
        opened = self._open.pop(name, None)
        path = self._path(name)
        if opened is not None:
            if path is not None and not self._are_fixed and _identity(path) == opened.file:
                opened.store.discard()
            opened.store.close()
        if path is not None:
            # Beside a new file of the same name the log would be taken for its own.
            for suffix in LOGS:
                Path(f"{path}{suffix}").unlink(missing_ok=True)

    def _path(self, name: str) -> Path | None:
        """Capitals are encoded: a file system may take no notice of them."""
        if self._directory is None:
            return None
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
    with suppress(OSError):
        status = path.stat()
        return status.st_dev, status.st_ino
    return None
