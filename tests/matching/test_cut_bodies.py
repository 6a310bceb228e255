"""Of a large body only the beginning is kept: what depends on the rest cannot be decided, all else can."""

from dataclasses import replace
from typing import Any

import pytest

from mockapi.http.request import RecordedRequest
from mockapi.matching.errors import Undecidable
from mockapi.matching.pattern import read_pattern
from tests.support.patterns import matches, seen

FORM = ((b"content-type", b"application/x-www-form-urlencoded"),)


def break_connection(body: bytes, size: int, method: str = "POST") -> RecordedRequest:
    return replace(seen(method, b"/goods", headers=FORM, body=body), body_size=size)


@pytest.mark.parametrize(
    ("matcher", "body", "fits"),
    [
        ({"contains": "begin"}, b"beginning", True),
        ({"doesNotContain": "begin"}, b"beginning", False),
        ({"equalTo": "other"}, b"beginning", False),
        ({"equalTo": "beginning"}, b"beginning", False),
        ({"equalTo": "beginning of more"}, b"beginning", False),
        ({"equalTo": "beginning of \ud800"}, b"beginning", False),
        ({"binaryEqualTo": "AP8="}, b"beginning", False),
        ({"absent": True}, b"beginning", False),
        ({"absent": True}, b"", False),
        ({"not": {"contains": "begin"}}, b"beginning", False),
        ({"not": {"equalTo": "other"}}, b"beginning", True),
        ({"or": [{"equalToJson": {}}, {"contains": "begin"}]}, b"beginning", True),
        ({"and": [{"equalToJson": {}}, {"doesNotContain": "begin"}]}, b"beginning", False),
    ],
)
def test_what_the_beginning_decides_is_decided(matcher: dict[str, Any], body: bytes, fits: bool) -> None:
    assert matches({"bodyPatterns": [matcher]}, break_connection(body, 12)) is fits


@pytest.mark.parametrize(
    ("matcher", "body"),
    [
        ({"contains": "end"}, b"beginning"),
        ({"doesNotContain": "end"}, b"beginning"),
        ({"equalTo": "beginning..."}, b"beginning"),
        ({"equalTo": "Beginning...", "caseInsensitive": True}, b"beginning"),
        ({"equalTo": "\u0430\u0431"}, "\u0430\u0431".encode()[:3]),
        ({"binaryEqualTo": "YmVnaW5uaW5nLi4u"}, b"beginning"),
        ({"matches": ".*"}, b"beginning"),
        ({"doesNotMatch": "x"}, b"beginning"),
        ({"equalToJson": {}}, b"{}"),
        ({"matchesJsonPath": "$.a"}, b'{"a": 1}'),
        ({"not": {"matchesJsonPath": "$.a"}}, b'{"a": 1}'),
        ({"and": [{"contains": "begin"}, {"contains": "end"}]}, b"beginning"),
        ({"or": [{"equalTo": "x"}, {"contains": "end"}]}, b"beginning"),
    ],
)
def test_what_the_rest_decides_is_undecidable(matcher: dict[str, Any], body: bytes) -> None:
    size = 4 if body.startswith(b"\xd0") else 12
    pattern = read_pattern({"method": "POST", "bodyPatterns": [matcher]})
    with pytest.raises(Undecidable, match=f"of which {len(body)} of {size} bytes were kept"):
        pattern.matches(break_connection(body, size))
    comparison = pattern.compare(break_connection(body, size))
    assert comparison.distance == 1 / 4
    assert [line.fits for line in comparison.lines] == [True, None]


@pytest.mark.parametrize("matcher", [{"equalTo": "1"}, {"absent": True}, {"hasExactly": [{"equalTo": "1"}]}])
def test_a_form_that_was_cut_is_undecidable(matcher: dict[str, Any]) -> None:
    pattern = read_pattern({"formParameters": {"a": matcher}})
    with pytest.raises(Undecidable):
        pattern.matches(break_connection(b"a=1", 12))
    [line] = pattern.compare(break_connection(b"a=1", 12)).lines
    assert line.got == "(only the beginning of the body was kept)"


@pytest.mark.parametrize(
    "other", [{"method": "PUT"}, {"urlPath": "/"}, {"vendor": "x"}, {"headers": {"A": {"equalTo": "a"}}}]
)
def test_what_does_not_fit_elsewhere_decides_before_the_body(other: dict[str, Any]) -> None:
    asked = {"formParameters": {"a": {"equalTo": "1"}}, "bodyPatterns": [{"contains": "end"}], **other}
    assert not matches(asked, break_connection(b"a=1", 12))


def test_a_body_pattern_that_does_not_fit_decides_before_one_that_is_undecidable() -> None:
    assert not matches({"bodyPatterns": [{"contains": "end"}, {"equalTo": "x"}]}, break_connection(b"begin", 12))
