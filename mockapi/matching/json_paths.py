"""`matchesJsonPath`: what a JSONPath finds in a value.

The expressions are python-jsonpath's: RFC 9535 and a little more (`=~`, `in`), without `|` and `&` between paths and
with the functions of `FUNCTIONS` alone: `match` and `search` would take a bad regular expression. Jayway's functions
(`$.items.length()`) do not exist there, and after `..` a name like `in` must stand in brackets; else it is refused.
"""

import json
import warnings
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from mockapi.matching.content import NOT_JSON, Content, write_json
from mockapi.matching.matchers import Absent, Fit, Matcher, any_of
from mockapi.matching.pattern_path import PatternPath, first_line

if TYPE_CHECKING:
    from jsonpath import JSONPath, JSONPathEnvironment

FUNCTIONS = {"length", "count", "value"}
"""Which may stand in a filter."""

DEEPEST_DESCENT = 400
"""How deep `..` goes: JSON is read to 200 levels."""


@dataclass(eq=False, repr=False)
class JsonPathMatcher(Matcher):
    """The path finds something, or the matcher fits something that it finds."""

    path: "JSONPath"
    is_definite: bool
    """Whether the path can find one thing only."""
    matcher: Matcher | None

    @property
    def compares_json(self) -> bool:
        return True

    def fits(self, value: Content | None) -> Fit:
        if value is None:
            return False
        if value.is_cut:
            return None
        found = self._find(value)
        if found is None:
            return False
        if self.matcher is None:
            return self._is_something(found)
        values = self._values(found)
        # As in WireMock: that nothing is found fits `absent`, but no other matcher, not even `not`.
        return any_of(self.matcher.fits(one) for one in values) if values else isinstance(self.matcher, Absent)

    def farness(self, value: Content | None) -> float:
        found = None if value is None or self.matcher is None else self._find(value)
        if found is None or self.matcher is None:
            return 1.0
        return min((self.matcher.distance(one) for one in self._values(found)), default=1.0)

    def _find(self, value: Content) -> list[Any] | None:
        """All that the path finds; None: the value is no JSON, or no JSON for this path."""
        if value.json is NOT_JSON:
            return None
        # The library takes a text for JSON that is still to be read.
        data = json.dumps(value.json) if isinstance(value.json, str) else value.json
        try:
            return self.path.findall(data)
        except Exception:
            # Whatever the library makes of foreign data, no request is to suffer from it.
            return None

    def _is_something(self, found: list[Any]) -> bool:
        if self.is_definite and found:
            return bool(found[0]) if isinstance(found[0], dict | list) else found[0] is not None
        return bool(found)

    def _values(self, found: list[Any]) -> list[Content | None]:
        """What is found, as texts: the items of an array one by one, unless it is compared as JSON."""
        content = found[0] if self.is_definite and found else found
        if self.matcher is not None and self.matcher.compares_json:
            return [Content(write_json(content))] if found else []
        if isinstance(content, list):
            return [_text(item) for item in content]
        return [] if content is None else [_text(content)]


def compile_path(expression: str, path: PatternPath) -> tuple["JSONPath", bool]:
    """The path, and whether it can find one thing only. Raises `PatternError`."""
    from jsonpath import JSONPath  # noqa: PLC0415 -- 0.14 s that a start without such a pattern saves

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            compiled = _environment().compile(expression)
    except Exception as error:
        # More than the library's own exceptions come out: re.error, for one.
        raise path.refuse(f"is not a JSONPath that is understood: {first_line(error)}.") from error
    if not expression.strip() or not isinstance(compiled, JSONPath):
        raise path.refuse("must be one JSONPath.")
    return compiled, compiled.singular_query()


@cache
def _environment() -> "JSONPathEnvironment":
    from jsonpath import JSONPathEnvironment  # noqa: PLC0415

    class Environment(JSONPathEnvironment):
        max_recursion_depth = DEEPEST_DESCENT

    environment = Environment()
    for function in environment.function_extensions.keys() - FUNCTIONS:
        del environment.function_extensions[function]
    return environment


def _text(content: Any) -> Content | None:
    if content is None:
        return None
    return Content(content if isinstance(content, str) else write_json(content))
