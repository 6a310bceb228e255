"""OpenAPI documents of vendors, made by FastAPI from the operations with the first request for one.

The routes that answer requests carry no schemas: building them would delay every start. A document is made of routes
of its own, with the same endpoints, and with models, examples and errors.
"""

from functools import cache
from typing import Any

from fastapi import APIRouter, Security
from fastapi.openapi.utils import get_openapi
from pydantic import TypeAdapter
from pydantic_core import from_json
from starlette.responses import Response

from mockapi.catalog import fixtures
from mockapi.vendor_api.operations import Operation
from mockapi.vendor_api.vendor import Vendor

JSON = "application/json"
API_VERSION = "0.1.0"
_FRAMEWORK_SCHEMAS = ("HTTPValidationError", "ValidationError")
_REFERENCE = "#/components/schemas/{model}"


@cache
def openapi_document(vendor: Vendor) -> dict[str, Any]:
    """Return the OpenAPI document of a vendor, without `servers`."""
    router = APIRouter()
    for operation in vendor.operations:
        _add_documented(router, vendor, operation)
    document = get_openapi(
        title=vendor.api_title or vendor.title,
        version=API_VERSION,
        description=vendor.description or None,
        routes=router.routes,
    )
    schemas = document.setdefault("components", {}).setdefault("schemas", {})
    for name in _FRAMEWORK_SCHEMAS:
        schemas.pop(name, None)
    for operation in vendor.operations:
        content = document["paths"][operation.path][operation.method.lower()]
        _finish(content, vendor, operation)
        for media in content.get("requestBody", {}).get("content", {}).values():
            schemas.update(media.get("schema", {}).pop("$defs", {}))
    return document


def _add_documented(router: APIRouter, vendor: Vendor, operation: Operation) -> None:
    description = operation.description
    extra = description.extra() if description.extra else {}
    if description.body is not None:
        schema = TypeAdapter(description.body()).json_schema(ref_template=_REFERENCE)
        extra = {"requestBody": {"required": True, "content": {JSON: {"schema": schema}}}, **extra}
    router.add_api_route(
        operation.path,
        operation.endpoint,
        methods=[operation.method],
        name=operation.name,
        operation_id=operation.name + description.suffix,
        summary=description.title,
        tags=[vendor.title],
        deprecated=description.deprecated or None,
        status_code=description.status,
        response_class=Response,
        response_model=None,
        responses={status: _response(models) for status, models in _models(vendor, operation).items()},
        dependencies=[Security(scheme) for scheme in description.security],
        openapi_extra=extra,
    )


def _models(vendor: Vendor, operation: Operation) -> dict[int | str, list[Any]]:
    """Return the models of the operation's responses by status."""
    description = operation.description
    models: dict[int | str, list[Any]] = {description.status: [description.response()] if description.response else []}
    for error in (*description.errors, vendor.too_large):
        known = models.setdefault(vendor.failure(error).status_code, [])
        if vendor.failure_model not in known:
            known.append(vendor.failure_model)
    return dict(sorted(models.items(), key=str))


def _response(models: list[Any]) -> dict[str, Any]:
    """Return FastAPI's description of a response: several models are alternatives."""
    if not models:
        return {"description": "Done"}
    model = models[0]
    for other in models[1:]:
        model |= other
    return {"description": "Answer", "model": model}


def _finish(content: dict[str, Any], vendor: Vendor, operation: Operation) -> None:
    """Add the examples, in which FastAPI would lose every null, and remove an error that no vendor answers."""
    # FastAPI shows the endpoint's docstring, which is the title, a second time.
    content.pop("description", None)
    examples = _examples(vendor, operation)
    for status in [status for status in content["responses"] if int(status) not in examples]:
        del content["responses"][status]
    for status, response in content["responses"].items():
        shown = examples[int(status)]
        response["description"] = " or ".join(shown) or response["description"]
        for media in response.get("content", {}).values():
            media["examples"] = shown
    for media in content.get("requestBody", {}).get("content", {}).values():
        samples = [sample for sample in _samples(vendor, operation) if "body" in sample["request"]]
        media["examples"] = {sample["name"]: {"value": _shown_body(sample["request"])} for sample in samples}
    for parameter in content.get("parameters", []):
        # Swagger UI fills in `example`, and not the schema's own `examples`.
        if "examples" in parameter["schema"]:
            parameter["example"] = parameter["schema"]["examples"][0]


def _examples(vendor: Vendor, operation: Operation) -> dict[int, dict[str, Any]]:
    """Return the examples of responses by status: the documented ones, and the vendor's errors."""
    status = operation.description.status
    examples: dict[int, dict[str, Any]] = {status: {}}
    for sample in _samples(vendor, operation):
        if sample["answer"]["status"] == status and "body" in sample["answer"]:
            examples[status][sample["name"]] = {"value": sample["answer"]["body"]}
    for error in (*operation.description.errors, vendor.too_large):
        response = vendor.failure(error)
        shown = examples.setdefault(response.status_code, {})
        name = type(error).__name__
        shown[str(error) if name in shown else name] = {"value": from_json(bytes(response.body))}
    return examples


def _samples(vendor: Vendor, operation: Operation) -> list[dict[str, Any]]:
    """Return the documented requests of an operation with their responses."""
    samples = fixtures.examples(vendor.name, operation.name)
    return [sample for sample in samples if sample["request"]["method"] == operation.method]


def _shown_body(request: dict[str, Any]) -> Any:
    """Return the body as the page shows it: of a form or a lenient sample its content, which the fixture has beside."""
    return request.get("shown", request["body"])
