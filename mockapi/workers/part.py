"""Which sandboxes live in which worker, and how one worker gets at the data of another's."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from zlib import crc32

from sqlalchemy import Connection

from mockapi.core.store import StoreError
from mockapi.core.store_files import SUFFIX, read_file, readable_errors
from mockapi.workers.link import LinkLostError
from mockapi.workers.peer import Peer


class WorkerPart:
    """The share of one worker: the `Part` of its world."""

    def __init__(self, number: int, peers: Mapping[int, Peer], directory: Path) -> None:
        """`number`: which worker this is, from 0 on; `peers`: the others by theirs; `directory`: of all the data."""
        self.number = number
        self.peers = peers
        self._count = len(peers) + 1
        self._directory = directory

    def owner(self, sandbox: str) -> int:
        """The number of the worker in which a sandbox lives: the same in every process and after every restart."""
        return crc32(sandbox.encode(errors="replace")) % self._count

    def owns(self, sandbox: str) -> bool:
        """Whether a sandbox lives here."""
        return self.owner(sandbox) == self.number

    @asynccontextmanager
    async def borrow(self, sandbox: str) -> AsyncIterator[Connection | None]:
        """The data of a sandbox that lives elsewhere, as they were at one moment, until the end of the block.

        None: they are the baseline. Raises `KeyError`: there is no such sandbox; and `StoreError`.
        """
        with (
            readable_errors("cannot copy a sandbox"),
            TemporaryDirectory(prefix="borrowed.", dir=self._directory) as folder,
        ):
            path = Path(folder) / f"sandbox{SUFFIX}"
            try:
                told = await self.peers[self.owner(sandbox)].borrow(sandbox, str(path))
            except LinkLostError as error:
                raise StoreError(f"the process of the sandbox {sandbox!r} has ended") from error
            if not told["exists"]:
                raise KeyError(sandbox)
            if "error" in told:
                raise StoreError(told["error"])
            if not told["differs"]:
                yield None
                return
            with read_file(path) as data:
                yield data
