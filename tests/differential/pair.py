"""Holds the two servers that are compared, and sends the same to both."""

import re
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from urllib.parse import unquote

from tests.differential.comparison import Tally
from tests.differential.journals import differing_parts
from tests.differential.masking import mask_control, mask_output, mask_server
from tests.differential.servers import Server
from tests.differential.wire import SECONDS, Connection, Reply, Request

MOST_UNCOMPARED = 250
"""After so many requests of a sandbox its journal is compared: it keeps the last 1,000."""

_NAME = re.compile(r"[A-Za-z0-9._-]{1,64}")
_SANDBOX = re.compile(r"/(?:~|%7[eE])([^/?]*)(.*)", re.DOTALL)


class Side:
    """Hold one of the two servers and a kept connection to it."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self._connection: Connection | None = None

    def connect(self) -> Connection:
        """Return a connection on which a request can be sent."""
        if self._connection is None or not self._connection.is_fresh:
            self.disconnect()
            self._connection = Connection(self.server.port)
        return self._connection

    def disconnect(self) -> None:
        """End the kept connection."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def masked(self, reply: Reply, *, is_control: bool) -> bytes:
        """Return the bytes of a reply as they are compared."""
        content = mask_server(reply.content, self.server.port)
        content = mask_control(content, self.server.port) if is_control else content
        return content + f"\r\n(connection: {reply.ending})".encode()


