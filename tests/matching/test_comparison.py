"""Distances of requests from a pattern, and the text of a comparison."""

from dataclasses import replace
from typing import Any

import pytest

from mockapi.matching.comparison import ComparisonLine, as_text
from mockapi.matching.pattern import RequestPattern, closest
from mockapi.matching.text_distance import text_distance
from tests.support.patterns import recorded_request


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
def test_the_distance_of_two_texts_is_the_share_of_changed_characters(one: str, other: str, distance: float) -> None:
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
def test_the_distance_of_a_request_is_the_mean_over_groups_of_criteria_weighted_as_in_wiremock(
    pattern: dict[str, Any], distance: float
) -> None:
    request = recorded_request("GET", b"/goods/1?a=12&a=x&list=[1,2,3,{%22a%22:[5]}]", body=b"{'a': 1, 'b': 2}")
    assert RequestPattern(pattern).compare(request).distance == pytest.approx(distance)


def test_a_mismatch_that_the_distance_does_not_measure_has_a_distance_above_0() -> None:
    pattern = RequestPattern(
        {"bodyPatterns": [{"equalToJson": [1], "ignoreArrayOrder": True}, {"equalToJson": "[1,1]"}]}
    )
    assert pattern.compare(recorded_request(body=b"[1, 1]")).distance > 0
    twice = RequestPattern({"bodyPatterns": [{"equalToJson": {"a": "${json-unit.any-string}"}}]})
    assert twice.compare(recorded_request(body=b'{"a": 1}')).distance == 1


def test_a_body_that_is_not_json_has_the_distance_1_from_json_matchers() -> None:
    for body in (b"", b"{"):
        assert (
            RequestPattern({"bodyPatterns": [{"equalToJson": {}}]}).compare(recorded_request(body=body)).distance == 1
        )
        path = {"matchesJsonPath": {"expression": "$.a", "equalTo": "1"}}
        assert RequestPattern({"bodyPatterns": [path]}).compare(recorded_request(body=body)).distance == 1


def test_an_empty_path_does_not_match_a_template() -> None:
    assert RequestPattern({"urlPathTemplate": "/{a}"}).compare(recorded_request(url=b"")).distance > 0


def test_a_comparison_has_a_line_per_criterion_with_the_expected_and_the_actual_value() -> None:
    pattern = RequestPattern(
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
    request = recorded_request("POST", b"/goods/1?a=1&a=2", headers=((b"x", b""),), body=b"text")
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


def test_a_comparison_is_printed_in_two_columns_with_a_mark_at_each_mismatch() -> None:
    pattern = RequestPattern(
        {"method": "POST", "urlPath": "/goods", "bodyPatterns": [{"equalTo": "one\ntwo"}, {"matches": "x"}]}
    )
    request = replace(recorded_request("POST", b"/goods/1", body=b"one\ntwo, which is too long"), body_size=99)
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


def test_a_comparison_is_printed_in_columns_of_one_character_if_the_width_is_0() -> None:
    assert as_text(RequestPattern({"vendor": "x"}).compare(recorded_request()), 0).splitlines()[:4] == [
        "expected | got",
        "--+--",
        "v | a <<< does not fit",
        "e | l",
    ]


def test_a_comparison_escapes_control_characters() -> None:
    pattern = RequestPattern({"bodyPatterns": [{"equalTo": "\udcff\u202e"}]})
    text = as_text(pattern.compare(recorded_request(body=b"\x1b[2J\xff\t\r")))
    assert "\\x1b[2J\\udcff\\t\\r" in text
    assert 'equalTo "\\udcff\\u202e"' in text
    text.encode()


def test_a_comparison_shows_the_first_1000_characters_of_a_long_value() -> None:
    [line] = RequestPattern({"bodyPatterns": [{"equalTo": "x"}]}).compare(recorded_request(body=b"a" * 1001)).lines
    assert line.actual == "a" * 1000 + "… (the beginning of 1001 letters)"


def test_closest_returns_mismatches_with_the_smallest_distance_first() -> None:
    pattern = RequestPattern({"method": "GET", "urlPath": "/goods/1"})
    first, second = recorded_request(url=b"/goods/2"), recorded_request(url=b"/goods/3")
    far, matching = recorded_request("POST", b"/else"), recorded_request(url=b"/goods/1")
    near = closest(pattern, [far, matching, first, second])
    assert [request for request, _ in near] == [first, second, far]
    assert [comparison for _, comparison in near] == [pattern.compare(request) for request, _ in near]
    assert [request for request, _ in closest(pattern, [second, far, first], limit=2)] == [second, first]
    assert [request for request, _ in closest(pattern, [far, first, second, far])] == [first, second, far]
    assert closest(pattern, [matching]) == []


def test_a_pattern_keeps_the_json_that_it_was_read_from() -> None:
    content = {"method": "get", "headers": {"A": {"equalTo": "1"}}}
    assert RequestPattern(content).content is content
