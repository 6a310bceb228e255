"""How success and failure look, once. Source: the section "Response" and the table of codes.

The HTTP status is 200 for every answer of the API; a path that is none of its endpoints gets a web page.
"""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from orjson import Fragment
from pydantic_core import from_json
from starlette.responses import HTMLResponse, Response

from mockapi.bounded_dict import BoundedDict
from mockapi.http.json import json_response, written
from mockapi.storage.store import AnyRow, Store
from mockapi.vendors.deconetwork.errors import DecoNetworkError, ProductIdNotFound
from mockapi.vendors.deconetwork.manage_products import store as queries

SUCCESS = {"code": 10001, "severity": "SUCCESS", "description": ""}
_MAX_SHOWN = 50_000
"""Products, of some 400 bytes each, that are kept as they are written: a tenth of what so large a store takes."""

MEDIA_TYPE = "application/json; charset=utf-8"


def success(**members: Any) -> Response:
    """The status of success, and `members` beside it."""
    return _answer({"response_status": SUCCESS, **members})


def some_missing(**members: Any) -> Response:
    """What was found of a list of ids, with the warning that something was not."""
    return _answer({"response_status": _status(ProductIdNotFound()), **members})


def failure(error: DecoNetworkError) -> Response:
    """An error: nothing but the status."""
    return _answer({"response_status": _status(error)})


def unknown_route() -> Response:
    """The answer to a path that is no endpoint."""
    text = "The page you were looking for doesn't exist"
    return HTMLResponse(_page(f"{text} (404)", f"{text}."), 404)


def bug() -> Response:
    """The answer when the emulator itself fails."""
    # docs are silent; chosen because the table has no code for it, and a web page is what the server behind sends.
    text = "We're sorry, but something went wrong"
    return HTMLResponse(_page(f"{text} (500)", f"{text}."), 500)


def time_out() -> Response:
    """The answer of the web server in front when the site takes too long."""
    # docs are silent; chosen because it cannot come from the API, and no code of the table means it.
    return HTMLResponse(_page("The site took too long to answer (504)", "The site took too long to answer."), 504)


def too_many_requests(seconds: int) -> Response:
    """The answer to a request above the limits, which end in so many seconds."""
    # docs are silent; chosen because no code of the table means it, and web servers in front keep such limits.
    page = _page("Too many requests (429)", "Too many requests.")
    return HTMLResponse(page, 429, {"Retry-After": str(seconds)})


def has_refused(_status: int, body: bytes) -> bool:
    """Whether an answer, of which the body may be only the beginning, is none of the API or an error of it."""
    try:
        content = from_json(body.decode(errors="ignore"), allow_partial=True)
    except ValueError:
        return True
    told = content.get("response_status") if isinstance(content, dict) else None
    return not isinstance(told, dict) or told.get("severity") == "ERROR"


def _page(title: str, heading: str) -> str:
    return f"<!DOCTYPE html>\n<html><head><title>{title}</title></head>\n<body><h1>{heading}</h1></body></html>\n"


def products_out(store: Store, ids: Sequence[int]) -> list[Fragment]:
    """Products as find shows them, each written once for as long as the data are the same."""
    shown = store.cached("deconetwork", "products", partial(BoundedDict[int, Fragment], _MAX_SHOWN))
    missing = [product_id for product_id in ids if product_id not in shown]
    if missing:
        categories = queries.categories(store)
        for row in queries.rows(store, missing):
            shown[row.id] = written(product_out(categories, row))
    return [shown[product_id] for product_id in ids]


def product_out(categories: Callable[[str], queries.Categories], row: AnyRow) -> dict[str, Any]:
    """A product's row as find shows it. `categories`: what stands in the row → how it is shown."""
    return {
        "product_id": str(row.id),
        "product_code": row.code,
        "product_name": row.name,
        "supplier": row.supplier,
        "brand": row.brand,
        "is_active": row.is_active,
        "categories": categories(row.category_ids),
        "date_modified": row.date_modified,
    }


def product_detailed_out(categories: Callable[[str], queries.Categories], row: AnyRow) -> dict[str, Any]:
    """The same as get shows it."""
    return {**product_out(categories, row), "sizes": row.sizes, "colors": row.colors, "skus": row.skus}


def _status(error: DecoNetworkError) -> dict[str, Any]:
    return {"code": error.code, "severity": error.severity, "description": error.description}


def _answer(content: dict[str, Any]) -> Response:
    return json_response(content, media_type=MEDIA_TYPE)
