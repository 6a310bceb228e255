"""Slows answers down: how long is WireMock's vocabulary, drawn anew, but never by chance, each time a rule fires."""

import asyncio
import math
from random import Random
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator
from starlette.types import Receive, Send

from mockapi.faults.connection import send_start
from mockapi.http.response import Response

HOUR = 3_600_000
"""In milliseconds: the longest delay that can be asked for."""

Milliseconds = Annotated[int, Field(ge=0, le=HOUR)]
FractionalMilliseconds = Annotated[float, Field(ge=0, le=HOUR, allow_inf_nan=False)]


class _FrozenModel(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid", frozen=True, defer_build=True)


class FixedDistribution(_FrozenModel):
    """Always the same."""

    type: Literal["fixed"]
    milliseconds: Milliseconds

    def draw(self, random: Random) -> int:
        """Milliseconds."""
        return self.milliseconds


class UniformDistribution(_FrozenModel):
    """Every number from `lower` to `upper`, both included, is as likely."""

    type: Literal["uniform"]
    lower: Milliseconds
    upper: Milliseconds

    @model_validator(mode="after")
    def _check(self) -> Self:
        if self.lower > self.upper:
            raise ValueError("lower must not be above upper")
        return self

    def draw(self, random: Random) -> int:
        """Milliseconds."""
        return self.lower + int(random.random() * (self.upper - self.lower + 1))


class LogNormalDistribution(_FrozenModel):
    """Half of all below the median, and a tail that is the longer the larger `sigma` is; nothing above `maxValue`."""

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
        """Milliseconds; what is above the maximum is drawn again, so that the answers do not heap up there."""
        while True:
            value = self.median * math.exp(self.sigma * _normal(random))
            if value <= self.maxValue:
                return round(value)


class DribbleDelay(_FrozenModel):
    """The body comes in pieces."""

    numberOfChunks: int = Field(ge=1)  # noqa: N815
    totalDuration: Milliseconds  # noqa: N815


Distribution = Annotated[FixedDistribution | UniformDistribution | LogNormalDistribution, Field(discriminator="type")]


class DelaySettings(_FrozenModel):
    """The fields of a WireMock response that slow it down; settings of more than that can inherit them."""

    fixedDelayMilliseconds: Milliseconds | None = None  # noqa: N815
    delayDistribution: Distribution | None = None  # noqa: N815
    chunkedDribbleDelay: DribbleDelay | None = None  # noqa: N815

    @property
    def slows_down(self) -> bool:
        """Whether any delay is asked for."""
        return (self.fixedDelayMilliseconds, self.delayDistribution, self.chunkedDribbleDelay) != (None, None, None)

    def milliseconds(self, seed: int, number: int) -> int:
        """How long the answer waits the `number`-th time: the fixed delay and the drawn one together, as in WireMock.

        The same seed and number always give the same.
        """
        fixed = self.fixedDelayMilliseconds or 0
        if self.delayDistribution is None:
            return fixed
        return fixed + self.delayDistribution.draw(Random(f"{seed} {number}"))  # noqa: S311 (must be repeatable)


async def wait(milliseconds: float, receive: Receive) -> bool:
    """Wait, unless the client goes away before; whether it is still there. The request's body must have been read."""
    try:
        async with asyncio.timeout(milliseconds / 1000):
            while (await receive())["type"] != "http.disconnect":
                pass
    except TimeoutError:
        return True
    return False


async def dribble(send: Send, receive: Receive, answer: Response, delay: DribbleDelay) -> bool:
    """Send `answer`, its body in pieces, each after its share of the time; whether the client was there for them all.

    A body with fewer bytes comes byte by byte, and an answer without a body at once.
    """
    whole = answer.sized()
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
    """A normally distributed number, by Box and Muller: `Random.gauss` may change with the version of Python."""
    return math.sqrt(-2 * math.log(1 - random.random())) * math.cos(2 * math.pi * random.random())
