"""Compares what the OpenAPI documents say to a reader: not every byte, because they are made in another way."""

import json
from typing import Any

from tests.differential.pair import Pair
from tests.differential.traffic.examples import VENDORS
from tests.differential.wire import Request

PATHS = (*(f"/{vendor}/openapi.json" for vendor in VENDORS), "/__admin/openapi.json")
METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")
ADDED = "/products/collections"
"""Paths that the later version has on purpose."""


def run(pair: Pair, random: object) -> None:
    """Compare each document, operation by operation."""
    for path in PATHS:
        for target in (path, f"/~documents{path}"):
            replies = pair.ask_each(Request("GET", target))
            old, new = (_operations(json.loads(reply.body)) for reply in replies)
            pair.tally.compare(f"operations of {target}", "\n".join(old), "\n".join(new))
            pair.tally.compare(f"media type of {target}", *(_media_type(reply.head) for reply in replies))
            for name in old.keys() & new.keys():
                pair.tally.compare(f"{name} of {target}", old[name], new[name])


def _operations(document: dict[str, Any]) -> dict[str, str]:
    """Return what a document says of each operation, by method and path, as text."""
    found = {"servers": json.dumps(document.get("servers"), indent=1)}
    for path, item in sorted(document["paths"].items()):
        if ADDED in path:
            continue
        for method in METHODS:
            if method in item:
                shown = _shown(document, {"parameters": item.get("parameters", []), **item[method]})
                found[f"{method.upper()} {path}"] = json.dumps(shown, indent=1, ensure_ascii=False)
    return found


def _shown(document: dict[str, Any], operation: dict[str, Any]) -> dict[str, Any]:
    parameters = [_resolved(document, parameter) for parameter in operation["parameters"]]
    body = _resolved(document, operation.get("requestBody", {}))
    responses = {
        status: _examples(document, response) for status, response in sorted(operation.get("responses", {}).items())
    }
    return {
        "operationId": operation.get("operationId"),
        "summary": operation.get("summary"),
        "parameters": sorted(
            (_parameter(parameter) for parameter in parameters), key=lambda each: (each["in"], each["name"])
        ),
        "request examples": _examples(document, body),
        "response examples": responses,
    }


def _parameter(parameter: dict[str, Any]) -> dict[str, Any]:
    names = ("name", "in", "description", "example")
    return {**{name: parameter.get(name) for name in names}, "required": parameter.get("required", False)}


def _examples(document: dict[str, Any], content: dict[str, Any]) -> dict[str, Any]:
    """Return the named examples of each media type, with their values."""
    shown = {}
    for media_type, media in sorted(_resolved(document, content).get("content", {}).items()):
        examples = media.get("examples") or {}
        shown[media_type] = {
            name: _resolved(document, example).get("value") for name, example in sorted(examples.items())
        }
    return shown


def _resolved(document: dict[str, Any], content: dict[str, Any]) -> dict[str, Any]:
    """Follow a reference inside of the document."""
    while "$ref" in content:
        found: Any = document
        for part in content["$ref"].removeprefix("#/").split("/"):
            found = found[part.replace("~1", "/").replace("~0", "~")]
        content = found
    return content


def _media_type(head: bytes) -> str:
    lines = head.decode("latin-1").lower().split("\r\n")
    return "\n".join(line for line in lines if line.startswith(("http/", "content-type")))
