"""The dependencies of a vendor's operations: the exchange, with the sandbox's data, its time and the settings.

It is the one module of the pipeline that vendors import. An operation is `async` and awaits nothing between its first
statement and its commit, so requests are serial without a lock.
"""

from typing import Annotated

from fastapi import Depends, Request

from mockapi.pipeline.exchange import EXCHANGE_KEY, Exchange

__all__ = ["CurrentExchange", "Exchange", "exchange_of"]


def exchange_of(request: Request) -> Exchange:
    """Return the exchange of a request to a vendor."""
    exchange: Exchange = request.scope[EXCHANGE_KEY]
    return exchange


async def _exchange(request: Request) -> Exchange:
    return exchange_of(request)


CurrentExchange = Annotated[Exchange, Depends(_exchange)]
"""The exchange of the request, as a FastAPI dependency."""
