"""Matchers of the method, the path and basic credentials."""

import base64
import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

from mockapi.http.text import closest_name
from mockapi.matching.content import Content, encode
from mockapi.matching.matchers import Matcher, Not
from mockapi.matching.pattern_path import PatternPath
from mockapi.matching.text_distance import text_distance

ANY = "ANY"
"""WireMock's name for every method."""
METHODS = frozenset(("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT", ANY))

_TEMPLATE_PART = re.compile(r"\{(?P<name>[A-Za-z0-9_-]+)\}|(?P<wildcard>\*\*)")
_COLON_PARAMETER = re.compile(r"/:([A-Za-z_][A-Za-z0-9_-]*)(?=/|$)")


@dataclass(eq=False, repr=False)
class MethodMatcher(Matcher):
    """Methods, in capitals, of which the request must have one."""

    methods: frozenset[str]

    def matches_whole(self, value: Content) -> bool:
        return value.text.upper() in self.methods


def read_method(content: Any, path: PatternPath) -> Matcher | None:
    """Return the matcher for `"GET"`, `{"oneOf": […]}` or `{"noneOf": […]}`; None for any method.

    Raises `PatternError`.
    """
    if isinstance(content, str):
        method = _method(content, path)
        return None if method == ANY else MethodMatcher(frozenset((method,)))
    if not isinstance(content, dict):
        raise path.refuse('must be a string, {"oneOf": […]} or {"noneOf": […]}.')
    if len(content) != 1 or not content.keys() <= {"oneOf", "noneOf"}:
        raise path.refuse("must have oneOf or noneOf, and nothing else.")
    [(kind, names)] = content.items()
    list_path = path.member(kind)
    methods = [_method(name, list_path.item(index)) for index, name in enumerate(list_path.array(names))]
    if ANY in methods:
        raise list_path.refuse(f"must list methods; {ANY} stands for all of them.")
    matcher = MethodMatcher(frozenset(methods))
    return matcher if kind == "oneOf" else Not(matcher)


def _method(content: Any, path: PatternPath) -> str:
    method = path.text(content).upper()
    if not method:
        raise path.refuse("must not be empty.")
    if method not in METHODS:
        closest = closest_name(method, sorted(METHODS), 0.5)
        raise path.refuse(f"is not a method of HTTP{f' (did you mean {closest}?)' if closest else ''}.")
    return method


def read_url(content: Any, path: PatternPath, *, has_query: bool = False) -> str:
    """Return `content` if it is a path as the journal records it, with a query string if `has_query`.

    Raises `PatternError` if no recorded request can have this path.
    """
    url = path.text(content)
    if not url.startswith("/"):
        raise path.refuse("must begin with /: neither a scheme nor a host is part of it.")
    url_path, mark, _ = url.partition("?")
    if mark and not has_query:
        raise path.refuse("must be a path alone: what follows the ? stands in queryParameters, or all of it in url.")
    if url_path.startswith("/~"):
        raise path.refuse("must be without the sandbox's prefix (/~name): the journal has each request without it.")
    if url_path == "/__admin" or url_path.startswith("/__admin/"):
        raise path.refuse("is an address of the control plane, and no request to that is kept.")
    return url


class PathTemplate:
    """A path like `/goods/{id}`: a name matches one segment or a part of one, and `**` matches anything."""

    def __init__(self, content: Any, path: PatternPath) -> None:
        self.template = read_url(content, path)
        colon = _COLON_PARAMETER.search(self.template)
        if colon:
            raise path.refuse(f"must have {{{colon[1]}}} for what stands for any segment, not :{colon[1]}.")
        expression, end = "", 0
        self.names: list[str] = []
        for part in _TEMPLATE_PART.finditer(self.template):
            expression += _escaped(self.template[end : part.start()], path)
            expression += "(?:.*?)" if part["wildcard"] else "([^/]+)"
            if part["name"]:
                self.names.append(part["name"])
            end = part.end()
        self._expression = re.compile(expression + _escaped(self.template[end:], path), re.DOTALL)
        if len(set(self.names)) < len(self.names):
            raise path.refuse("has the same name twice.")

    def parameters(self, raw_path: str) -> dict[str, str] | None:
        """Return the percent-decoded path parameters by name, or None if the path does not match."""
        match = self._expression.fullmatch(raw_path)
        if match is None:
            return None
        return {name: unquote(value) for name, value in zip(self.names, match.groups(), strict=True)}


def _escaped(text: str, path: PatternPath) -> str:
    if "{" in text or "}" in text:
        raise path.refuse("must have names of letters, digits, _ and - between its braces.")
    return re.escape(text)


@dataclass(eq=False, repr=False)
class TemplateMatcher(Matcher):
    """A template that the path must match."""

    template: PathTemplate

    def matches_whole(self, value: Content) -> bool:
        return self.template.parameters(value.text) is not None

    def mismatch_distance(self, value: Content | None) -> float:
        return 1.0 if value is None else text_distance(self.template.template, value.text)


@dataclass(eq=False, repr=False)
class BasicCredentials(Matcher):
    """Credentials, in base64, that an `Authorization` header with the scheme `Basic` (in any case) must have."""

    encoded: str

    def matches_whole(self, value: Content) -> bool:
        scheme, _, encoded = value.text.partition(" ")
        return scheme.lower() == "basic" and encoded.strip() == self.encoded


def read_credentials(content: Any, path: PatternPath) -> BasicCredentials:
    """Return the matcher for `{"username": …, "password": …}`. Raises `PatternError`."""
    members = path.object(content)
    if members.keys() != {"username", "password"}:
        raise path.refuse("must have username and password, and nothing else.")
    username, password = (path.member(name).text(members[name]) for name in ("username", "password"))
    return BasicCredentials(base64.b64encode(encode(f"{username}:{password}")).decode())
