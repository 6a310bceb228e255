"""HTTP as uvicorn speaks it, with a short way for requests that come again byte for byte."""

from collections.abc import MutableMapping
from typing import Any, cast

from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol

from mockapi.http.response import Response
from mockapi.journal.journal import origin_of
from mockapi.pipeline.repeats import BYTES_KEY, MAX_BYTES, Repeats


class RepeatProtocol(HttpToolsProtocol):
    """One connection. Between two requests, bytes that are a whole known request are answered without parsing them.

    What the parser, the scope and the task of a request would come to depends on its bytes alone there; all else that
    an answer depends on is asked for in `Repeats`. Everything else goes uvicorn's way.
    """

    def __init__(self, repeats: Repeats, *given: Any, **named: Any) -> None:
        """`given`, `named`: for uvicorn's own."""
        super().__init__(*given, **named)
        self._repeats = repeats
        self._is_between = True
        """Whether all that came was whole requests, so that the next byte begins one."""
        self._begun = 0
        """Requests so far, but for those that went the short way."""

    def connection_made(self, transport: Any) -> None:
        """Note once what every entry of the journal says of the connection."""
        super().connection_made(transport)
        self._origin = origin_of({"client": self.client, "server": self.server, "scheme": self.scheme})

    def data_received(self, data: bytes) -> None:
        """Answer a known request, or parse what came."""
        was_between, begun = self._is_between, self._begun
        if was_between and len(data) <= MAX_BYTES:
            answer = self._repeats.answer(data, self._origin) if self._is_free() else None
            if answer is not None:
                self._send(answer)
                return
        super().data_received(data)
        is_one = was_between and self._is_between and self._begun == begun + 1
        if is_one and len(data) <= MAX_BYTES and self.cycle.keep_alive and not self.expect_100_continue:
            scope: MutableMapping[str, Any] = cast(Any, self.cycle.scope)
            scope[BYTES_KEY] = data

    def _is_free(self) -> bool:
        """Whether no answer is under way, and the client takes what it is sent."""
        is_done = self.cycle is None or self.cycle.response_complete
        return is_done and not self.flow.write_paused and not self.transport.is_closing()

    def _send(self, answer: Response) -> None:
        """Send what uvicorn would send."""
        head = [STATUS_LINE[answer.status]]
        for name, value in (*self.server_state.default_headers, *answer.headers):
            head += (name, b": ", value, b"\r\n")
        head.append(b"\r\n")
        self._unset_keepalive_if_required()
        self.transport.write(b"".join(head))
        self.transport.write(answer.body)
        self.on_response_complete()

    def on_message_begin(self) -> None:
        """Count the request."""
        self._begun += 1
        self._is_between = False
        super().on_message_begin()

    def on_message_complete(self) -> None:
        """Note the end of the request."""
        self._is_between = True
        super().on_message_complete()
