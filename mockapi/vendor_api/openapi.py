"""OpenAPI documents of the vendors: what FastAPI cannot see of a route, told by the route, and put together on demand.

A route reads its body by itself and answers ready bytes, so FastAPI knows neither. `operation` notes both beside the
route without any work at start; `openapi_document` turns the notes and the fixtures into schemas and examples.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from fastapi import APIRouter, FastAPI
from fastapi.routing import APIRoute
from pydantic import BaseModel, ConfigDict, TypeAdapter
from pydantic_core import from_json
from starlette.responses import Response

from mockapi.catalog import fixtures
from mockapi.vendor_api.vendor import Vendor, operation_routes


class SchemaOnlyModel(BaseModel):
    """A model that only an OpenAPI document is made from: nothing is built of it before somebody asks for that."""

    model_config = ConfigDict(defer_build=True)


class ClosedModel(SchemaOnlyModel):
    """Such a model of an answer in which nothing else may stand."""

    model_config = ConfigDict(extra="forbid")


F = TypeVar("F", bound=Callable[..., Any])

_REFERENCE = "#/components/schemas/{model}"


@dataclass(frozen=True)
class Notes:
    """What a route says of itself."""

    answer: Callable[[], Any] | None
    status: int
    refusals: tuple[Exception, ...]
    body: Callable[[], Any] | None
    media_type: str


def operation(
    router: APIRouter,
    method_and_path: str,
    *,
    name: str | None = None,
    answer: Callable[[], Any] | None,
    status: int = 200,
    refusals: tuple[Exception, ...] = (),
    body: Callable[[], Any] | None = None,
    media_type: str = "application/json",
    variant: str = "",
    deprecated: bool = False,
) -> Callable[[F], F]:
    """Register an endpoint as an operation (`name`, else the function's), and note what it answers and reads.

    The endpoint's docstring is the operation's title. `answer` and `body` give the type when they are called (nothing
    is built at start), `answer=None` means an empty one; `refusals` are samples of the vendor's own errors; `variant`
    tells apart two routes of one operation.
    """
    method, path = method_and_path.split(" ")

    def register(endpoint: F) -> F:
        endpoint.notes = Notes(answer, status, refusals, body, media_type)  # type: ignore[attr-defined]
        router.add_api_route(
            path,
            endpoint,
            methods=[method],
            name=name or endpoint.__name__,
            operation_id=(name or endpoint.__name__) + variant,
            summary=(endpoint.__doc__ or "").rstrip("."),
            status_code=status,
            deprecated=deprecated or None,
            response_class=Response,
            response_model=None,
        )
        return endpoint

    return register


def openapi_document(vendor: Vendor) -> dict[str, Any]:
    """The OpenAPI document of a vendor, but for `servers`."""
    application = FastAPI(title=vendor.api_title, description=vendor.description)
    # Not include_router, which would wrap the routes.
    application.router.routes.extend(vendor.router.routes)
    document = _Document(vendor, application.openapi())
    for route in operation_routes(vendor):
        for method in route.methods or ():
            document.describe(route, method.lower())
    return document.content


class _Document:
    """One document while it is put together."""

    def __init__(self, vendor: Vendor, plain: dict[str, Any]) -> None:
        self.vendor = vendor
        components = {name: schemas for name, schemas in plain.get("components", {}).items() if name != "schemas"}
        self.schemas: dict[str, Any] = {}
        paths = {path: dict(operations) for path, operations in plain["paths"].items()}
        self.content = {**plain, "paths": paths, "components": {**components, "schemas": self.schemas}}

    def describe(self, route: APIRoute, method: str) -> None:
        notes: Notes = route.endpoint.notes  # type: ignore[attr-defined]
        operation = dict(self.content["paths"][route.path][method])
        # FastAPI would show the endpoint's docstring a second time.
        operation.pop("description", None)
        samples = [
            sample
            for sample in fixtures.examples(self.vendor.name, route.name)
            if sample["request"]["method"].lower() == method
        ]
        operation["tags"] = [self.vendor.title]
        operation["responses"] = self._responses(notes, samples)
        if notes.body is not None and method == "get":
            operation["parameters"] = [*operation.get("parameters", []), *_query(notes.body())]
        for parameter in operation.get("parameters", []):
            # Swagger UI fills in `example`, and not the schema's own `examples`.
            if "examples" in parameter["schema"]:
                parameter["example"] = parameter["schema"]["examples"][0]
        if notes.body is not None and method != "get":
            operation["requestBody"] = self._request_body(notes, notes.body, samples)
        self.content["paths"][route.path][method] = operation

    def _request_body(self, notes: Notes, body: Callable[[], Any], samples: list[dict[str, Any]]) -> dict[str, Any]:
        examples = {sample["name"]: {"value": _shown_body(sample)} for sample in samples if "body" in sample["request"]}
        is_json = notes.media_type == "application/json"
        schema = self._schema(body(), "validation") if is_json else _form_schema(body())
        return {"required": True, "content": {notes.media_type: {"schema": schema, "examples": examples}}}

    def _responses(self, notes: Notes, samples: list[dict[str, Any]]) -> dict[str, Any]:
        """Status → description, schemas and examples; where every status is 200, both shapes stand under it."""
        shapes: dict[int, list[dict[str, Any]]] = {notes.status: []}
        examples: dict[int, dict[str, Any]] = {notes.status: {}}
        if notes.answer is not None:
            shapes[notes.status].append(self._schema(notes.answer(), "serialization"))
        for sample in samples:
            if (status := sample["answer"]["status"]) == notes.status and "body" in sample["answer"]:
                examples[status][sample["name"]] = {"value": sample["answer"]["body"]}
        failure = self._schema(self.vendor.failure_model, "serialization")
        for refusal in (*notes.refusals, self.vendor.too_large):
            response = self.vendor.failure(refusal)
            known = shapes.setdefault(response.status_code, [])
            if failure not in known:
                known.append(failure)
            name = type(refusal).__name__
            taken = examples.setdefault(response.status_code, {})
            taken[name if name not in taken else str(refusal)] = {"value": from_json(bytes(response.body))}
        return {str(status): _response(shapes[status], examples[status]) for status in sorted(shapes)}

    def _schema(self, of: Any, mode: Any) -> dict[str, Any]:
        schema = TypeAdapter(of).json_schema(ref_template=_REFERENCE, mode=mode)
        self.schemas.update(schema.pop("$defs", {}))
        if not isinstance(of, type) or not issubclass(of, BaseModel) or "[" in of.__name__:
            # A generic model's name is no name of a component.
            schema.pop("title", None)
            return schema
        self.schemas[of.__name__] = schema
        return {"$ref": _REFERENCE.format(model=of.__name__)}


def _form_schema(of: Any) -> dict[str, Any]:
    """The schema of a form or a query string, where a member can be absent, but not null."""
    schema = TypeAdapter(of).json_schema()
    for member in schema["properties"].values():
        for kind in member.pop("anyOf", []):
            member.update({} if kind == {"type": "null"} else kind)
        if member.get("default", "") is None:
            del member["default"]
    return schema


def _query(of: Any) -> list[dict[str, Any]]:
    """The members of a form's model as parameters of a query string."""
    members = _form_schema(of)["properties"].items()
    return [{"name": n, "in": "query", "description": m.pop("description", ""), "schema": m} for n, m in members]


def _shown_body(sample: dict[str, Any]) -> Any:
    """A body that is no JSON, as a form or a lenient sample, has its content beside it, for the page to show."""
    return sample["request"].get("shown", sample["request"]["body"])


def _response(shapes: list[dict[str, Any]], examples: Mapping[str, Any]) -> dict[str, Any]:
    if not shapes:
        return {"description": "Done"}
    schema = shapes[0] if len(shapes) == 1 else {"anyOf": shapes}
    return {
        "description": " or ".join(examples) or "Answer",
        "content": {"application/json": {"schema": schema, "examples": dict(examples)}},
    }
