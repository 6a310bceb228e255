"""Reading the body of a request."""

from typing import Any, TypeVar
from urllib.parse import parse_qsl

from fastapi import Request
from pydantic import BaseModel, ValidationError
from pydantic_core import from_json

from mockapi.http.forms import URLENCODED, media_type
from mockapi.vendors.altegio.errors import Unprocessable

Model = TypeVar("Model", bound=BaseModel)


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
