"""One process of several that are one server."""

import asyncio
import gc
import os
import signal
import socket
from collections.abc import Callable, Collection, Sequence
from contextlib import closing
from dataclasses import dataclass
from multiprocessing.connection import Connection
from types import FrameType
from typing import Any

from starlette.types import ASGIApp

from mockapi.app import MockApi
from mockapi.server import HttpServer
from mockapi.settings import Settings
from mockapi.workers.host import Host
from mockapi.workers.part import WorkerPart
from mockapi.workers.peer import Peer
from mockapi.workers.switchboard import Switchboard


@dataclass(frozen=True)
class Wiring:
    """What all processes of a server are connected by; each has inherited all of it, and closes what is not its own."""

    mailboxes: Sequence[tuple[socket.socket, socket.socket]]
    """For each worker where it reads, and where the others write."""
    lifeline: "tuple[Connection[Any, Any], Connection[Any, Any]]"
    """Nothing is ever sent: its end tells the workers that the first process is gone."""
    started: "tuple[Connection[Any, Any], Connection[Any, Any]]"
    """A worker sends its number to the first process once it listens."""


def work(number: int, settings: Settings, listening: socket.socket, wiring: Wiring) -> None:
    """Be worker `number` of a server until SIGTERM, or until the process that started it is gone."""
    # Until uvicorn takes the signals over.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    wiring.lifeline[1].close()
    wiring.started[0].close()
    peers = {}
    for other, (reading, writing) in enumerate(wiring.mailboxes):
        (writing if other == number else reading).close()
        if other != number:
            writing.setblocking(False)
            peers[other] = Peer(writing)
    assert settings.data is not None  # noqa: S101
    part = WorkerPart(number, peers, settings.data)

    def tell_started() -> None:
        # Nobody would be left to end this process in order.
        asyncio.get_running_loop().add_reader(wiring.lifeline[0].fileno(), os._exit, 1)
        wiring.started[1].send(number)

    with closing(MockApi(settings, part=part)) as api:
        host = Host(api, api.world.sandboxes, wiring.mailboxes[number][0])
        # What is there by now stays.
        gc.freeze()
        WorkerServer(api, tell_started, Switchboard(api, part), host, peers.values()).run(sockets=[listening])


class WorkerServer(HttpServer):
    """uvicorn that also answers what other workers relay, until they have no more."""

    def __init__(
        self, api: MockApi, started: Callable[[], None], application: ASGIApp, host: Host, peers: Collection[Peer]
    ) -> None:
        """`application`: relays to the `peers`; `host`: answers what they relay."""
        super().__init__(api, started, application)
        self._host = host
        self._peers = peers

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """End in order, but for Ctrl-C in a terminal: that goes to every process, and the first one ends the others."""
        if sig != signal.SIGINT:
            super().handle_exit(sig, frame)

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        self._host.open()
        await super().startup(sockets)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        await super().shutdown(sockets)
        for peer in self._peers:
            peer.close()
        await self._host.close()