class Pair:
    """Send requests to two servers and compare what comes back."""

    def __init__(
        self,
        programs: tuple[str, str],
        tally: Tally,
        arguments: Sequence[str] = (),
        *,
        folders: tuple[Path | None, Path | None] = (None, None),
        variables: dict[str, str] | None = None,
    ) -> None:
        """Start both servers with the same `arguments` and `variables`, each in its own folder."""
        self.tally = tally
        self._uncompared: Counter[str] = Counter()
        self.sides: list[Side] = []
        try:
            for program, folder in zip(programs, folders, strict=True):
                self.sides.append(Side(Server(program, [*arguments], variables, folder)))
            for side in self.sides:
                side.server.wait()
        except BaseException:
            self._kill()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is not None:
            self._kill()
        else:
            self.stop()

    def ask(self, request: Request, *, title: str = "") -> Reply:
        """Send one request to both over kept connections and compare the answers; return the first server's."""
        encoded = request.encoded()
        replies = self._exchange([encoded] * 2, request.method)
        self.compare(title or describe(encoded), replies, is_control=is_control(request.target))
        self._note(request)
        return replies[0]

    def prepare(self, request: Request) -> None:
        """Send one request to both that is neither counted nor compared."""
        self._exchange([request.encoded()] * 2, request.method)

    def ask_each(self, request: Request) -> list[Reply]:
        """Send one request to both, count it, and leave the comparison to the caller."""
        self.tally.count()
        return self._exchange([request.encoded()] * 2, request.method)

    def ask_own(self, encoded: Sequence[bytes], method: str, *, title: str) -> None:
        """Send each server a request of its own to the control plane, and compare the answers."""
        self.compare(title, self._exchange(encoded, method), is_control=True)

    def _exchange(self, encoded: Sequence[bytes], method: str) -> list[Reply]:
        connections = [side.connect() for side in self.sides]
        for connection, content in zip(connections, encoded, strict=True):
            connection.send(content)
        return [connection.receive([method]) for connection in connections]

    def converse(self, pieces: Sequence[bytes], methods: Sequence[str], *, pause: float = 0.001) -> None:
        """Send pieces over a new connection to each server, with pauses, and compare all that comes back.

        `methods`: of the requests that the pieces are, in order. TCP may join pieces all the same.
        """
        connections = [Connection(side.server.port) for side in self.sides]
        for number, piece in enumerate(pieces):
            for connection in connections:
                connection.send(piece)
            if number + 1 < len(pieces):
                time.sleep(pause)
        replies = [connection.receive(methods) for connection in connections]
        for connection in connections:
            connection.close()
        self._compare_conversation(pieces, replies, len(methods))

    def take_turns(self, requests: Sequence[bytes], methods: Sequence[str]) -> None:
        """Send requests over a new connection to each server, each after the answer to the one before; compare."""
        replies = []
        for side in self.sides:
            connection, content, ending = Connection(side.server.port), b"", "open"
            for request, method in zip(requests, methods, strict=True):
                if ending == "open":
                    connection.send(request)
                    reply = connection.receive([method])
                    content, ending = content + reply.content, reply.ending
            connection.close()
            replies.append(Reply(content, ending))
        self._compare_conversation(requests, replies, len(requests))

    def _compare_conversation(self, pieces: Sequence[bytes], replies: list[Reply], count: int) -> None:
        title = "conversation of " + "\n  then ".join(describe(piece) for piece in pieces)
        self.compare(title, replies, is_control=b"/__admin" in b"".join(pieces), count=count)

    def compare(self, title: str, replies: list[Reply], *, is_control: bool = False, count: int = 1) -> None:
        """Count requests and compare what came back."""
        self.tally.count(count)
        before, after = (
            side.masked(reply, is_control=is_control) for side, reply in zip(self.sides, replies, strict=True)
        )
        self.tally.compare(title, before, after)
        if any(reply.ending == "timeout" for reply in replies):
            endings = " and ".join(reply.ending for reply in replies)
            self.tally.compare(f"{title}\n  within {SECONDS} s", "answered", f"not answered: {endings}")

    def _note(self, request: Request) -> None:
        name = sandbox_of(request)
        if name is not None and not is_control(request.target):
            self.touch(name, 1)

    def touch(self, name: str, requests: int) -> None:
        """Note that so many requests went to a sandbox; compare its journal before it drops any."""
        self._uncompared[name] += requests
        if self._uncompared[name] >= MOST_UNCOMPARED:
            self.compare_journal(name)

    def forget(self, name: str) -> None:
        """Leave a sandbox's journal out of the comparison."""
        self._uncompared.pop(name, None)

    def compare_journal(self, name: str) -> None:
        """Compare the latest entries of a sandbox's journal, one by one where they differ."""
        limit = self._uncompared.pop(name, 0) + 5
        replies = self.ask_each(Request("GET", f"/__admin/requests?limit={limit}", (("X-Mock-Sandbox", name),)))
        before, after = (
            mask_control(reply.body, side.server.port) for side, reply in zip(self.sides, replies, strict=True)
        )
        for title, one, other in differing_parts(name, before, after):
            self.tally.compare(title, one, other)

    def compare_journals(self) -> None:
        """Compare the journals of all sandboxes that had requests since they were compared."""
        for name in list(self._uncompared):
            self.compare_journal(name)

    def stop(self) -> None:
        """End both servers in order, and compare how they ended and what they printed."""
        ends: list[tuple[Any, ...]] = []
        for side in self.sides:
            side.disconnect()
            status, server = side.server.stop(), side.server
            own = [line for line in server.errors.splitlines() if line.startswith("mockapi: ")]
            ends.append((status, mask_output(server.output, server.port), server.errors.count("Traceback"), own))
            server.clean()
        names = ("exit status", "standard output", "number of tracebacks", "messages on standard error")
        for name, before, after in zip(names, *ends, strict=True):
            self.tally.compare(f"{name} of the server", str(before), str(after))
        self.sides = []

    def _kill(self) -> None:
        for side in self.sides:
            side.disconnect()
            side.server.kill()
            side.server.clean()


def is_control(target: str) -> bool:
    """Tell whether a request goes to the control plane or to a page of the emulator."""
    path = sandbox_and_path(target)[1].partition("?")[0]
    return path in ("/", "") or path.startswith("/__admin") or path.endswith(("/docs", "/openapi.json"))


def sandbox_and_path(target: str) -> tuple[str | None, str]:
    """Return the sandbox that a target names, and the rest of the target."""
    found = _SANDBOX.fullmatch(target)
    return (unquote(found[1]), found[2] or "/") if found else (None, target)


def sandbox_of(request: Request) -> str | None:
    """Return the sandbox that a request is for; None: it names none that can be."""
    names = [value for name, value in request.headers if name.lower() == "x-mock-sandbox"]
    named = sandbox_and_path(request.target)[0]
    names += [named] if named is not None else []
    if len(set(names)) > 1 or not all(_NAME.fullmatch(name) for name in names):
        return None
    return names[0] if names else "default"


def describe(encoded: bytes) -> str:
    """Write a request for a person, cut to a readable length."""
    text = encoded.decode("latin-1").replace("\r\n", "\n    ").encode("ascii", "backslashreplace").decode()
    return text if len(text) <= 1500 else f"{text[:1500]}… ({len(encoded)} bytes)"
