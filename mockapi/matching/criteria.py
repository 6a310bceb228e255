"""What a pattern asks, member by member."""

import re
from collections.abc import Callable, Iterator
from typing import Any

from mockapi.matching.content import Content, is_deeper, write_json
from mockapi.matching.criteria import Criterion, Take
from mockapi.matching.matcher_reading import MAX_LEVELS, read_matcher, read_values_matcher
from mockapi.matching.matchers import EqualTo, Matcher, Matches
from mockapi.matching.pattern_path import PatternPath
from mockapi.matching.received_request import Named, ReceivedRequest
from mockapi.matching.request_line import PathTemplate, TemplateMatcher, read_address, read_credentials, read_method
from mockapi.matching.values import AnyCookie, AnyValue

URLS = ("url", "urlPattern", "urlPath", "urlPathPattern", "urlPathTemplate")

UNSUPPORTED = frozenset(
    ("multipartPatterns", "customMatcher", "scheme", "host", "port", "clientIp", "basicAuth", "withoutHeaders")
)
"""What WireMock knows besides."""

_HEADER_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")

Read = Callable[[Any, PatternPath, dict[str, Any]], Iterator[Criterion]]


def read_criteria(content: Any) -> tuple[Criterion, ...]:
    """All that the pattern asks, what is cheap to tell first, the body last. Raises `PatternError`."""
    path = PatternPath()
    members = path.object(content)
    if is_deeper(members, MAX_LEVELS):
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


def _single(group: str, expected: Any, take: Take, matcher: Matcher) -> Iterator[Criterion]:
    """The criterion of what a request has one of: method, url, vendor, operation."""
    yield Criterion("url" if group in URLS else group, group, write_json(expected), take, AnyValue(matcher))


def _vendor(content: Any, path: PatternPath, members: dict[str, Any]) -> Iterator[Criterion]:
    matcher = EqualTo(path.text(content))
    yield from _single("vendor", content, lambda received: _if_there(received.request.vendor), matcher)


def _operation(content: Any, path: PatternPath, members: dict[str, Any]) -> Iterator[Criterion]:
    matcher = EqualTo(path.text(content))
    yield from _single("operation", content, lambda received: _if_there(received.request.operation), matcher)


def _if_there(text: str | None) -> list[Content]:
    return [] if text is None else [Content(text)]


def _method(content: Any, path: PatternPath, members: dict[str, Any]) -> Iterator[Criterion]:
    matcher = read_method(content, path)
    if matcher is not None:
        yield from _single("method", content, lambda received: [Content(received.request.method)], matcher)


def _take_url(received: ReceivedRequest) -> list[Content]:
    return [Content(received.request.url)]


def _take_path(received: ReceivedRequest) -> list[Content]:
    return [Content(received.raw_path)]


def _url(content: Any, path: PatternPath, members: dict[str, Any]) -> Iterator[Criterion]:
    yield from _single("url", content, _take_url, EqualTo(read_address(content, path, has_query=True)))


def _url_pattern(content: Any, path: PatternPath, members: dict[str, Any]) -> Iterator[Criterion]:
    yield from _single("urlPattern", content, _take_url, Matches(path.expression(content)))


def _url_path(content: Any, path: PatternPath, members: dict[str, Any]) -> Iterator[Criterion]:
    yield from _single("urlPath", content, _take_path, EqualTo(read_address(content, path)))


def _url_path_pattern(content: Any, path: PatternPath, members: dict[str, Any]) -> Iterator[Criterion]:
    yield from _single("urlPathPattern", content, _take_path, Matches(path.expression(content)))


def _url_path_template(content: Any, path: PatternPath, members: dict[str, Any]) -> Iterator[Criterion]:
    yield from _single("urlPathTemplate", content, _take_path, TemplateMatcher(PathTemplate(content, path)))


def _path_parameters(content: Any, path: PatternPath, members: dict[str, Any]) -> Iterator[Criterion]:
    if "urlPathTemplate" not in members:
        raise path.refuse("must stand beside urlPathTemplate.")
    template = PathTemplate(members["urlPathTemplate"], PatternPath().member("urlPathTemplate"))
    for name, asked in path.object(content).items():
        if name not in template.names:
            raise path.member(name).refuse("is not a name in urlPathTemplate.")
        matcher = AnyValue(read_matcher(asked, path.member(name)))

        def take(received: ReceivedRequest, name: str = name) -> list[Content]:
            return _if_there((template.parameters(received.raw_path) or {}).get(name))

        yield Criterion("pathParameters", f"path parameter {name}", describe(asked), take, matcher)


def _by_name(group: str, called: str, named: Callable[[ReceivedRequest], Named | None]) -> Read:
    """The reader of a member that has a matcher for each name."""

    def read(content: Any, path: PatternPath, members: dict[str, Any]) -> Iterator[Criterion]:
        for name, asked in path.object(content).items():
            key = name.lower() if group == "headers" else name
            inside = path.member(name)
            if group == "headers" and not _HEADER_NAME.fullmatch(name):
                raise inside.refuse("cannot be the name of a header.")
            matcher = (
                AnyCookie(read_matcher(asked, inside)) if group == "cookies" else read_values_matcher(asked, inside)
            )

            def take(received: ReceivedRequest, key: str = key) -> list[Content] | None:
                values = named(received)
                return None if values is None else values.get(key, [])

            yield Criterion(group, f"{called} {name}", describe(asked), take, matcher)

    return read


def _credentials(content: Any, path: PatternPath, members: dict[str, Any]) -> Iterator[Criterion]:
    matcher = AnyValue(read_credentials(content, path))
    yield Criterion(
        "headers", "basic credentials", describe(content), lambda seen: seen.headers.get("authorization", []), matcher
    )


def _body_patterns(content: Any, path: PatternPath, members: dict[str, Any]) -> Iterator[Criterion]:
    inside = PatternPath(path.pointer, path.name, in_body=True)
    asked = (
        [(content, inside)]
        if isinstance(content, dict)
        else [(item, inside.item(number)) for number, item in enumerate(inside.array(content))]
    )
    for one, at in asked:
        matcher = AnyValue(read_matcher(one, at))
        yield Criterion("bodyPatterns", "body", describe(one), lambda received: received.body, matcher)


def describe(asked: dict[str, Any]) -> str:
    """A matcher for a person: `equalTo "x", caseInsensitive true`."""
    return ", ".join(f"{name} {write_json(content)}" for name, content in asked.items())


_READERS: dict[str, Read] = {
    "vendor": _vendor,
    "operation": _operation,
    "method": _method,
    "url": _url,
    "urlPattern": _url_pattern,
    "urlPath": _url_path,
    "urlPathPattern": _url_path_pattern,
    "urlPathTemplate": _url_path_template,
    "pathParameters": _path_parameters,
    "queryParameters": _by_name("queryParameters", "query parameter", lambda received: received.query),
    "headers": _by_name("headers", "header", lambda received: received.headers),
    "basicAuthCredentials": _credentials,
    "cookies": _by_name("cookies", "cookie", lambda received: received.cookies),
    "formParameters": _by_name("formParameters", "form parameter", lambda received: received.form),
    "bodyPatterns": _body_patterns,
}
