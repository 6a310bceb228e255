"""Matches against a body of which the journal kept only the beginning."""

from dataclasses import replace
from typing import Any

import pytest

from mockapi.http.request import RecordedRequest
from mockapi.matching.errors import Undecidable
from mockapi.matching.pattern import RequestPattern
from tests.support.patterns import matches, recorded_request

FORM = ((b"content-type", b"application/x-www-form-urlencoded"),)


def request_with_cut_body(body: bytes, size: int, method: str = "POST") -> RecordedRequest:
    return replace(recorded_request(method, b"/goods", headers=FORM, body=body), body_size=size)


@pytest.mark.parametrize(
    ("matcher", "body", "expected"),
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
def test_a_matcher_decides_if_the_beginning_of_a_cut_body_is_enough(
    matcher: dict[str, Any], body: bytes, expected: bool
) -> None:
    assert matches({"bodyPatterns": [matcher]}, request_with_cut_body(body, 12)) is expected


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
def test_a_matcher_raises_undecidable_if_the_discarded_part_of_the_body_matters(
    matcher: dict[str, Any], body: bytes
) -> None:
    size = 4 if body.startswith(b"\xd0") else 12
    pattern = RequestPattern({"method": "POST", "bodyPatterns": [matcher]})
    with pytest.raises(Undecidable, match=f"of which {len(body)} of {size} bytes were kept"):
        pattern.matches(request_with_cut_body(body, size))
    comparison = pattern.compare(request_with_cut_body(body, size))
    assert comparison.distance == 1 / 4
    assert [line.decision for line in comparison.lines] == [True, None]


@pytest.mark.parametrize("matcher", [{"equalTo": "1"}, {"absent": True}, {"hasExactly": [{"equalTo": "1"}]}])
def test_form_parameters_of_a_cut_body_are_undecidable(matcher: dict[str, Any]) -> None:
    pattern = RequestPattern({"formParameters": {"a": matcher}})
    with pytest.raises(Undecidable):
        pattern.matches(request_with_cut_body(b"a=1", 12))
    [line] = pattern.compare(request_with_cut_body(b"a=1", 12)).lines
    assert line.actual == "(only the beginning of the body was kept)"


@pytest.mark.parametrize(
    "other", [{"method": "PUT"}, {"urlPath": "/"}, {"vendor": "x"}, {"headers": {"A": {"equalTo": "a"}}}]
)
def test_a_mismatch_outside_the_body_decides_before_a_cut_body(other: dict[str, Any]) -> None:
    matchers = {"formParameters": {"a": {"equalTo": "1"}}, "bodyPatterns": [{"contains": "end"}], **other}
    assert not matches(matchers, request_with_cut_body(b"a=1", 12))


def test_a_body_pattern_that_mismatches_decides_before_an_undecidable_one() -> None:
    assert not matches({"bodyPatterns": [{"contains": "end"}, {"equalTo": "x"}]}, request_with_cut_body(b"begin", 12))
