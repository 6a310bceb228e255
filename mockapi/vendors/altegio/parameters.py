"""Parameters that several resources share. Nothing here refuses a request."""

from typing import Annotated

from fastapi import Path, Query
from pydantic import BeforeValidator

from mockapi.http.text import whole_number

# docs are silent; chosen because the composition's documented maximum is the only one there is.
MAX_PAGE = 1000


LAST_PAGE = 2**40
"""Far past any end, and small enough to multiply."""


NOBODY = -1
"""No location, category or product has this id."""


def read_id(text: str) -> int:
    """A path segment as an id: a positive 64-bit integer, 0, or `NOBODY`."""
    number = whole_number(text)
    return NOBODY if number is None else number


def at_least_one(default: int | None, most: int) -> BeforeValidator:
    # docs are silent; chosen because a shipping client starts at page 0 and works.
    def read(text: str) -> int | None:
        number = whole_number(text)
        return min(number, most) if number else default

    return BeforeValidator(read)


READ_ID = BeforeValidator(read_id)


LocationId = Annotated[int, READ_ID, Path(description="Location ID", examples=[4564])]


Page = Annotated[int, at_least_one(1, LAST_PAGE), Query(description="Page number, from 1")]
