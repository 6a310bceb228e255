"""Matchers, as they stand in patterns: `{"contains": "x"}`."""

import base64
from collections.abc import Callable
from typing import Any

from mockapi.matching.content import NOT_JSON, encode, is_deeper, parse_json
from mockapi.matching.json_equality import Comparer, EqualToJson
from mockapi.matching.json_paths import JsonPathMatcher, compile_path
from mockapi.matching.matchers import Absent, And, BinaryEqualTo, Contains, EqualTo, Matcher, Matches, Not, Or
from mockapi.matching.places import PatternPath
from mockapi.matching.values import AnyValue, HasExactly, Includes, ValuesMatcher

OPTIONS = {"caseInsensitive": "equalTo", "ignoreArrayOrder": "equalToJson", "ignoreExtraElements": "equalToJson"}
"""Members that say more about the matcher beside them."""

MAX_LEVELS = 50
"""How deep a pattern, and JSON in a pattern, may be."""

OF_SEVERAL_VALUES = ("hasExactly", "includes")

UNSUPPORTED = frozenset(
    (
        "equalToXml",
        "matchesXPath",
        "matchesJsonSchema",
        "matchesPathTemplate",
        "anything",
        "before",
        "after",
        "equalToDateTime",
        "equalToNumber",
        "greaterThanNumber",
        "greaterThanEqualNumber",
        "lessThanNumber",
        "lessThanEqualNumber",
        "schemaVersion",
        "xPathNamespaces",
    )
)
"""What WireMock knows besides."""

Read = Callable[[dict[str, Any], PatternPath], Matcher]


def read_values_matcher(content: Any, place: PatternPath) -> ValuesMatcher:
    """A matcher of what may come several times: as below, or `hasExactly`, or `includes`. Raises `PatternError`."""
    members = _members(content, place)
    for name in OF_SEVERAL_VALUES:
        if name in members:
            _only(name, members, place)
            matchers = _read_list(members, place, name)
            return HasExactly(matchers) if name == "hasExactly" else Includes(matchers)
    return AnyValue(read_matcher(content, place))


def read_matcher(content: Any, place: PatternPath) -> Matcher:
    """The matcher of one value, an object with one matcher and its options. Raises `PatternError`."""
    members = _members(content, place)
    names = [name for name in members if name in _MATCHERS]
    for name in members:
        _check_known(name, place)
    if len(names) != 1:
        raise place.refuse('must have exactly one matcher; several are joined by "and" or "or".')
    for option in members:
        if option in OPTIONS and OPTIONS[option] != names[0]:
            raise place.member(option).refuse(f"is an option of {OPTIONS[option]}, not of {names[0]}.")
    return _MATCHERS[names[0]](members, place)


def _members(content: Any, place: PatternPath) -> dict[str, Any]:
    if isinstance(content, str):
        raise place.refuse('must be an object, not a string; for this text alone write {"equalTo": …}.')
    return place.object(content)


def _check_known(name: str, place: PatternPath) -> None:
    if name in _MATCHERS or name in OPTIONS:
        return
    if name in OF_SEVERAL_VALUES:
        raise place.member(name).refuse("is for query parameters, form parameters and headers alone, and not nested.")
    if name in UNSUPPORTED:
        raise place.member(name).refuse("is not supported.")
    raise place.member(name).refuse(f"is not a matcher; these are: {', '.join((*_MATCHERS, *OF_SEVERAL_VALUES))}.")


def _only(name: str, members: dict[str, Any], place: PatternPath) -> None:
    for other in members:
        if other != name:
            raise place.member(other).refuse(f"cannot stand beside {name}.")


def _read_list(members: dict[str, Any], place: PatternPath, name: str) -> tuple[Matcher, ...]:
    inside = place.member(name)
    return tuple(read_matcher(item, inside.item(number)) for number, item in enumerate(inside.array(members[name])))


def _option(name: str, members: dict[str, Any], place: PatternPath) -> bool:
    return name in members and place.member(name).flag(members[name])


def _text(members: dict[str, Any], place: PatternPath, name: str) -> str:
    return place.member(name).text(members[name])


def _absent(members: dict[str, Any], place: PatternPath) -> Matcher:
    # WireMock takes anything for true, and writes "(absent)" itself.
    if members["absent"] is not True and members["absent"] != "(absent)":
        raise place.member("absent").refuse('must be true; for the opposite write {"not": {"absent": true}}.')
    return Absent()


def _equal_to_json(members: dict[str, Any], place: PatternPath) -> Matcher:
    inside = place.member("equalToJson")
    expected = members["equalToJson"]
    if isinstance(expected, str):
        expected = parse_json(encode(expected))
        if expected is NOT_JSON:
            raise inside.refuse("is a string that holds no JSON.")
        if is_deeper(expected, MAX_LEVELS):
            raise inside.refuse(f"must not have more than {MAX_LEVELS} levels.")
    comparer = Comparer(
        inside, _option("ignoreArrayOrder", members, place), _option("ignoreExtraElements", members, place)
    )
    return EqualToJson(expected, comparer.node(expected))


def _json_path(members: dict[str, Any], place: PatternPath) -> Matcher:
    inside = place.member("matchesJsonPath")
    content = members["matchesJsonPath"]
    if isinstance(content, str):
        return JsonPathMatcher(*compile_path(content, inside), None)
    rest = dict(inside.object(content))
    if "expression" not in rest:
        raise inside.refuse("must be a JSONPath, or an object with an expression and a matcher.")
    at_expression = inside.member("expression")
    path = compile_path(at_expression.text(rest.pop("expression")), at_expression)
    return JsonPathMatcher(*path, read_matcher(rest, inside))


def _binary(members: dict[str, Any], place: PatternPath) -> Matcher:
    inside = place.member("binaryEqualTo")
    if not place.in_body:
        raise inside.refuse("is for bodies alone.")
    text = inside.text(members["binaryEqualTo"])
    try:
        return BinaryEqualTo(base64.b64decode(text, validate=True))
    except ValueError as error:
        raise inside.refuse("must be bytes in base64.") from error


_MATCHERS: dict[str, Read] = {
    "equalTo": lambda members, place: EqualTo(
        _text(members, place, "equalTo"), _option("caseInsensitive", members, place)
    ),
    "contains": lambda members, place: Contains(_text(members, place, "contains")),
    "doesNotContain": lambda members, place: Not(Contains(_text(members, place, "doesNotContain"))),
    "matches": lambda members, place: Matches(place.member("matches").expression(members["matches"])),
    "doesNotMatch": lambda members, place: Not(
        Matches(place.member("doesNotMatch").expression(members["doesNotMatch"]))
    ),
    "absent": _absent,
    "equalToJson": _equal_to_json,
    "matchesJsonPath": _json_path,
    "binaryEqualTo": _binary,
    "and": lambda members, place: And(_read_list(members, place, "and")),
    "or": lambda members, place: Or(_read_list(members, place, "or")),
    "not": lambda members, place: Not(read_matcher(members["not"], place.member("not"))),
}
