"""Delays of responses, in WireMock's vocabulary. Random delays are repeatable: each is drawn from a seed."""

import asyncio
import math
from random import Random
from typing import Annotated, Literal, Self

from pydantic import ConfigDict, Field, model_validator
from starlette.types import Receive, Send

from mockapi.http.models import RequestModel
from mockapi.http.response import Response, send_start

HOUR = 3_600_000
"""One hour in milliseconds: the maximum delay."""

Milliseconds = Annotated[int, Field(ge=0, le=HOUR)]
FractionalMilliseconds = Annotated[float, Field(ge=0, le=HOUR, allow_inf_nan=False)]


class _DelayModel(RequestModel):
    model_config = ConfigDict(frozen=True, defer_build=True)


class FixedDistribution(_DelayModel):
    """A constant delay."""

    type: Literal["fixed"]
    milliseconds: Milliseconds

    def draw(self, random: Random) -> int:
        """Return the delay in milliseconds."""
        return self.milliseconds


class UniformDistribution(_DelayModel):
    """A uniform distribution of whole milliseconds from `lower` to `upper`, both included."""

    type: Literal["uniform"]
    lower: Milliseconds
    upper: Milliseconds

    @model_validator(mode="after")
    def _check(self) -> Self:
        if self.lower > self.upper:
            raise ValueError("lower must not be above upper")
        return self

    def draw(self, random: Random) -> int:
        """Return a random delay in milliseconds."""
        return self.lower + int(random.random() * (self.upper - self.lower + 1))


class LogNormalDistribution(_DelayModel):
    """A log-normal distribution: half of all delays are below `median`; a larger `sigma` gives a longer tail.

    No delay is above `maxValue`.
    """

    type: Literal["lognormal"]
    median: FractionalMilliseconds
    sigma: Annotated[float, Field(ge=0, le=10, allow_inf_nan=False)]
    maxValue: FractionalMilliseconds = HOUR  # noqa: N815

    @model_validator(mode="after")
    def _check(self) -> Self:
        if self.median > self.maxValue:
            raise ValueError("median must not be above maxValue")
        return self

    def draw(self, random: Random) -> int:
        """Return a random delay in milliseconds. A delay above the maximum is drawn again, not cut to it."""
        while True:
            value = self.median * math.exp(self.sigma * _normal(random))
            if value <= self.maxValue:
                return round(value)


class DribbleDelay(_DelayModel):
    """A body that is sent in `numberOfChunks` pieces during `totalDuration` milliseconds."""

    numberOfChunks: int = Field(ge=1)  # noqa: N815
    totalDuration: Milliseconds  # noqa: N815


Distribution = Annotated[FixedDistribution | UniformDistribution | LogNormalDistribution, Field(discriminator="type")]


class DelaySettings(_DelayModel):
    """The delay members of a WireMock response; the settings of a fault inherit them."""

    fixedDelayMilliseconds: Milliseconds | None = None  # noqa: N815
    delayDistribution: Distribution | None = None  # noqa: N815
    chunkedDribbleDelay: DribbleDelay | None = None  # noqa: N815

    @property
    def has_delay(self) -> bool:
        """True if at least one delay is set."""
        return (self.fixedDelayMilliseconds, self.delayDistribution, self.chunkedDribbleDelay) != (None, None, None)

    def milliseconds(self, seed: int, number: int) -> int:
        """Return the delay of the `number`-th response: the fixed and the random delay together, as in WireMock.

        Equal seeds and numbers give equal delays.
        """
        fixed = self.fixedDelayMilliseconds or 0
        if self.delayDistribution is None:
            return fixed
        return fixed + self.delayDistribution.draw(Random(f"{seed} {number}"))  # noqa: S311 (must be repeatable)


async def wait(milliseconds: float, receive: Receive) -> bool:
    """Wait, and return True; return False as soon as the client disconnects.

    The body of the request must have been received before.
    """
    try:
        async with asyncio.timeout(milliseconds / 1000):
            while (await receive())["type"] != "http.disconnect":
                pass
    except TimeoutError:
        return True
    return False


async def dribble(send: Send, receive: Receive, response: Response, delay: DribbleDelay) -> bool:
    """Send `response` with its body in pieces at equal intervals. Return False if the client disconnects.

    A body with fewer bytes than pieces is sent byte by byte, and a response without a body at once.
    """
    whole = response.sized()
    size = len(whole.body)
    pieces = min(delay.numberOfChunks, size)
    await send_start(send, whole)
    for number in range(pieces):
        if not await wait(delay.totalDuration / pieces, receive):
            return False
        piece = whole.body[number * size // pieces : (number + 1) * size // pieces]
        await send({"type": "http.response.body", "body": piece, "more_body": number + 1 < pieces})
    if not pieces:
        await send({"type": "http.response.body", "body": b""})
    return True


def _normal(random: Random) -> float:
    # The Box-Muller transform: the results of Random.gauss may change between versions of Python.
    return math.sqrt(-2 * math.log(1 - random.random())) * math.cos(2 * math.pi * random.random())
