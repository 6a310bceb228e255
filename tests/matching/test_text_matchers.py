"""What one text must be. https://wiremock.org/docs/request-matching"""

from typing import Any

import pytest

from tests.support.patterns import body_fits, header_fits


@pytest.mark.parametrize(
    ("matcher", "value", "fits"),
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
def test_a_value_fits_a_matcher_as_in_wiremock(matcher: dict[str, Any], value: bytes, fits: bool) -> None:
    assert header_fits(matcher, value) is fits


@pytest.mark.parametrize(
    ("matcher", "fits"),
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
def test_what_is_not_there_fits_absent_and_what_is_said_with_not(matcher: dict[str, Any], fits: bool) -> None:
    assert header_fits(matcher) is fits


@pytest.mark.parametrize(
    ("matcher", "fits"),
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
def test_of_several_values_any_may_fit(matcher: dict[str, Any], fits: bool) -> None:
    assert header_fits(matcher, b"one", b"two") is fits


@pytest.mark.parametrize(
    ("matcher", "body", "fits"),
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
def test_a_body_is_utf8_and_an_empty_one_is_none(matcher: dict[str, Any], body: bytes, fits: bool) -> None:
    assert body_fits(matcher, body) is fits
