"""Answers cacheable operations from the response cache, and stores what may be answered again."""

from starlette.types import ASGIApp, Receive, Scope, Send

from mockapi.http.response import Capture, Response, send_response
from mockapi.http.response_cache import ResponseCache
from mockapi.pipeline.exchange import Exchange, exchange_of
from mockapi.pipeline.middleware import Middleware
from mockapi.sandboxes.sandbox import Sandbox


class ResponseCacheMiddleware(Middleware):
    """The innermost middleware: a cached response, the gateway's refusal, or the vendor's application."""

    def __init__(self, app: ASGIApp, responses: ResponseCache) -> None:
        super().__init__(app)
        self._responses = responses

    @classmethod
    def is_idle(cls, sandbox: Sandbox, vendor: str) -> bool:
        """Return True: the shortcut uses the same cache."""
        return True

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        exchange = exchange_of(scope)
        if exchange is None:
            await self.app(scope, receive, send)
        elif exchange.refusal is not None:
            await exchange.refusal(scope, receive, send)
        else:
            await send_response(send, await self._response(exchange, scope, receive))

    async def _response(self, exchange: Exchange, scope: Scope, receive: Receive) -> Response:
        revision = exchange.revision
        if exchange.is_cacheable and (cached := self._responses.get((revision, exchange.cache_key))):
            return cached
        capture = Capture()
        # The gateway has found the vendor. The server's own router would find its mount again, which takes 40 µs.
        app = exchange.mounted.application if exchange.mounted else self.app
        try:
            await app(exchange.application_scope(scope), receive, capture)
        except Exception:
            # Starlette raises a bug again after the vendor's application has reported and answered it.
            if not capture.is_complete:
                raise
            exchange.entry.bug = True
            return capture.response()
        response = capture.response()
        if exchange.is_cacheable and exchange.revision == revision:
            size = len(exchange.request.body) + len(exchange.request.query_string)
            self._responses.keep((revision, exchange.cache_key), response, size)
        return response
