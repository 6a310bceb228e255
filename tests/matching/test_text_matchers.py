"""Matchers of one text. https://wiremock.org/docs/request-matching"""

from typing import Any

import pytest

from tests.support.patterns import body_matches, header_matches


@pytest.mark.parametrize(
    ("matcher", "value", "expected"),
    [
        ({"equalTo": "text"}, b"text", True),
        ({"equalTo": "text"}, b"Text", False),
        ({"equalTo": "text"}, b"text ", False),
        ({"equalTo": ""}, b"", True),
        ({"equalTo": "Text", "caseInsensitive": True}, b"tEXT", True),
        ({"equalTo": "Text", "caseInsensitive": True}, b"texts", False),
        ({"equalTo": "Text", "caseInsensitive": False}, b"text", False),
        ({"equalTo": "\u041c\u044b\u043b\u043e"}, "\u041c\u044b\u043b\u043e".encode(), True),
        ({"equalTo": "M\u00fcller"}, "M\u00fcller".encode("latin-1"), True),
        ({"contains": "ex"}, b"text", True),
        ({"contains": "EX"}, b"text", False),
        ({"contains": ""}, b"", True),
        ({"doesNotContain": "ex"}, b"text", False),
        ({"doesNotContain": "no"}, b"text", True),
        ({"matches": "t.xt"}, b"text", True),
        ({"matches": "t.x"}, b"text", False),
        ({"matches": "ext"}, b"text", False),
        ({"matches": "(?i)TEXT"}, b"text", True),
        ({"doesNotMatch": "t.xt"}, b"text", False),
        ({"doesNotMatch": "t.x"}, b"text", True),
        ({"absent": True}, b"text", False),
        ({"absent": "(absent)"}, b"text", False),
        ({"not": {"equalTo": "text"}}, b"text", False),
        ({"not": {"equalTo": "other"}}, b"text", True),
        ({"not": {"absent": True}}, b"text", True),
        ({"and": [{"contains": "te"}, {"contains": "xt"}]}, b"text", True),
        ({"and": [{"contains": "te"}, {"contains": "no"}]}, b"text", False),
        ({"or": [{"equalTo": "no"}, {"equalTo": "text"}]}, b"text", True),
        ({"or": [{"equalTo": "no"}, {"equalTo": "not"}]}, b"text", False),
        ({"or": [{"absent": True}, {"equalTo": "text"}]}, b"text", True),
        ({"equalToJson": {"a": 1}}, b'{"a": 1}', True),
        ({"matchesJsonPath": "$.a"}, b'{"a": 1}', True),
    ],
)
def test_a_text_matcher_matches_a_header_as_in_wiremock(matcher: dict[str, Any], value: bytes, expected: bool) -> None:
    assert header_matches(matcher, value) is expected


@pytest.mark.parametrize(
    ("matcher", "expected"),
    [
        ({"absent": True}, True),
        ({"absent": "(absent)"}, True),
        ({"equalTo": ""}, False),
        ({"equalTo": "", "caseInsensitive": True}, False),
        ({"contains": ""}, False),
        ({"doesNotContain": "x"}, True),
        ({"matches": ".*"}, False),
        ({"doesNotMatch": ".*"}, True),
        ({"equalToJson": None}, False),
        ({"matchesJsonPath": "$"}, False),
        ({"matchesJsonPath": {"expression": "$", "absent": True}}, False),
        ({"not": {"equalTo": "x"}}, True),
        ({"not": {"absent": True}}, False),
        ({"and": [{"doesNotContain": "x"}, {"doesNotContain": "y"}]}, True),
        ({"or": [{"equalTo": "x"}, {"absent": True}]}, True),
        ({"hasExactly": [{"doesNotContain": "x"}]}, False),
        ({"includes": [{"doesNotContain": "x"}]}, False),
    ],
)
def test_a_missing_header_matches_absent_and_negated_matchers(matcher: dict[str, Any], expected: bool) -> None:
    assert header_matches(matcher) is expected


@pytest.mark.parametrize(
    ("matcher", "expected"),
    [
        ({"equalTo": "two"}, True),
        ({"equalTo": "three"}, False),
        ({"doesNotContain": "one"}, True),
        ({"doesNotContain": "o"}, False),
        ({"absent": True}, False),
        ({"hasExactly": [{"equalTo": "two"}, {"equalTo": "one"}]}, True),
        ({"hasExactly": [{"contains": "o"}, {"equalTo": "one"}]}, True),
        ({"hasExactly": [{"equalTo": "one"}]}, False),
        ({"hasExactly": [{"equalTo": "one"}, {"equalTo": "one"}]}, False),
        ({"hasExactly": [{"equalTo": "one"}, {"equalTo": "two"}, {"contains": "o"}]}, False),
        ({"includes": [{"equalTo": "two"}]}, True),
        ({"includes": [{"equalTo": "two"}, {"contains": "n"}]}, True),
        ({"includes": [{"equalTo": "two"}, {"equalTo": "three"}]}, False),
    ],
)
def test_a_matcher_matches_if_any_value_of_a_repeated_header_matches(matcher: dict[str, Any], expected: bool) -> None:
    assert header_matches(matcher, b"one", b"two") is expected


@pytest.mark.parametrize(
    ("matcher", "body", "expected"),
    [
        ({"matches": "one.two"}, b"one\ntwo", True),
        ({"matches": "\\d\\w"}, "1\u0430".encode(), False),
        ({"matches": "\\d"}, "\u0663".encode(), False),
        ({"contains": "\u0430"}, "\u0431\u0430".encode(), True),
        ({"equalTo": "a"}, b"a\xff", False),
        ({"contains": "a"}, b"a\xff", True),
        ({"matches": "a.b"}, b"a\xffb", True),
        ({"equalTo": "a\udcff"}, b"a\xff", True),
        ({"equalTo": "a\ufffd"}, b"a\xff", False),
        ({"binaryEqualTo": "AP8="}, b"\x00\xff", True),
        ({"binaryEqualTo": "AP8="}, b"\x00\xfe", False),
        ({"binaryEqualTo": ""}, b"", True),
        ({"binaryEqualTo": ""}, b"a", False),
        ({"binaryEqualTo": "AP8="}, b"", False),
        ({"not": {"binaryEqualTo": "AP8="}}, b"a", True),
        ({"absent": True}, b"", True),
        ({"absent": True}, b"a", False),
        ({"equalTo": ""}, b"", False),
        ({"matches": ".*"}, b"", False),
        ({"doesNotContain": "a"}, b"", True),
    ],
)
def test_a_body_is_decoded_as_utf8_and_an_empty_body_counts_as_absent(
    matcher: dict[str, Any], body: bytes, expected: bool
) -> None:
    assert body_matches(matcher, body) is expected
