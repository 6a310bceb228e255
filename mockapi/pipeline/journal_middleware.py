"""Writes every request to a vendor's path, or to nobody's, into its sandbox's journal."""

import time

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from mockapi.http.response import MAX_BODY_BYTES, Response
from mockapi.journal.journal import Entry
from mockapi.pipeline.exchange import exchange_of
from mockapi.sandboxes.sandbox import Sandbox


class JournalMiddleware:
    """Stands around the rooms that answer, so that it sees what the client sees."""

    def __init__(self, application: ASGIApp) -> None:
        self._application = application

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        exchange = exchange_of(scope)
        entry, sandbox = exchange.entry, exchange.sandbox
        begun = time.perf_counter()
        sandbox.journal.add(entry)
        sandbox.outcomes.arrived(entry, exchange.request, sandbox.clock.seconds)

        def finish() -> None:
            if entry.seconds is None:
                entry.seconds = time.perf_counter() - begun
                sandbox.journal.finish(entry)
                sandbox.outcomes.ended(entry, sandbox.clock.seconds)

        async def watch(message: Message) -> None:
            _note(entry, message)
            if message["type"] == "http.response.body" and not message.get("more_body", False):
                # Before the last byte goes out: who has the answer finds it in the journal.
                finish()
            await send(message)

        try:
            await self._application(scope, receive, watch)
        except Exception:
            # A fault raises in its own process what a broken connection would have raised in the client.
            entry.bug |= entry.fault is None
            raise
        finally:
            finish()


def record(entry: Entry, sandbox: Sandbox, answer: Response, size: int | None = None) -> None:
    """The short way of an answer that nothing can happen to any more; `size`: the entry's, if it is known."""
    entry.answered(answer)
    sandbox.journal.add(entry, size)


def _note(entry: Entry, message: Message) -> None:
    if message["type"] == "http.response.start":
        entry.status = message["status"]
        entry.headers = tuple(message["headers"])
    elif message["type"] == "http.response.body":
        body: bytes = message.get("body", b"")
        entry.body += body[: MAX_BODY_BYTES - len(entry.body)]
        entry.body_size += len(body)
