"""An application behind a relay, as it is for a request that another worker has accepted."""

import socket
from collections.abc import Callable

from starlette.types import ASGIApp, Receive, Scope, Send

from mockapi.app import MockApi
from mockapi.core.faults.connection import note_connection
from mockapi.workers.host import Host
from mockapi.workers.peer import Peer
from mockapi.workers.worker import WorkerServer


def relaying_server(api: MockApi, started: Callable[[], None], application: ASGIApp) -> WorkerServer:
    """A worker that relays all it accepts to itself, so that clients see only the far side of `application`."""
    reading, writing = socket.socketpair()
    writing.setblocking(False)
    peer = Peer(writing)

    async def relay(scope: Scope, receive: Receive, send: Send) -> None:
        note_connection(scope, send)
        await peer.relay(scope, receive, send)

    return WorkerServer(api, started, relay, Host(application, api.world.sandboxes, reading), [peer])
