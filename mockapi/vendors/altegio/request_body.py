"""Reading and validating the body of a request."""

from typing import Any, TypeVar
from urllib.parse import parse_qsl

from fastapi import Request
from pydantic import ValidationError
from pydantic_core import ErrorDetails, from_json

from mockapi.http.forms import URLENCODED, media_type
from mockapi.pipeline.dependencies import exchange_of
from mockapi.vendors.altegio.errors import Unprocessable
from mockapi.vendors.altegio.schemas import RequestBody

Model = TypeVar("Model", bound=RequestBody)


def read_body(request: Request, model: type[Model], *, or_form: bool = False) -> Model:
    """Return the request's JSON body as an instance of `model`. Raises `Unprocessable`.

    The content type does not matter for JSON. `or_form`: if the content type is that of an urlencoded form, a body
    that is not JSON is read as one.
    """
    is_form = or_form and media_type(request) == URLENCODED
    try:
        content = _content(exchange_of(request).request.body, is_form)
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
        # The parser would accept NaN and Infinity, which are not JSON.
        return from_json(body, allow_inf_nan=False)
    except ValueError:
        if not is_form:
            raise
        return dict(parse_qsl(body.decode(), keep_blank_values=True, errors="strict"))


def _unprocessable(error: ValidationError) -> Unprocessable:
    problems = error.errors(include_url=False, include_context=False, include_input=False)
    missing = tuple(_path(problem) for problem in problems if problem["type"] == "missing")
    violations = [f"[{_path(problem)}]: {_text(problem)}" for problem in problems if problem["type"] != "missing"]
    return Unprocessable(*violations, missing=missing)


def _path(problem: ErrorDetails) -> str:
    return "][".join(map(str, problem["loc"]))


def _text(problem: ErrorDetails) -> str:
    # pydantic would name the class of the model.
    is_object = problem["type"] == "model_type"
    return "Input should be a valid object" if is_object else problem["msg"].removeprefix("Value error, ")
