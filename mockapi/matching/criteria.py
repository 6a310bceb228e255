"""The criteria of a request pattern, read member by member."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from mockapi.matching.content import Content, is_deeper_than, write_json
from mockapi.matching.matcher_reading import MAX_LEVELS, read_matcher, read_values_matcher
from mockapi.matching.matchers import Decision, EqualTo, Matcher, MatchesExpression
from mockapi.matching.pattern_path import PatternPath
from mockapi.matching.received_request import ReceivedRequest, ValuesByName
from mockapi.matching.repeated_values import AnyCookie, AnyValue, ValuesMatcher
from mockapi.matching.request_line import PathTemplate, TemplateMatcher, read_credentials, read_method, read_url

URLS = ("url", "urlPattern", "urlPath", "urlPathPattern", "urlPathTemplate")

UNSUPPORTED = frozenset(
    ("multipartPatterns", "customMatcher", "scheme", "host", "port", "clientIp", "basicAuth", "withoutHeaders")
)
"""WireMock's members that are refused."""

_HEADER_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")

Select = Callable[[ReceivedRequest], Sequence[Content] | None]
"""Returns the values to check; None if they are in a body that is cut."""


@dataclass(eq=False, repr=False)
class Criterion:
    """A condition on the values of one name, or on the one value of a request."""

    group: str
    """Member of the pattern that contains it. All criteria of a group count as one in the distance."""
    name: str
    """Name for the user, for example `header Accept`."""
    expected: str
    """Condition for the user, for example `contains "json"`."""
    select: Select
    matcher: ValuesMatcher

    def matches(self, received: ReceivedRequest) -> Decision:
        """Return the decision for a request."""
        values = self.select(received)
        return None if values is None else self.matcher.matches(values)

    def distance(self, received: ReceivedRequest) -> float:
        """Return 0.0 for a match, up to 1.0 for a mismatch, and 1.0 if it is undecided."""
        values = self.select(received)
        return 1.0 if values is None else self.matcher.distance(values)


Read = Callable[[Any, PatternPath, dict[str, Any]], Iterator[Criterion]]
"""Yields the criteria of a member; called with its content, its path and all members of the pattern."""


def read_criteria(content: Any) -> tuple[Criterion, ...]:
    """Return all criteria of the pattern `content`, the cheapest first, the body last. Raises `PatternError`."""
    path = PatternPath()
    members = path.object(content)
    if is_deeper_than(members, MAX_LEVELS):
        raise path.refuse(f"must not have more than {MAX_LEVELS} levels.")
    for name in members:
        if name in UNSUPPORTED:
            raise path.member(name).refuse("is not supported.")
        if name not in _READERS:
            raise path.member(name).refuse(f"is not a member of a pattern; these are: {', '.join(_READERS)}.")
    urls = [name for name in URLS if name in members]
    if len(urls) > 1:
        raise path.member(urls[1]).refuse(f"cannot stand beside {urls[0]}.")
    return tuple(
        criterion
        for name, read in _READERS.items()
        if name in members
        for criterion in read(members[name], path.member(name), members)
    )


def describe(matcher: dict[str, Any]) -> str:
    """Return a matcher in the user's terms: `equalTo "x", caseInsensitive true`."""
    return ", ".join(f"{name} {write_json(content)}" for name, content in matcher.items())


def _single(name: str, select: Select, parse: Callable[[Any, PatternPath], Matcher | None]) -> Read:
    """Return the reader of a member about a single value: the method, URL, vendor or operation."""

    def read(content: Any, path: PatternPath, members: dict[str, Any]) -> Iterator[Criterion]:
        matcher = parse(content, path)
        if matcher is not None:
            group = "url" if name in URLS else name
            yield Criterion(group, name, write_json(content), select, AnyValue(matcher))

    return read


def _optional(text: str | None) -> list[Content]:
    return [] if text is None else [Content(text)]


def _select_url(received: ReceivedRequest) -> list[Content]:
    return [Content(received.request.url)]


def _select_path(received: ReceivedRequest) -> list[Content]:
    return [Content(received.raw_path)]


