"""Refuses what is above a vendor's quota, in the vendor's shape."""

from starlette.types import ASGIApp, Receive, Scope, Send

from mockapi.pipeline.exchange import exchange_of


class RateLimitMiddleware:
    """Stands in front of the vendors' applications; where no quota is switched on, it costs a look up."""

    def __init__(self, application: ASGIApp) -> None:
        self._application = application

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        exchange = exchange_of(scope)
        application = self._application
        if exchange.mounted is not None:
            vendor = exchange.mounted.vendor
            if exchange.sandbox.quotas.limits(vendor.name):
                seconds = exchange.sandbox.quotas.consume(
                    vendor.name, exchange.entry.origin.address, exchange.sandbox.clock.now()
                )
                if seconds is not None:
                    application = vendor.too_many_requests(seconds)
        await application(scope, receive, send)
