"""The matchers of a request pattern, read from JSON like `{"contains": "x"}`."""

import base64
from collections.abc import Callable
from typing import Any

from mockapi.matching.content import NOT_JSON, encode, is_deeper_than, parse_json
from mockapi.matching.json_equality import EqualToJson, JsonCheckBuilder
from mockapi.matching.json_paths import JsonPathMatcher, compile_path
from mockapi.matching.matchers import Absent, And, BinaryEqualTo, Contains, EqualTo, Matcher, MatchesExpression, Not, Or
from mockapi.matching.pattern_path import PatternPath
from mockapi.matching.repeated_values import AnyValue, HasExactly, Includes, ValuesMatcher

OPTIONS = {"caseInsensitive": "equalTo", "ignoreArrayOrder": "equalToJson", "ignoreExtraElements": "equalToJson"}
"""Options, and the matcher that each belongs to."""

MAX_LEVELS = 50
"""Maximum nesting of a pattern, and of JSON text in a pattern."""

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
"""WireMock's matchers that are refused."""

Read = Callable[[dict[str, Any], PatternPath], Matcher]


def read_values_matcher(content: Any, path: PatternPath) -> ValuesMatcher:
    """Return the matcher of a name that may have several values: one of `read_matcher`, `hasExactly` or `includes`.

    Raises `PatternError`.
    """
    members = _members(content, path)
    for name in OF_SEVERAL_VALUES:
        if name in members:
            _refuse_others(name, members, path)
            matchers = _matchers(members, path, name)
            return HasExactly(matchers) if name == "hasExactly" else Includes(matchers)
    return AnyValue(read_matcher(content, path))


def read_matcher(content: Any, path: PatternPath) -> Matcher:
    """Return the matcher of one value: `content` is an object with one matcher and its options.

    Raises `PatternError`.
    """
    members = _members(content, path)
    names = [name for name in members if name in _MATCHERS]
    for name in members:
        _check_known(name, path)
    if len(names) != 1:
        raise path.refuse('must have exactly one matcher; several are joined by "and" or "or".')
    for option in members:
        if option in OPTIONS and OPTIONS[option] != names[0]:
            raise path.member(option).refuse(f"is an option of {OPTIONS[option]}, not of {names[0]}.")
    return _MATCHERS[names[0]](members, path)


def _members(content: Any, path: PatternPath) -> dict[str, Any]:
    if isinstance(content, str):
        raise path.refuse('must be an object, not a string; for this text alone write {"equalTo": …}.')
    return path.object(content)


def _check_known(name: str, path: PatternPath) -> None:
    if name in _MATCHERS or name in OPTIONS:
        return
    if name in OF_SEVERAL_VALUES:
        raise path.member(name).refuse("is for query parameters, form parameters and headers alone, and not nested.")
    if name in UNSUPPORTED:
        raise path.member(name).refuse("is not supported.")
    raise path.member(name).refuse(f"is not a matcher; these are: {', '.join((*_MATCHERS, *OF_SEVERAL_VALUES))}.")


def _refuse_others(name: str, members: dict[str, Any], path: PatternPath) -> None:
    for other in members:
        if other != name:
            raise path.member(other).refuse(f"cannot stand beside {name}.")


def _matchers(members: dict[str, Any], path: PatternPath, name: str) -> tuple[Matcher, ...]:
    list_path = path.member(name)
    return tuple(read_matcher(item, list_path.item(index)) for index, item in enumerate(list_path.array(members[name])))


def _option(name: str, members: dict[str, Any], path: PatternPath) -> bool:
    return name in members and path.member(name).flag(members[name])


def _text(members: dict[str, Any], path: PatternPath, name: str) -> str:
    return path.member(name).text(members[name])


def _absent(members: dict[str, Any], path: PatternPath) -> Matcher:
    # WireMock accepts any value as true, and writes "(absent)" itself.
    if members["absent"] is not True and members["absent"] != "(absent)":
        raise path.member("absent").refuse('must be true; for the opposite write {"not": {"absent": true}}.')
    return Absent()


def _equal_to_json(members: dict[str, Any], path: PatternPath) -> Matcher:
    member = path.member("equalToJson")
    expected = members["equalToJson"]
    if isinstance(expected, str):
        expected = parse_json(encode(expected))
        if expected is NOT_JSON:
            raise member.refuse("is a string that holds no JSON.")
        if is_deeper_than(expected, MAX_LEVELS):
            raise member.refuse(f"must not have more than {MAX_LEVELS} levels.")
    builder = JsonCheckBuilder(
        member, _option("ignoreArrayOrder", members, path), _option("ignoreExtraElements", members, path)
    )
    return EqualToJson(expected, builder.build(expected))


def _json_path(members: dict[str, Any], path: PatternPath) -> Matcher:
    member = path.member("matchesJsonPath")
    content = members["matchesJsonPath"]
    if isinstance(content, str):
        return JsonPathMatcher(*compile_path(content, member), None)
    rest = dict(member.object(content))
    if "expression" not in rest:
        raise member.refuse("must be a JSONPath, or an object with an expression and a matcher.")
    expression_path = member.member("expression")
    compiled = compile_path(expression_path.text(rest.pop("expression")), expression_path)
    return JsonPathMatcher(*compiled, read_matcher(rest, member))


def _binary(members: dict[str, Any], path: PatternPath) -> Matcher:
    member = path.member("binaryEqualTo")
    if not path.in_body:
        raise member.refuse("is for bodies alone.")
    text = member.text(members["binaryEqualTo"])
    try:
        return BinaryEqualTo(base64.b64decode(text, validate=True))
    except ValueError as error:
        raise member.refuse("must be bytes in base64.") from error


_MATCHERS: dict[str, Read] = {
    "equalTo": lambda members, path: EqualTo(
        _text(members, path, "equalTo"), _option("caseInsensitive", members, path)
    ),
    "contains": lambda members, path: Contains(_text(members, path, "contains")),
    "doesNotContain": lambda members, path: Not(Contains(_text(members, path, "doesNotContain"))),
    "matches": lambda members, path: MatchesExpression(path.member("matches").expression(members["matches"])),
    "doesNotMatch": lambda members, path: Not(
        MatchesExpression(path.member("doesNotMatch").expression(members["doesNotMatch"]))
    ),
    "absent": _absent,
    "equalToJson": _equal_to_json,
    "matchesJsonPath": _json_path,
    "binaryEqualTo": _binary,
    "and": lambda members, path: And(_matchers(members, path, "and")),
    "or": lambda members, path: Or(_matchers(members, path, "or")),
    "not": lambda members, path: Not(read_matcher(members["not"], path.member("not"))),
}
