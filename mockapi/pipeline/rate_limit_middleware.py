"""Refuses what is above a vendor's quota, in the vendor's shape."""

from starlette.types import ASGIApp, Receive, Scope, Send

from mockapi.pipeline.exchange import visit_of


class QuotaKeeper:
    """Stands in front of the vendors' applications; where no quota is switched on, it costs a look up."""

    def __init__(self, application: ASGIApp) -> None:
        self._application = application

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        visit = visit_of(scope)
        application = self._application
        if visit.mounted is not None:
            vendor = visit.mounted.vendor
            if visit.sandbox.quotas.limits(vendor.name):
                seconds = visit.sandbox.quotas.consume(
                    vendor.name, visit.entry.origin.address, visit.sandbox.clock.now()
                )
                if seconds is not None:
                    application = vendor.too_many_requests(seconds)
        await application(scope, receive, send)
