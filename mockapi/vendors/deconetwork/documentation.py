"""The parameters of an operation as its OpenAPI document shows them: in a query string, or in a form."""

from typing import Any

from pydantic import BaseModel, TypeAdapter

from mockapi.http.forms import URLENCODED


def query_parameters(model: type[BaseModel]) -> dict[str, Any]:
    """Return the members of a model as parameters of a query string."""
    members = _schema(model)["properties"].items()
    return {
        "parameters": [
            {"name": name, "in": "query", "description": member.pop("description", ""), "schema": member}
            for name, member in members
        ]
    }


def form_body(model: type[BaseModel]) -> dict[str, Any]:
    """Return a model as the body of a form."""
    return {"requestBody": {"required": True, "content": {URLENCODED: {"schema": _schema(model)}}}}


def _schema(model: type[BaseModel]) -> dict[str, Any]:
    """Return the schema of a model whose members can be absent, but not null."""
    schema = TypeAdapter(model).json_schema()
    for member in schema["properties"].values():
        for kind in member.pop("anyOf", []):
            member.update({} if kind == {"type": "null"} else kind)
        if member.get("default", "") is None:
            del member["default"]
    return schema
