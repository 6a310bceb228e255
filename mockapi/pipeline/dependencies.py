"""What a vendor's route may ask for, as FastAPI dependencies: the sandbox's data and its time.

They are `async def` so that FastAPI runs them on the event loop: a thread would cost more than the query and could
put another request between two statements.
"""

from collections.abc import AsyncIterator
from datetime import datetime
from typing import Annotated

from fastapi import Depends, Request
from sqlalchemy import Connection

from mockapi.pipeline.exchange import exchange_of
from mockapi.storage.sequences import CREATED_KEY


async def _reading(request: Request) -> Connection:
    return exchange_of(request.scope).sandbox.reading()


async def _writing(request: Request) -> AsyncIterator[Connection]:
    exchange = exchange_of(request.scope)
    exchange.is_repeatable = False
    with exchange.sandbox.writing(exchange.request.vendor) as database:
        yield database
    exchange.entry.created += database.info[CREATED_KEY]


async def _now(request: Request) -> datetime:
    exchange = exchange_of(request.scope)
    exchange.is_repeatable = False
    return exchange.sandbox.clock.now()


Read = Annotated[Connection, Depends(_reading)]
"""The sandbox's data, for reading."""

# Without scope="function" the commit would come after the answer, and a fast client would miss its own write.
Write = Annotated[Connection, Depends(_writing, scope="function")]
"""The sandbox's data in a transaction: committed before the answer is sent, undone when the route raises."""

Now = Annotated[datetime, Depends(_now)]
"""The sandbox's time, aware, UTC."""
