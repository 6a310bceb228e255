"""How near a request is, and how that is told."""

from dataclasses import replace
from typing import Any

import pytest

from mockapi.matching.comparison import ComparisonLine, as_text
from mockapi.matching.nearness import text_distance
from mockapi.matching.pattern import closest, read_pattern
from tests.support.patterns import seen


@pytest.mark.parametrize(
    ("one", "other", "distance"),
    [
        ("", "", 0),
        ("a", "", 1),
        ("same", "same", 0),
        ("kitten", "sitting", 3 / 7),
        ("/goods/1", "/goods/12", 1 / 9),
        ("abc", "xyz", 1),
        ("a" * 100, "b" * 100, 1),
        ("a" * 100 + "same", "b" * 100 + "same", 100 / 104),
        ("aa", "aaa", 1 / 3),
        ("ab" * 32, "ba" * 32, 2 / 64),
        ("ab" * 33, "ba" * 33, 1),
    ],
)
def test_the_distance_of_texts_is_the_share_of_changed_letters(one: str, other: str, distance: float) -> None:
    assert text_distance(one, other) == text_distance(other, one) == distance


@pytest.mark.parametrize(
    ("pattern", "distance"),
    [
        ({"method": "GET"}, 0),
        ({"method": "POST"}, 1),
        ({"method": "POST", "urlPath": "/goods/1"}, 3 / 13),
        ({"method": "GET", "urlPath": "/goods/2"}, 10 / 13 / 8),
        ({"method": "GET", "urlPathTemplate": "/goods/{i}/2"}, 10 / 13 * 5 / 12),
        ({"method": "GET", "headers": {"A": {"equalTo": "x"}, "B": {"absent": True}}}, 1 / 4 / 2),
        ({"vendor": "x", "operation": "goods.get"}, 3 / 13),
        ({"bodyPatterns": [{"equalToJson": {"a": 1, "b": 3}}]}, 1 / 2),
        ({"bodyPatterns": [{"equalToJson": {"a": 1.0, "b": {}, "c": []}}]}, 2 / 3),
        ({"bodyPatterns": [{"equalTo": "{'a': 1, 'b': 3}"}]}, 1 / 16),
        ({"bodyPatterns": [{"equalTo": "{'A': 1, 'b': 3}", "caseInsensitive": True}]}, 1 / 16),
        ({"bodyPatterns": [{"and": [{"contains": "a"}, {"contains": "x"}]}]}, 1 / 2),
        ({"bodyPatterns": [{"or": [{"contains": "x"}, {"equalTo": "{'a': 1, 'b': 3}"}]}]}, 1 / 16),
        ({"bodyPatterns": [{"matchesJsonPath": {"expression": "$", "equalToJson": {"a": 1, "b": [2]}}}]}, 1 / 2),
        ({"queryParameters": {"list": {"equalToJson": [1, 2, 3, {"a": [4]}]}}}, 1 / 4),
        ({"bodyPatterns": [{"not": {"contains": "a"}}]}, 1),
        ({"bodyPatterns": [{"matchesJsonPath": "$.c"}]}, 1),
        ({"bodyPatterns": [{"matchesJsonPath": {"expression": "$.c", "equalTo": "1"}}]}, 1),
        ({"bodyPatterns": [{"matchesJsonPath": {"expression": "$.a", "equalTo": "12"}}]}, 1 / 2),
        ({"queryParameters": {"a": {"equalTo": "13"}}}, 1 / 2),
        ({"queryParameters": {"a": {"includes": [{"equalTo": "12"}, {"equalTo": "yz"}]}}}, 1 / 2),
        ({"queryParameters": {"a": {"hasExactly": [{"equalTo": "12"}]}}}, 1 / 2),
        ({"queryParameters": {"a": {"hasExactly": [{"equalTo": "12"}, {"contains": "1"}]}}}, 0.001),
        ({"queryParameters": {"b": {"includes": [{"equalTo": "12"}]}}}, 1),
        ({"cookies": {"b": {"equalTo": "12"}}}, 1),
        ({"cookies": {"b": {"absent": True}}}, 0),
    ],
)
def test_a_distance_is_the_mean_over_the_groups_weighted_as_in_wiremock(
    pattern: dict[str, Any], distance: float
) -> None:
    request = seen("GET", b"/goods/1?a=12&a=x&list=[1,2,3,{%22a%22:[5]}]", body=b"{'a': 1, 'b': 2}")
    assert read_pattern(pattern).compare(request).distance == pytest.approx(distance)


def test_what_differs_only_in_what_is_not_measured_is_not_at_distance_0() -> None:
    pattern = read_pattern({"bodyPatterns": [{"equalToJson": [1], "ignoreArrayOrder": True}, {"equalToJson": "[1,1]"}]})
    assert pattern.compare(seen(body=b"[1, 1]")).distance > 0
    twice = read_pattern({"bodyPatterns": [{"equalToJson": {"a": "${json-unit.any-string}"}}]})
    assert twice.compare(seen(body=b'{"a": 1}')).distance == 1


def test_no_json_is_as_far_off_as_can_be() -> None:
    for body in (b"", b"{"):
        assert read_pattern({"bodyPatterns": [{"equalToJson": {}}]}).compare(seen(body=body)).distance == 1
        path = {"matchesJsonPath": {"expression": "$.a", "equalTo": "1"}}
        assert read_pattern({"bodyPatterns": [path]}).compare(seen(body=body)).distance == 1


