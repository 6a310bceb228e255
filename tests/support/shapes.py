"""The shapes of the vendors' responses, by which a test recognises the vendor."""

from collections.abc import Callable
from dataclasses import dataclass

import httpx


@dataclass(frozen=True)
class Shape:
    """A check for the responses of one vendor, and its status for an unknown route."""

    matches: Callable[[httpx.Response], bool]
    unknown_route_status: int


def _is_altegio(answer: httpx.Response) -> bool:
    if answer.status_code == 204:
        return answer.content == b""
    content = answer.json()
    return isinstance(content, dict) and isinstance(content.get("success"), bool) and "data" in content


def _is_deconetwork(answer: httpx.Response) -> bool:
    if answer.headers["content-type"].startswith("text/html"):
        return answer.text.startswith("<!DOCTYPE html>")
    return set(answer.json()["response_status"]) == {"code", "severity", "description"}


def _is_commerscale(answer: httpx.Response) -> bool:
    content = answer.json()
    if isinstance(content, list):
        return all({"id", "slug", "createdon"} <= set(category) for category in content)
    return set(content) == {"count"} or set(content["error"]) == {"code", "message"}


SHAPES = {
    "altegio": Shape(_is_altegio, 404),
    "deconetwork": Shape(_is_deconetwork, 404),
    "commerscale": Shape(_is_commerscale, 200),
}


def shape_of(answer: httpx.Response) -> str | None:
    """Return the vendor whose shape a response has; no two vendors have the same."""
    for vendor, shape in SHAPES.items():
        try:
            if shape.matches(answer):
                return vendor
        except (ValueError, KeyError, TypeError):
            continue
    return None
