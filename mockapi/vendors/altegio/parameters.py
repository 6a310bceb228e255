"""Parameters that several resources share.

No parameter is refused: an unreadable id is an unknown one, an unreadable page or count means the default.
"""

from typing import Annotated

from fastapi import Path, Query
from pydantic import BeforeValidator

from mockapi.http.text import whole_number

# docs are silent; chosen because the composition's documented maximum is the only one there is.
MAX_PAGE = 1000

_LAST_PAGE = 2**40
"""Far past any end, and small enough to multiply."""

_UNKNOWN_ID = -1
"""An id that no location, category or product has."""


def _id(text: str) -> int:
    number = whole_number(text)
    return _UNKNOWN_ID if number is None else number


PATH_ID = BeforeValidator(_id)
"""A segment of the path as an id: a positive 64-bit integer, or 0. An unreadable one is an id that no row has."""


def at_least_one(default: int | None, most: int) -> BeforeValidator:
    """Return a validator that reads a number from 1: `default` for an unreadable text or 0, `most` for a larger one."""

    # docs are silent; chosen because a shipping client starts at page 0 and works.
    def read(text: str) -> int | None:
        number = whole_number(text)
        return min(number, most) if number else default

    return BeforeValidator(read)


LocationId = Annotated[int, PATH_ID, Path(description="Location ID", examples=[4564])]
Page = Annotated[int, at_least_one(1, _LAST_PAGE), Query(description="Page number, from 1")]
