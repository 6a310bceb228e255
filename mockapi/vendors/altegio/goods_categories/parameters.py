"""Parameters of the operations on goods categories. No value is refused: see `mockapi.vendors.altegio.parameters`."""

import re
from typing import Annotated

from fastapi import Path, Query, Request
from pydantic import WithJsonSchema

from mockapi.http.text import whole_number
from mockapi.vendors.altegio.parameters import MAX_PAGE, PATH_ID, at_least_one

CategoryId = Annotated[int, PATH_ID, Path(description="Product category ID", examples=[123])]
ParentId = Annotated[int, PATH_ID, Path(description="Parent category ID; 0: top level", examples=[123])]
ChildCount = Annotated[int, at_least_one(MAX_PAGE, MAX_PAGE), Query(description="Children on a page")]
CategoryIds = Annotated[
    tuple[str, ...],
    WithJsonSchema({"type": "array", "items": {"type": "integer"}}),
    Query(alias="ids[]", description="Category IDs"),
]
"""The documented spelling of the ids; `category_ids` reads all spellings."""

_NAME = re.compile(r"ids?(\[[0-9]*\])?")


def category_ids(request: Request) -> list[int]:
    """Return the ids of the query in its order: `ids[]=1&ids[]=2`, `ids[0]=1`, `ids=1,2` and `id=1`.

    Unreadable ids are left out. Source: other spellings than the documented `ids[]` were observed in clients.
    """
    # docs are silent; chosen because the sample's answer has the order of its request, and skips nothing it found.
    texts = [value for name, value in request.query_params.multi_items() if _NAME.fullmatch(name)]
    numbers = (whole_number(part) for text in texts for part in text.split(","))
    return [number for number in numbers if number is not None]
