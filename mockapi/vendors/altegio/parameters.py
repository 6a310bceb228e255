"""What stands in Altegio's paths and queries. Nothing here refuses a request."""

import re
from datetime import UTC, datetime
from typing import Annotated

from fastapi import Path, Query, Request
from pydantic import BeforeValidator, WithJsonSchema

from mockapi.http.text import whole_number

DEFAULT_COUNT = 25
# docs are silent; chosen because max_count is documented as a limit, and a mistyped one is no reason to fail.
MAX_SEARCH = 100
# docs are silent; chosen because the composition's documented maximum is the only one there is.
MAX_PAGE = 1000
LAST_PAGE = 2**40
"""Far past any end, and small enough to multiply."""
NOBODY = -1
"""No location, category or product has this id."""


def _id(text: str) -> int:
    """A path segment as an id: a positive 64-bit integer, 0, or `NOBODY`."""
    number = whole_number(text)
    return NOBODY if number is None else number


def _at_least_one(default: int | None, most: int) -> BeforeValidator:
    # docs are silent; chosen because a shipping client starts at page 0 and works.
    def read(text: str) -> int | None:
        number = whole_number(text)
        return min(number, most) if number else default

    return BeforeValidator(read)


_INSTANT_FORM = re.compile(r"\d{4}-\d\d-\d\dT(?:[01]\d|2[0-3]):\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d)?", re.ASCII)


def _instant(text: str) -> float | None:
    # docs are silent; chosen because what cannot be read is ignored elsewhere too, and no zone means UTC everywhere.
    if not _INSTANT_FORM.fullmatch(text):
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()


_ID = BeforeValidator(_id)
LocationId = Annotated[int, _ID, Path(description="Location ID", examples=[4564])]
CategoryId = Annotated[int, _ID, Path(description="Product category ID", examples=[123])]
ProductId = Annotated[int, _ID, Path(description="Product ID", examples=[789])]
ParentId = Annotated[int, _ID, Path(description="Parent category ID; 0: top level", examples=[123])]
Page = Annotated[int, _at_least_one(1, LAST_PAGE), Query(description="Page number, from 1")]
Count = Annotated[int, _at_least_one(DEFAULT_COUNT, MAX_PAGE), Query(description="Products on a page")]
ChildCount = Annotated[int, _at_least_one(MAX_PAGE, MAX_PAGE), Query(description="Children on a page")]
SearchCount = Annotated[
    int | None, _at_least_one(None, MAX_SEARCH), Query(description="Most results: 25 by default, at most 100")
]
FilterId = Annotated[int | None, BeforeValidator(whole_number), Query(description="Product category ID")]
Term = Annotated[str, Query(description="Part of a title, an article or a barcode")]
AskedIds = Annotated[
    tuple[str, ...],
    WithJsonSchema({"type": "array", "items": {"type": "integer"}}),
    Query(alias="ids[]", description="Category IDs"),
]
_INSTANT = BeforeValidator(_instant)
_INSTANT_SCHEMA = WithJsonSchema({"type": "string", "examples": ["2026-01-01T12:00:00-0500"]})
ChangedAfter = Annotated[
    float | None, _INSTANT, _INSTANT_SCHEMA, Query(description="Changed or created at this instant or later")
]
ChangedBefore = Annotated[
    float | None, _INSTANT, _INSTANT_SCHEMA, Query(description="Changed or created before this instant")
]

_IDS_NAME = re.compile(r"ids?(\[[0-9]*\])?")


def asked_ids(request: Request) -> list[int]:
    """The ids of every spelling (`ids[]=`, `ids[0]=`, `ids=1,2`, `id=`), in the order of the query."""
    # docs are silent; chosen because the sample's answer has the order of its request, and skips nothing it found.
    texts = [value for name, value in request.query_params.multi_items() if _IDS_NAME.fullmatch(name)]
    numbers = (whole_number(part) for text in texts for part in text.split(","))
    return [number for number in numbers if number is not None]
