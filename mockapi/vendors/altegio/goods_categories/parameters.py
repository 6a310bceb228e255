"""Parameters of the operations on goods categories. Nothing here refuses a request."""

import re
from typing import Annotated

from fastapi import Path, Query, Request
from pydantic import WithJsonSchema

from mockapi.http.text import whole_number
from mockapi.vendors.altegio.parameters import MAX_PAGE, READ_ID, at_least_one

CategoryId = Annotated[int, READ_ID, Path(description="Product category ID", examples=[123])]


ParentId = Annotated[int, READ_ID, Path(description="Parent category ID; 0: top level", examples=[123])]


ChildCount = Annotated[int, at_least_one(MAX_PAGE, MAX_PAGE), Query(description="Children on a page")]


AskedIds = Annotated[
    tuple[str, ...],
    WithJsonSchema({"type": "array", "items": {"type": "integer"}}),
    Query(alias="ids[]", description="Category IDs"),
]


_IDS_NAME = re.compile(r"ids?(\[[0-9]*\])?")


def asked_ids(request: Request) -> list[int]:
    """The ids of every spelling (`ids[]=`, `ids[0]=`, `ids=1,2`, `id=`), in the order of the query."""
    # docs are silent; chosen because the sample's answer has the order of its request, and skips nothing it found.
    texts = [value for name, value in request.query_params.multi_items() if _IDS_NAME.fullmatch(name)]
    numbers = (whole_number(part) for text in texts for part in text.split(","))
    return [number for number in numbers if number is not None]
