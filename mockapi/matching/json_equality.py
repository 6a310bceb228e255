"""`equalToJson`: the comparison of JSON, as JsonUnit does it for WireMock."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from math import isnan
from typing import Any

from mockapi.matching.content import NOT_JSON, Content
from mockapi.matching.matchers import Fit, Matcher
from mockapi.matching.pairing import can_pair
from mockapi.matching.pattern_path import PatternPath

Node = Callable[[Any], bool]
"""Whether what came in is as one part of the expected JSON."""

_PLACEHOLDER = re.compile(r"[$#]\{json-unit\.(?P<name>[^}]*)\}(?P<rest>.*)", re.DOTALL)


@dataclass(eq=False, repr=False)
class EqualToJson(Matcher):
    """The same JSON: 1 and 1.0 are the same, 1 and true are not."""

    expected: Any
    node: Node

    @property
    def compares_json(self) -> bool:
        return True

    def fits(self, value: Content | None) -> Fit:
        if value is None:
            return False
        if value.is_cut:
            return None
        return value.json is not NOT_JSON and self.node(value.json)

    def farness(self, value: Content | None) -> float:
        if value is None or value.json is NOT_JSON:
            return 1.0
        expected, came = set(_leaves(self.expected)), set(_leaves(value.json))
        return 1 - len(expected & came) / max(len(expected), len(came))


@dataclass(eq=False, repr=False)
class Comparer:
    """Makes the comparison with an expected JSON, once for all requests."""

    path: PatternPath
    ignores_array_order: bool
    ignores_extra_elements: bool
    _simple: dict[str, Node] = field(
        default_factory=lambda: {
            "ignore": lambda came: True,
            "ignore-element": lambda came: True,
            "any-string": lambda came: isinstance(came, str),
            "any-number": _is_number,
            "any-boolean": lambda came: isinstance(came, bool),
        }
    )

    def node(self, expected: Any) -> Node:
        """The comparison with `expected`. Raises `PatternError` at a placeholder that is not understood."""
        if isinstance(expected, dict):
            return self._object(expected)
        if isinstance(expected, list):
            return self._array([self.node(item) for item in expected])
        if isinstance(expected, str):
            return self._text(expected)
        if _is_number(expected):
            return lambda came: _is_number(came) and (came == expected or (isnan(came) and isnan(expected)))
        return lambda came: came is expected

    def _text(self, expected: str) -> Node:
        placeholder = _PLACEHOLDER.fullmatch(expected)
        if placeholder is None:
            return lambda came: bool(came == expected)
        name, rest = placeholder["name"], placeholder["rest"]
        if name == "regex":
            expression = self.path.expression(rest)
            return lambda came: isinstance(came, str) and expression.fullmatch(came) is not None
        if name not in self._simple or rest:
            raise self.path.refuse(f"has the placeholder {expected}, which is not supported.")
        return self._simple[name]

    def _object(self, expected: dict[str, Any]) -> Node:
        members = {name: self.node(content) for name, content in expected.items()}
        must_be = {name for name, node in members.items() if node is not self._simple["ignore-element"]}
        takes_more = self.ignores_extra_elements

        def fits(came: Any) -> bool:
            if not isinstance(came, dict) or not must_be <= came.keys():
                return False
            if not takes_more and not came.keys() <= members.keys():
                return False
            return all(name not in came or node(came[name]) for name, node in members.items())

        return fits

    def _array(self, nodes: list[Node]) -> Node:
        takes_more, any_order = self.ignores_extra_elements, self.ignores_array_order

        def fits(came: Any) -> bool:
            if not isinstance(came, list) or len(came) < len(nodes) or (len(came) > len(nodes) and not takes_more):
                return False
            if any_order:
                return can_pair(len(nodes), len(came), lambda node, item: nodes[node](came[item]))
            return all(node(item) for node, item in zip(nodes, came, strict=False))

        return fits


def _is_number(came: Any) -> bool:
    return isinstance(came, int | float) and not isinstance(came, bool)


def _leaves(content: Any) -> Iterator[tuple[tuple[str | int, ...], str, Any]]:
    """What `content` consists of: where, of which kind, what."""
    waiting: list[tuple[tuple[str | int, ...], Any]] = [((), content)]
    while waiting:
        path, part = waiting.pop()
        if isinstance(part, dict) and part:
            waiting.extend(((*path, name), member) for name, member in part.items())
        elif isinstance(part, list) and part:
            waiting.extend(((*path, number), item) for number, item in enumerate(part))
        elif isinstance(part, dict | list):
            yield path, type(part).__name__, None
        else:
            yield path, "number" if _is_number(part) else type(part).__name__, part