def _path_parameters(content: Any, path: PatternPath, members: dict[str, Any]) -> Iterator[Criterion]:
    if "urlPathTemplate" not in members:
        raise path.refuse("must stand beside urlPathTemplate.")
    template = PathTemplate(members["urlPathTemplate"], PatternPath().member("urlPathTemplate"))
    for name, expected in path.object(content).items():
        if name not in template.names:
            raise path.member(name).refuse("is not a name in urlPathTemplate.")
        matcher = AnyValue(read_matcher(expected, path.member(name)))

        def select(received: ReceivedRequest, name: str = name) -> list[Content]:
            return _optional((template.parameters(received.raw_path) or {}).get(name))

        yield Criterion("pathParameters", f"path parameter {name}", describe(expected), select, matcher)


def _by_name(group: str, title: str, values_by_name: Callable[[ReceivedRequest], ValuesByName | None]) -> Read:
    """Return the reader of a member that has a matcher for each name."""

    def read(content: Any, path: PatternPath, members: dict[str, Any]) -> Iterator[Criterion]:
        for name, expected in path.object(content).items():
            key = name.lower() if group == "headers" else name
            member = path.member(name)
            if group == "headers" and not _HEADER_NAME.fullmatch(name):
                raise member.refuse("cannot be the name of a header.")
            is_cookie = group == "cookies"
            matcher = AnyCookie(read_matcher(expected, member)) if is_cookie else read_values_matcher(expected, member)

            def select(received: ReceivedRequest, key: str = key) -> list[Content] | None:
                values = values_by_name(received)
                return None if values is None else values.get(key, [])

            yield Criterion(group, f"{title} {name}", describe(expected), select, matcher)

    return read


def _credentials(content: Any, path: PatternPath, members: dict[str, Any]) -> Iterator[Criterion]:
    matcher = AnyValue(read_credentials(content, path))
    yield Criterion(
        "headers",
        "basic credentials",
        describe(content),
        lambda received: received.headers.get("authorization", []),
        matcher,
    )


def _body_patterns(content: Any, path: PatternPath, members: dict[str, Any]) -> Iterator[Criterion]:
    path = replace(path, in_body=True)
    if isinstance(content, dict):
        matchers = [(content, path)]
    else:
        matchers = [(item, path.item(index)) for index, item in enumerate(path.array(content))]
    for expected, matcher_path in matchers:
        matcher = AnyValue(read_matcher(expected, matcher_path))
        yield Criterion("bodyPatterns", "body", describe(expected), lambda received: received.body, matcher)


def _equal_text(content: Any, path: PatternPath) -> Matcher:
    return EqualTo(path.text(content))


def _expression(content: Any, path: PatternPath) -> Matcher:
    return MatchesExpression(path.expression(content))


_READERS: dict[str, Read] = {
    "vendor": _single("vendor", lambda received: _optional(received.request.vendor), _equal_text),
    "operation": _single("operation", lambda received: _optional(received.request.operation), _equal_text),
    "method": _single("method", lambda received: [Content(received.request.method)], read_method),
    "url": _single("url", _select_url, lambda content, path: EqualTo(read_url(content, path, has_query=True))),
    "urlPattern": _single("urlPattern", _select_url, _expression),
    "urlPath": _single("urlPath", _select_path, lambda content, path: EqualTo(read_url(content, path))),
    "urlPathPattern": _single("urlPathPattern", _select_path, _expression),
    "urlPathTemplate": _single(
        "urlPathTemplate", _select_path, lambda content, path: TemplateMatcher(PathTemplate(content, path))
    ),
    "pathParameters": _path_parameters,
    "queryParameters": _by_name("queryParameters", "query parameter", lambda received: received.query),
    "headers": _by_name("headers", "header", lambda received: received.headers),
    "basicAuthCredentials": _credentials,
    "cookies": _by_name("cookies", "cookie", lambda received: received.cookies),
    "formParameters": _by_name("formParameters", "form parameter", lambda received: received.form),
    "bodyPatterns": _body_patterns,
}
"""Readers by member, in the order in which the criteria are checked."""
