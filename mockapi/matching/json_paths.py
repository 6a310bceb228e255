"""`matchesJsonPath`: a matcher of the results of a JSONPath.

Expressions use python-jsonpath's syntax: RFC 9535 plus `=~` and `in`, without `|` and `&` between paths, and with the
functions of `FUNCTIONS` alone, because `match` and `search` would accept an invalid regular expression. Jayway's
functions (`$.items.length()`) are not available. After `..`, a name like `in` must be written in brackets.
"""

import json
import warnings
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from mockapi.matching.content import NOT_JSON, Content, write_json
from mockapi.matching.json_equality import EqualToJson
from mockapi.matching.matchers import Absent, And, Matcher, Not, Or, any_of
from mockapi.matching.pattern_path import PatternPath, first_line

if TYPE_CHECKING:
    from jsonpath import JSONPath, JSONPathEnvironment

FUNCTIONS = {"length", "count", "value"}
"""The functions allowed in a filter."""

MAX_DESCENT = 400
"""Maximum depth of `..`, above the 200 levels that the JSON parser accepts."""


@dataclass(eq=False, repr=False)
class JsonPathMatcher(Matcher):
    """A JSONPath that must find something in the value, or something that `matcher` matches."""

    path: "JSONPath"
    is_definite: bool
    """True if the path can find at most one value."""
    matcher: Matcher | None

    def matches_whole(self, value: Content) -> bool:
        found = self._find(value)
        if found is None:
            return False
        if self.matcher is None:
            return self._is_something(found)
        values = self._values(found)
        # As in WireMock: an empty result matches `absent` alone, not even `not`.
        return bool(any_of(map(self.matcher.matches, values))) if values else isinstance(self.matcher, Absent)

    def mismatch_distance(self, value: Content | None) -> float:
        found = None if value is None or self.matcher is None else self._find(value)
        if found is None or self.matcher is None:
            return 1.0
        return min((self.matcher.distance(one) for one in self._values(found)), default=1.0)

    def _find(self, value: Content) -> list[Any] | None:
        """Return all that the path finds, or None if the value is not JSON or the library cannot search it."""
        if value.json is NOT_JSON:
            return None
        # python-jsonpath parses a str as JSON text.
        data = json.dumps(value.json) if isinstance(value.json, str) else value.json
        try:
            return self.path.findall(data)
        except Exception:
            # A library error on a client's data must not fail the request.
            return None

    def _is_something(self, found: list[Any]) -> bool:
        if self.is_definite and found:
            return bool(found[0]) if isinstance(found[0], dict | list) else found[0] is not None
        return bool(found)

    def _values(self, found: list[Any]) -> list[Content | None]:
        """Return the found values as texts. The items of an array are separate unless the matcher compares JSON."""
        content = found[0] if self.is_definite and found else found
        if _compares_json(self.matcher):
            return [Content(write_json(content))] if found else []
        if isinstance(content, list):
            return [_text(item) for item in content]
        return [] if content is None else [_text(content)]


def compile_path(expression: str, path: PatternPath) -> tuple["JSONPath", bool]:
    """Return the compiled path, and True if it can find at most one value. Raises `PatternError`."""
    from jsonpath import JSONPath  # noqa: PLC0415 -- takes 0.14 s to import

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            compiled = _environment().compile(expression)
    except Exception as error:
        # The library also raises exceptions that are not its own, for example re.error.
        raise path.refuse(f"is not a JSONPath that is understood: {first_line(error)}.") from error
    if not expression.strip() or not isinstance(compiled, JSONPath):
        raise path.refuse("must be one JSONPath.")
    return compiled, compiled.singular_query()


def _compares_json(matcher: Matcher | None) -> bool:
    if isinstance(matcher, Not):
        return _compares_json(matcher.matcher)
    if isinstance(matcher, And | Or):
        return any(map(_compares_json, matcher.matchers))
    return isinstance(matcher, EqualToJson | JsonPathMatcher)


@cache
def _environment() -> "JSONPathEnvironment":
    from jsonpath import JSONPathEnvironment  # noqa: PLC0415

    class Environment(JSONPathEnvironment):
        max_recursion_depth = MAX_DESCENT

    environment = Environment()
    for function in environment.function_extensions.keys() - FUNCTIONS:
        del environment.function_extensions[function]
    return environment


def _text(content: Any) -> Content | None:
    if content is None:
        return None
    return Content(content if isinstance(content, str) else write_json(content))
