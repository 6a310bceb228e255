"""`equalToJson`: a comparison of JSON with the rules of JsonUnit, which WireMock uses."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from math import isnan
from typing import Any

from mockapi.matching.content import NOT_JSON, Content
from mockapi.matching.matchers import Matcher
from mockapi.matching.pairing import can_pair
from mockapi.matching.pattern_path import PatternPath

JsonCheck = Callable[[Any], bool]
"""Returns True if parsed JSON equals one part of the expected JSON."""

_PLACEHOLDER_FORM = re.compile(r"[$#]\{json-unit\.(?P<name>[^}]*)\}(?P<rest>.*)", re.DOTALL)


@dataclass(eq=False, repr=False)
class EqualToJson(Matcher):
    """JSON that the value must equal: 1 equals 1.0, but 1 does not equal true."""

    expected: Any
    check: JsonCheck

    def matches_whole(self, value: Content) -> bool:
        return value.json is not NOT_JSON and self.check(value.json)

    def mismatch_distance(self, value: Content | None) -> float:
        if value is None or value.json is NOT_JSON:
            return 1.0
        expected, actual = set(_leaves(self.expected)), set(_leaves(value.json))
        return 1 - len(expected & actual) / max(len(expected), len(actual))


@dataclass(eq=False, repr=False)
class JsonCheckBuilder:
    """A builder of the checks for one expected JSON; they are built once and used for every request."""

    path: PatternPath
    ignores_array_order: bool
    ignores_extra_elements: bool

    def build(self, expected: Any) -> JsonCheck:
        """Return the check for `expected`. Raises `PatternError` for an unknown placeholder."""
        if isinstance(expected, dict):
            return self._object(expected)
        if isinstance(expected, list):
            return self._array([self.build(item) for item in expected])
        if isinstance(expected, str):
            return self._text(expected)
        if _is_number(expected):
            return lambda actual: _is_number(actual) and (actual == expected or (isnan(actual) and isnan(expected)))
        return lambda actual: actual is expected

    def _text(self, expected: str) -> JsonCheck:
        placeholder = _PLACEHOLDER_FORM.fullmatch(expected)
        if placeholder is None:
            return lambda actual: bool(actual == expected)
        name, rest = placeholder["name"], placeholder["rest"]
        if name == "regex":
            expression = self.path.expression(rest)
            return lambda actual: isinstance(actual, str) and expression.fullmatch(actual) is not None
        if name not in _PLACEHOLDERS or rest:
            raise self.path.refuse(f"has the placeholder {expected}, which is not supported.")
        return _PLACEHOLDERS[name]

    def _object(self, expected: dict[str, Any]) -> JsonCheck:
        members = {name: self.build(content) for name, content in expected.items()}
        required = {name for name, check in members.items() if check is not _PLACEHOLDERS["ignore-element"]}
        allows_more = self.ignores_extra_elements

        def matches(actual: Any) -> bool:
            if not isinstance(actual, dict) or not required <= actual.keys():
                return False
            if not allows_more and not actual.keys() <= members.keys():
                return False
            return all(name not in actual or check(actual[name]) for name, check in members.items())

        return matches

    def _array(self, checks: list[JsonCheck]) -> JsonCheck:
        allows_more, any_order = self.ignores_extra_elements, self.ignores_array_order

        def matches(actual: Any) -> bool:
            if not isinstance(actual, list) or len(actual) < len(checks):
                return False
            if not allows_more and len(actual) > len(checks):
                return False
            if any_order:
                return can_pair(len(checks), len(actual), lambda index, item: checks[index](actual[item]))
            return all(check(item) for check, item in zip(checks, actual, strict=False))

        return matches


def _is_number(actual: Any) -> bool:
    return isinstance(actual, int | float) and not isinstance(actual, bool)


_PLACEHOLDERS: dict[str, JsonCheck] = {
    "ignore": lambda actual: True,
    "ignore-element": lambda actual: True,
    "any-string": lambda actual: isinstance(actual, str),
    "any-number": _is_number,
    "any-boolean": lambda actual: isinstance(actual, bool),
}
"""Checks by the name that follows `${json-unit.`."""


def _leaves(content: Any) -> Iterator[tuple[tuple[str | int, ...], str, Any]]:
    """Yield the path, the type and the value of each leaf of `content`; empty arrays and objects are leaves."""
    stack: list[tuple[tuple[str | int, ...], Any]] = [((), content)]
    while stack:
        path, part = stack.pop()
        if isinstance(part, dict) and part:
            stack.extend(((*path, name), member) for name, member in part.items())
        elif isinstance(part, list) and part:
            stack.extend(((*path, number), item) for number, item in enumerate(part))
        elif isinstance(part, dict | list):
            yield path, type(part).__name__, None
        else:
            yield path, "number" if _is_number(part) else type(part).__name__, part
