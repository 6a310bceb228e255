"""Refuses requests above a vendor's quota, in the vendor's shape."""

from starlette.types import Receive, Scope, Send

from mockapi.pipeline.exchange import exchange_of
from mockapi.pipeline.middleware import Middleware
from mockapi.sandboxes.sandbox import Sandbox


class RateLimitMiddleware(Middleware):
    """Counts the requests of each address; idle while the vendor's quota is switched off."""

    @classmethod
    def is_idle(cls, sandbox: Sandbox, vendor: str) -> bool:
        """Return True if the vendor has no limit in the sandbox."""
        return not sandbox.quotas.limits(vendor)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        exchange = exchange_of(scope)
        app = self.app
        if exchange is not None and exchange.mounted is not None:
            vendor, sandbox = exchange.mounted.vendor, exchange.sandbox
            if not self.is_idle(sandbox, vendor.name):
                seconds = sandbox.quotas.consume(vendor.name, exchange.entry.origin.address, sandbox.clock.now())
                app = app if seconds is None else vendor.too_many_requests(seconds)
        await app(scope, receive, send)