def test_a_missing_path_is_as_far_off_as_can_be() -> None:
    assert read_pattern({"urlPathTemplate": "/{a}"}).compare(seen(url=b"")).distance > 0


def test_lines_tell_for_each_criterion_what_was_expected_and_what_came() -> None:
    pattern = read_pattern(
        {
            "bodyPatterns": [{"equalTo": "Текст", "caseInsensitive": True}],
            "method": {"oneOf": ["GET", "HEAD"]},
            "urlPathTemplate": "/goods/{id}",
            "pathParameters": {"id": {"equalTo": "1"}},
            "queryParameters": {"a": {"contains": "3"}},
            "headers": {"Accept": {"absent": True}, "X": {"equalTo": ""}},
            "basicAuthCredentials": {"username": "me", "password": "secret"},
            "cookies": {"c": {"equalTo": "1"}},
            "formParameters": {"f": {"equalTo": "1"}},
            "vendor": "altegio",
            "operation": "goods.list",
        }
    )
    request = seen("POST", b"/goods/1?a=1&a=2", headers=((b"x", b""),), body=b"text")
    assert pattern.compare(request).lines == [
        ComparisonLine("vendor", '"altegio"', "altegio", True),
        ComparisonLine("operation", '"goods.list"', "goods.get", False),
        ComparisonLine("method", '{"oneOf":["GET","HEAD"]}', "POST", False),
        ComparisonLine("urlPathTemplate", '"/goods/{id}"', "/goods/1", True),
        ComparisonLine("path parameter id", 'equalTo "1"', "1", True),
        ComparisonLine("query parameter a", 'contains "3"', "1, 2", False),
        ComparisonLine("header Accept", "absent true", "(absent)", True),
        ComparisonLine("header X", 'equalTo ""', "(empty)", True),
        ComparisonLine("basic credentials", 'username "me", password "secret"', "(absent)", False),
        ComparisonLine("cookie c", 'equalTo "1"', "(absent)", False),
        ComparisonLine("form parameter f", 'equalTo "1"', "(absent)", False),
        ComparisonLine("body", 'equalTo "Текст", caseInsensitive true', "text", False),
    ]


def test_a_comparison_is_printed_in_two_columns_with_marks_at_what_does_not_fit() -> None:
    pattern = read_pattern(
        {"method": "POST", "urlPath": "/goods", "bodyPatterns": [{"equalTo": "one\ntwo"}, {"matches": "x"}]}
    )
    request = replace(seen("POST", b"/goods/1", body=b"one\ntwo, which is too long"), body_size=99)
    assert as_text(pattern.compare(request), 63).splitlines() == [
        "expected                       | got",
        "-------------------------------+-------------------------------",
        'method: "POST"                 | POST',
        'urlPath: "/goods"              | /goods/1                       <<< does not fit',
        'body: equalTo "one\\ntwo"       | one                            <<< does not fit',
        "                               | two, which is too long… (the b",
        "                               | eginning of 99 bytes)",
        'body: matches "x"              | one                            <<< cannot be decided',
        "                               | two, which is too long… (the b",
        "                               | eginning of 99 bytes)",
    ]


def test_a_narrow_terminal_gets_narrow_columns() -> None:
    assert as_text(read_pattern({"vendor": "x"}).compare(seen()), 0).splitlines()[:4] == [
        "expected | got",
        "--+--",
        "v | a <<< does not fit",
        "e | l",
    ]


def test_nothing_that_steers_a_terminal_is_printed() -> None:
    pattern = read_pattern({"bodyPatterns": [{"equalTo": "\udcff\u202e"}]})
    text = as_text(pattern.compare(seen(body=b"\x1b[2J\xff\t\r")))
    assert "\\x1b[2J\\udcff\\t\\r" in text
    assert 'equalTo "\\udcff\\u202e"' in text
    text.encode()


def test_long_values_are_shown_from_their_beginning() -> None:
    [line] = read_pattern({"bodyPatterns": [{"equalTo": "x"}]}).compare(seen(body=b"a" * 1001)).lines
    assert line.got == "a" * 1000 + "… (the beginning of 1001 letters)"


def test_the_closest_requests_come_first_and_those_that_match_not_at_all() -> None:
    pattern = read_pattern({"method": "GET", "urlPath": "/goods/1"})
    first, second = seen(url=b"/goods/2"), seen(url=b"/goods/3")
    far, matching = seen("POST", b"/else"), seen(url=b"/goods/1")
    near = closest(pattern, [far, matching, first, second])
    assert [request for request, _ in near] == [first, second, far]
    assert [comparison for _, comparison in near] == [pattern.compare(request) for request, _ in near]
    assert [request for request, _ in closest(pattern, [second, far, first], most=2)] == [second, first]
    assert [request for request, _ in closest(pattern, [far, first, second, far])] == [first, second, far]
    assert closest(pattern, [matching]) == []


def test_a_pattern_keeps_what_was_given() -> None:
    content = {"method": "get", "headers": {"A": {"equalTo": "1"}}}
    assert read_pattern(content).content is content
