"""`matchesJsonPath`. https://wiremock.org/docs/request-matching/#json-path"""

from typing import Any

import pytest

from tests.support.patterns import body_fits

BODY = b"""{
    "name": "Soap", "nothing": null, "no": false, "zero": 0, "empty": "", "none": [], "nobody": {},
    "tags": ["a", "b", null], "price": {"cost": 1.5, "currency": "EUR"},
    "items": [{"sku": "S1", "count": 2}, {"sku": "S2", "count": 1}]
}"""


@pytest.mark.parametrize(
    ("path", "fits"),
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
        ("$.nobody", False),
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
def test_a_path_fits_that_finds_something(path: str, fits: bool) -> None:
    assert body_fits({"matchesJsonPath": path}, BODY) is fits


@pytest.mark.parametrize(
    ("path", "matcher", "fits"),
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
def test_a_matcher_is_held_against_what_a_path_finds(path: str, matcher: dict[str, Any], fits: bool) -> None:
    assert body_fits({"matchesJsonPath": {"expression": path, **matcher}}, BODY) is fits


@pytest.mark.parametrize(("body", "fits"), [(b'"text"', True), (b'"{\\"a\\": 1}"', False), (b"1", False)])
def test_a_text_is_not_read_as_json_a_second_time(body: bytes, fits: bool) -> None:
    assert body_fits({"matchesJsonPath": {"expression": "$", "equalTo": "text"}}, body) is fits
    assert not body_fits({"matchesJsonPath": "$.a"}, body)


def test_a_path_finds_what_is_in_json5_and_deep_down() -> None:
    assert body_fits({"matchesJsonPath": "$.a[?(@.b == 'c')]"}, b"{'a': [{'b': 'c'}]}")
    assert body_fits({"matchesJsonPath": "$..deepest"}, b'{"a":' * 150 + b'{"deepest": 1}' + b"}" * 150)


def test_a_path_that_makes_no_sense_for_a_body_finds_nothing_that_is_absent_either() -> None:
    path = "$[?('abc' contains @)]"
    assert body_fits({"matchesJsonPath": path}, b'["a"]')
    assert not body_fits({"matchesJsonPath": path}, b'["a", 1]')
    assert not body_fits({"matchesJsonPath": {"expression": path, "absent": True}}, b'["a", 1]')
    assert not body_fits({"matchesJsonPath": {"expression": path, "equalTo": "a"}}, b'["a", 1]')


def test_filters_may_have_functions() -> None:
    assert body_fits({"matchesJsonPath": "$[?length(@) > 2]"}, b'["abc"]')
    assert not body_fits({"matchesJsonPath": "$[?count(@.*) > 2]"}, b'["abc"]')
