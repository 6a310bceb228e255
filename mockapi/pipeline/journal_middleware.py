"""Records every request to a vendor's path, or to a path that no vendor has, in its sandbox's journal."""

from starlette.types import Message, Receive, Scope, Send

from mockapi.http.response import MAX_BODY_BYTES
from mockapi.journal.journal import JournalEntry
from mockapi.pipeline.exchange import exchange_of
from mockapi.pipeline.middleware import Middleware
from mockapi.sandboxes.sandbox import Sandbox


class JournalMiddleware(Middleware):
    """The middleware around all others that answer, so that it records what the client receives."""

    @classmethod
    def is_idle(cls, sandbox: Sandbox, vendor: str) -> bool:
        """Return True unless the next request may be a retry that a fault's outcome depends on."""
        return not sandbox.outcomes.are_waiting

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        exchange = exchange_of(scope)
        if exchange is None:
            await self.app(scope, receive, send)
            return
        entry, sandbox = exchange.entry, exchange.sandbox
        sandbox.journal.add(entry)
        sandbox.outcomes.arrived(entry, exchange.request, sandbox.clock.seconds)

        def finish() -> None:
            if entry.seconds is None:
                entry.finish()
                sandbox.journal.finish(entry)
                sandbox.outcomes.ended(entry, sandbox.clock.seconds)

        async def record(message: Message) -> None:
            _note(entry, message)
            if message["type"] == "http.response.body" and not message.get("more_body", False):
                # Before the last byte is sent: a client that has the response finds it in the journal.
                finish()
            await send(message)

        try:
            await self.app(scope, receive, record)
        except Exception:
            # In the client's own process, a fault raises what a broken connection would have raised there.
            entry.bug |= entry.fault is None
            raise
        finally:
            finish()


def _note(entry: JournalEntry, message: Message) -> None:
    if message["type"] == "http.response.start":
        entry.status = message["status"]
        entry.headers = tuple(message["headers"])
    elif message["type"] == "http.response.body":
        body: bytes = message.get("body", b"")
        entry.body += body[: MAX_BODY_BYTES - len(entry.body)]
        entry.body_size += len(body)
