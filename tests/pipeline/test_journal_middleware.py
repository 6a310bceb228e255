"""The middleware that records requests and responses."""

import asyncio
from contextlib import suppress

from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from mockapi.http.request import RecordedRequest
from mockapi.journal.journal import JournalEntry, RequestOrigin
from mockapi.pipeline.exchange import EXCHANGE_KEY, Exchange
from mockapi.pipeline.journal_middleware import JournalMiddleware
from mockapi.pipeline.router import Target
from mockapi.server.server import MockServer


class TestJournalMiddleware:
    """The middleware in front of one application."""

    def setup_method(self) -> None:
        self.finished: list[bool] = []
        """At each message to the client: whether the journal had the whole answer by then."""

    def send(self, mock: MockServer, application: ASGIApp) -> JournalEntry:
        sandbox = mock.api.server_state.sandboxes["default"]
        request = RecordedRequest("GET", b"/", b"", (), b"", 0, None, None)
        origin = RequestOrigin("127.0.0.1", "http", "127.0.0.1:8000", "1.1")
        arrived = JournalEntry(sandbox.journal.next_number(), sandbox.name, request, origin)
        exchange = Exchange(sandbox, Target(None, "/"), arrived.request, arrived)

        async def gone() -> Message:
            return {"type": "http.disconnect"}

        async def take(message: Message) -> None:
            self.finished.append(arrived.seconds is not None)

        with suppress(ZeroDivisionError):
            asyncio.run(JournalMiddleware(application)({"type": "http", EXCHANGE_KEY: exchange}, gone, take))
        return arrived

    def test_marks_as_a_bug_what_no_vendor_has_answered(self, mock: MockServer) -> None:
        async def fail(scope: Scope, receive: Receive, send: Send) -> None:
            raise ZeroDivisionError

        arrived = self.send(mock, fail)
        assert (arrived.bug, arrived.status, arrived.seconds is None) == (True, None, False)

    def test_marks_a_bug_also_after_the_answer(self, mock: MockServer) -> None:
        async def answer_and_fail(scope: Scope, receive: Receive, send: Send) -> None:
            await Response("late")(scope, receive, send)
            raise ZeroDivisionError

        arrived = self.send(mock, answer_and_fail)
        assert (arrived.bug, arrived.status, arrived.body) == (True, 200, b"late")

    def test_has_the_answer_before_the_client_has_the_end_of_it(self, mock: MockServer) -> None:
        self.send(mock, Response("whole"))
        assert self.finished == [False, True]
