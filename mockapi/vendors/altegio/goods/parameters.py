"""Parameters of the operations on products. No value is refused: see `mockapi.vendors.altegio.parameters`."""

import re
from datetime import UTC, datetime
from typing import Annotated

from fastapi import Path, Query
from pydantic import BeforeValidator, WithJsonSchema

from mockapi.http.text import whole_number
from mockapi.vendors.altegio.parameters import MAX_PAGE, PATH_ID, at_least_one

DEFAULT_COUNT = 25

# docs are silent; chosen because max_count is documented as a limit, and a mistyped one is no reason to fail.
_MAX_SEARCH = 100
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


ProductId = Annotated[int, PATH_ID, Path(description="Product ID", examples=[789])]
Count = Annotated[int, at_least_one(DEFAULT_COUNT, MAX_PAGE), Query(description="Products on a page")]
SearchCount = Annotated[
    int | None, at_least_one(None, _MAX_SEARCH), Query(description="Most results: 25 by default, at most 100")
]
FilterId = Annotated[int | None, BeforeValidator(whole_number), Query(description="Product category ID")]
Term = Annotated[str, Query(description="Part of a title, an article or a barcode")]
_INSTANT = BeforeValidator(_instant)
_INSTANT_SCHEMA = WithJsonSchema({"type": "string", "examples": ["2026-01-01T12:00:00-0500"]})
ChangedAfter = Annotated[
    float | None, _INSTANT, _INSTANT_SCHEMA, Query(description="Changed or created at this instant or later")
]
ChangedBefore = Annotated[
    float | None, _INSTANT, _INSTANT_SCHEMA, Query(description="Changed or created before this instant")
]
