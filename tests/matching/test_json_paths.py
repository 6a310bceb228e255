"""`matchesJsonPath`. https://wiremock.org/docs/request-matching/#json-path"""

from typing import Any

import pytest

from tests.support.patterns import body_matches

BODY = b"""{
    "name": "Soap", "nothing": null, "no": false, "zero": 0, "empty": "", "none": [], "vacant": {},
    "tags": ["a", "b", null], "price": {"cost": 1.5, "currency": "EUR"},
    "items": [{"sku": "S1", "count": 2}, {"sku": "S2", "count": 1}]
}"""


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("$", True),
        ("$.name", True),
        ("name", True),
        ("$['name']", True),
        ("$.missing", False),
        ("$.nothing", False),
        ("$.no", True),
        ("$.zero", True),
        ("$.empty", True),
        ("$.none", False),
        ("$.vacant", False),
        ("$.tags", True),
        ("$.tags[0]", True),
        ("$.tags[3]", False),
        ("$.tags[-1:]", True),
        ("$..sku", True),
        ("$..gone", False),
        ("$.items[?(@.sku == 'S1')]", True),
        ("$.items[?(@.sku == 'S3')]", False),
        ("$.items[?(@.count > 1)]", True),
        ("$.items[?(@.sku =~ /s\\d/i)]", True),
        ("$.items[?(@.sku in ['S2', 'S3'])]", True),
        ("$.items[?(@.count > 'text')]", False),
    ],
)
def test_a_json_path_matches_if_it_finds_something(path: str, expected: bool) -> None:
    assert body_matches({"matchesJsonPath": path}, BODY) is expected


@pytest.mark.parametrize(
    ("path", "matcher", "expected"),
    [
        ("$.name", {"equalTo": "Soap"}, True),
        ("$.name", {"equalTo": "soap", "caseInsensitive": True}, True),
        ("$.name", {"contains": "x"}, False),
        ("$.zero", {"equalTo": "0"}, True),
        ("$.no", {"equalTo": "false"}, True),
        ("$.price.cost", {"equalTo": "1.5"}, True),
        ("$.price", {"contains": '"EUR"'}, True),
        ("$.price", {"equalToJson": {"currency": "EUR", "cost": 1.5}}, True),
        ("$.price", {"equalToJson": {"currency": "EUR"}}, False),
        ("$.price", {"equalToJson": {"currency": "EUR"}, "ignoreExtraElements": True}, True),
        ("$.tags", {"equalTo": "b"}, True),
        ("$.tags", {"equalTo": "c"}, False),
        ("$.tags", {"equalTo": "null"}, False),
        ("$.tags", {"absent": True}, True),
        ("$.tags", {"equalToJson": ["a", "b", None]}, True),
        ("$.tags", {"not": {"equalToJson": ["a", "b", None]}}, False),
        ("$.tags", {"and": [{"equalToJson": ["b"], "ignoreExtraElements": True, "ignoreArrayOrder": True}]}, True),
        ("$.tags", {"matchesJsonPath": "$[1]"}, True),
        ("$..sku", {"equalTo": "S2"}, True),
        ("$..sku", {"equalToJson": ["S1", "S2"]}, True),
        ("$.items[*].count", {"equalTo": "2"}, True),
        ("$.missing", {"absent": True}, True),
        ("$.nothing", {"absent": True}, True),
        ("$.none", {"absent": True}, True),
        ("$..gone", {"absent": True}, True),
        ("$.name", {"absent": True}, False),
        ("$.missing", {"equalToJson": None}, False),
        ("$.nothing", {"equalToJson": None}, True),
        ("$.missing", {"equalTo": ""}, False),
        ("$.missing", {"doesNotContain": "x"}, False),
        ("$.missing", {"not": {"equalTo": "x"}}, False),
        ("$.name", {"not": {"equalTo": "x"}}, True),
    ],
)
def test_the_matcher_beside_a_json_path_is_applied_to_the_found_values(
    path: str, matcher: dict[str, Any], expected: bool
) -> None:
    assert body_matches({"matchesJsonPath": {"expression": path, **matcher}}, BODY) is expected


@pytest.mark.parametrize(("body", "expected"), [(b'"text"', True), (b'"{\\"a\\": 1}"', False), (b"1", False)])
def test_a_json_path_does_not_parse_a_string_as_json_again(body: bytes, expected: bool) -> None:
    assert body_matches({"matchesJsonPath": {"expression": "$", "equalTo": "text"}}, body) is expected
    assert not body_matches({"matchesJsonPath": "$.a"}, body)


def test_a_json_path_searches_json5_and_deeply_nested_json() -> None:
    assert body_matches({"matchesJsonPath": "$.a[?(@.b == 'c')]"}, b"{'a': [{'b': 'c'}]}")
    assert body_matches({"matchesJsonPath": "$..deepest"}, b'{"a":' * 150 + b'{"deepest": 1}' + b"}" * 150)


def test_a_json_path_that_fails_on_a_body_matches_nothing_not_even_absent() -> None:
    path = "$[?('abc' contains @)]"
    assert body_matches({"matchesJsonPath": path}, b'["a"]')
    assert not body_matches({"matchesJsonPath": path}, b'["a", 1]')
    assert not body_matches({"matchesJsonPath": {"expression": path, "absent": True}}, b'["a", 1]')
    assert not body_matches({"matchesJsonPath": {"expression": path, "equalTo": "a"}}, b'["a", 1]')


def test_a_filter_of_a_json_path_may_call_functions() -> None:
    assert body_matches({"matchesJsonPath": "$[?length(@) > 2]"}, b'["abc"]')
    assert not body_matches({"matchesJsonPath": "$[?count(@.*) > 2]"}, b'["abc"]')
