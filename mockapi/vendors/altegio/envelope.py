"""How success and failure look, once. Source: the response tables of every page of the section Products."""

from datetime import UTC, datetime, timedelta, timezone
from functools import lru_cache
from typing import Any, TypeVar
from urllib.parse import parse_qsl

from fastapi import Request
from pydantic import BaseModel, ValidationError
from pydantic_core import from_json
from starlette.responses import Response

from mockapi.http.forms import URLENCODED, media_type
from mockapi.http.json import json_response
from mockapi.storage.store import AnyRow
from mockapi.vendors.altegio.errors import AltegioError, NotFound, Unprocessable
from mockapi.vendors.altegio.tables import UNITS

Model = TypeVar("Model", bound=BaseModel)


def success(data: Any, meta: dict[str, Any] | None = None, status: int = 200) -> Response:
    """`data` in the envelope; without `meta` the member is an empty array, as the vendor sends it."""
    # docs are silent; chosen because clients send either media type or none, and every page shows this one envelope.
    return json_response({"success": True, "data": data, "meta": [] if meta is None else meta}, status)


def composition(element: dict[str, Any]) -> Response:
    """The one answer without a `meta` member."""
    return json_response({"success": True, "data": element})


def deleted() -> Response:
    """204: no body, and a `Content-Length` of 0."""
    return Response(status_code=204, headers={"Content-Length": "0"})


def failure(error: AltegioError) -> Response:
    """A refusal in the envelope."""
    response = json_response({"success": False, "data": None, "meta": error.meta}, error.status)
    response.headers.update(error.headers)
    return response


def unknown_route() -> Response:
    """The answer to a path or a method that no operation has."""
    # docs are silent; chosen because no page shows a 405: a path without this method is an unknown route.
    return failure(NotFound())


def bug() -> Response:
    """The answer when the emulator itself fails."""
    # docs are silent; chosen because 500 in the envelope is what the vendor's own failures look like to clients.
    return json_response({"success": False, "data": None, "meta": {"message": "Internal server error."}}, 500)


async def read_body(request: Request, model: type[Model], *, or_form: bool = False) -> Model:
    """Return the request's JSON body, whatever its content type says, as `model`. Raises `Unprocessable`.

    `or_form`: a form is read as well, when the content type says that it is one.
    """
    is_form = or_form and media_type(request) == URLENCODED
    try:
        content = _content(await request.body(), is_form)
    except ValueError:
        # docs are silent; chosen because 422 is the documented answer to a body that cannot be used.
        raise Unprocessable("The request body is not valid JSON.") from None
    if not isinstance(content, dict):
        raise Unprocessable("The request body is not a JSON object.")
    try:
        return model.model_validate(content)
    except ValidationError as error:
        raise _unprocessable(error) from None


def _content(body: bytes, is_form: bool) -> Any:
    try:
        # The parser would take NaN and Infinity, which are not JSON.
        return from_json(body, allow_inf_nan=False)
    except ValueError:
        if not is_form:
            raise
        return dict(parse_qsl(body.decode(), keep_blank_values=True, errors="strict"))


def _unprocessable(error: ValidationError) -> Unprocessable:
    missing = []
    violations = []
    for problem in error.errors(include_url=False, include_context=False, include_input=False):
        path = "][".join(map(str, problem["loc"]))
        if problem["type"] == "missing":
            missing.append(path)
        elif problem["type"] == "model_type":
            violations.append(f"[{path}]: Input should be a valid object")
        else:
            violations.append(f"[{path}]: {problem['msg'].removeprefix('Value error, ')}")
    return Unprocessable(*violations, missing=tuple(missing))


def category_out(row: AnyRow) -> dict[str, Any]:
    """A row of id, title, parent_id, is_chain as a category of a list; the top level's parent is null."""
    return {"id": row.id, "title": row.title, "parent_category_id": row.parent_id or None, "is_chain": row.is_chain}


def category_element(row: AnyRow) -> dict[str, Any]:
    """The same row as a tree element; here the top level's parent is 0."""
    return _element(row.parent_id, 0, row.id, row)


def product_element(row: AnyRow) -> dict[str, Any]:
    """A row of id, title, category_id, is_chain as a tree element."""
    return _element(row.category_id, row.id, 0, row)


def _element(parent_id: int, item_id: int, category_id: int, row: AnyRow) -> dict[str, Any]:
    return {
        "parent_id": parent_id,
        "item_id": item_id,
        "category_id": category_id,
        "title": row.title,
        "is_chain": row.is_chain,
        "is_category": item_id == 0,
        "is_item": item_id != 0,
    }


def product_out(row: AnyRow, location: AnyRow) -> dict[str, Any]:
    """A product's row, with its category's title as `category`, as its location shows it."""
    unit_cost = row.actual_cost / row.unit_equals
    return {
        "title": row.title,
        "value": row.title,
        "label": f"{row.title} ({row.article})" if row.article else row.title,
        "article": row.article,
        "category": row.category,
        "category_id": row.category_id,
        "salon_id": row.location_id,
        "good_id": row.id,
        "cost": _number(row.cost),
        "unit_id": row.sale_unit_id,
        "unit_short_title": UNITS[row.sale_unit_id],
        "service_unit_id": row.service_unit_id,
        "service_unit_short_title": UNITS[row.service_unit_id],
        "actual_cost": _number(row.actual_cost),
        "unit_actual_cost": _number(unit_cost),
        "unit_actual_cost_format": f"{_money(unit_cost)} {location.currency}",
        "unit_equals": _number(row.unit_equals),
        "barcode": row.barcode,
        "is_chain": row.is_chain,
        "comment": row.comment,
        "loyalty_abonement_type_id": 0,
        "loyalty_certificate_type_id": 0,
        "loyalty_allow_empty_code": 0,
        "actual_amounts": row.actual_amounts,
        "critical_amount": _number(row.critical_amount),
        "desired_amount": _number(row.desired_amount),
        "last_change_date": _date(row.changed_at, location.utc_offset),
        "is_goods_mark_enabled": False,
    }


def _number(value: float) -> int | float:
    """666.0 goes out as 666, as the vendor writes it."""
    return int(value) if value == int(value) else value


def _money(value: float) -> str:
    # docs are silent; chosen because the samples show whole amounts only, and cents are written with two digits.
    return (f"{value:,.0f}" if value == int(value) else f"{value:,.2f}").replace(",", " ")


@lru_cache(4096)
def _date(seconds: int, utc_offset: int) -> str:
    zone = timezone(timedelta(seconds=utc_offset)) if utc_offset else UTC
    return datetime.fromtimestamp(seconds, zone).strftime("%Y-%m-%dT%H:%M:%S%z")


def saved_category_out(row: AnyRow) -> dict[str, Any]:
    """The same row as create and update answer it: without `is_chain`."""
    return {"id": row.id, "title": row.title, "parent_category_id": row.parent_id or None}
