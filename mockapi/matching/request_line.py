"""Matchers of method, path and credentials."""

import base64
import re
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any
from urllib.parse import unquote

from mockapi.matching.content import Content, encode
from mockapi.matching.matchers import Fit, Matcher
from mockapi.matching.nearness import text_distance
from mockapi.matching.pattern_path import PatternPath

ANY = "ANY"
"""As a method: every method."""
METHODS = frozenset(("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT", ANY))

_SPECIAL = re.compile(r"\{(?P<name>[A-Za-z0-9_-]+)\}|(?P<wildcard>\*\*)")
_COLON = re.compile(r"/:([A-Za-z_][A-Za-z0-9_-]*)(?=/|$)")


@dataclass(eq=False, repr=False)
class MethodMatcher(Matcher):
    """One of the methods, or none of them."""

    methods: frozenset[str]
    is_one_of: bool = True

    def fits(self, value: Content | None) -> Fit:
        return value is not None and (value.text.upper() in self.methods) is self.is_one_of


def read_method(content: Any, path: PatternPath) -> MethodMatcher | None:
    """`"GET"`, `{"oneOf": […]}`, `{"noneOf": […]}`; None: any method. Raises `PatternError`."""
    if isinstance(content, str):
        method = _method(content, path)
        return None if method == ANY else MethodMatcher(frozenset((method,)))
    if not isinstance(content, dict):
        raise path.refuse('must be a string, {"oneOf": […]} or {"noneOf": […]}.')
    if len(content) != 1 or not content.keys() <= {"oneOf", "noneOf"}:
        raise path.refuse("must have oneOf or noneOf, and nothing else.")
    [(kind, names)] = content.items()
    inside = path.member(kind)
    methods = [_method(name, inside.item(number)) for number, name in enumerate(inside.array(names))]
    if ANY in methods:
        raise inside.refuse(f"must list methods; {ANY} stands for all of them.")
    return MethodMatcher(frozenset(methods), kind == "oneOf")


def _method(content: Any, path: PatternPath) -> str:
    method = path.text(content).upper()
    if not method:
        raise path.refuse("must not be empty.")
    if method not in METHODS:
        close = get_close_matches(method, sorted(METHODS), 1, 0.5)
        raise path.refuse(f"is not a method of HTTP{f' (did you mean {close[0]}?)' if close else ''}.")
    return method


def read_address(content: Any, path: PatternPath, *, has_query: bool = False) -> str:
    """A path as the journal keeps it, `has_query`: and what follows. Raises `PatternError`: no request can fit."""
    address = path.text(content)
    if not address.startswith("/"):
        raise path.refuse("must begin with /: neither a scheme nor a host is part of it.")
    url_path, mark, _ = address.partition("?")
    if mark and not has_query:
        raise path.refuse("must be a path alone: what follows the ? stands in queryParameters, or all of it in url.")
    if url_path.startswith("/~"):
        raise path.refuse("must be without the sandbox's prefix (/~name): the journal has each request without it.")
    if url_path == "/__admin" or url_path.startswith("/__admin/"):
        raise path.refuse("is an address of the control plane, and no request to that is kept.")
    return address


class PathTemplate:
    """`/goods/{id}`, where a name stands for one segment or a part of it, and `**` for anything."""

    def __init__(self, content: Any, path: PatternPath) -> None:
        self.template = read_address(content, path)
        colon = _COLON.search(self.template)
        if colon:
            raise path.refuse(f"must have {{{colon[1]}}} for what stands for any segment, not :{colon[1]}.")
        expression, end = "", 0
        self.names: list[str] = []
        for special in _SPECIAL.finditer(self.template):
            expression += re.escape(self._plain(self.template[end : special.start()], path))
            expression += "(?:.*?)" if special["wildcard"] else "([^/]+)"
            if special["name"]:
                self.names.append(special["name"])
            end = special.end()
        self._expression = re.compile(expression + re.escape(self._plain(self.template[end:], path)), re.DOTALL)
        if len(set(self.names)) < len(self.names):
            raise path.refuse("has the same name twice.")

    @staticmethod
    def _plain(text: str, path: PatternPath) -> str:
        if "{" in text or "}" in text:
            raise path.refuse("must have names of letters, digits, _ and - between its braces.")
        return text

    def parameters(self, raw_path: str) -> dict[str, str] | None:
        """What stands for the names, percent signs decoded; None: the path is another."""
        match = self._expression.fullmatch(raw_path)
        if match is None:
            return None
        return {name: unquote(value) for name, value in zip(self.names, match.groups(), strict=True)}


@dataclass(eq=False, repr=False)
class TemplateMatcher(Matcher):
    """The path is as the template says."""

    template: PathTemplate

    def fits(self, value: Content | None) -> Fit:
        return value is not None and self.template.parameters(value.text) is not None

    def farness(self, value: Content | None) -> float:
        return 1.0 if value is None else text_distance(self.template.template, value.text)


@dataclass(eq=False, repr=False)
class BasicCredentials(Matcher):
    """An `Authorization` header with these credentials, whatever the case of `Basic`."""

    encoded: str

    def fits(self, value: Content | None) -> Fit:
        scheme, _, encoded = ("" if value is None else value.text).partition(" ")
        return scheme.lower() == "basic" and encoded.strip() == self.encoded


def read_credentials(content: Any, path: PatternPath) -> BasicCredentials:
    """`{"username": …, "password": …}`. Raises `PatternError`."""
    members = path.object(content)
    if members.keys() != {"username", "password"}:
        raise path.refuse("must have username and password, and nothing else.")
    username, password = (path.member(name).text(members[name]) for name in ("username", "password"))
    return BasicCredentials(base64.b64encode(encode(f"{username}:{password}")).decode())
