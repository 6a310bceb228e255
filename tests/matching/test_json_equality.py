"""`equalToJson`. https://wiremock.org/docs/request-matching/#json-equality"""

from typing import Any

import pytest

from tests.support.patterns import body_matches


@pytest.mark.parametrize(
    ("expected", "body", "is_equal"),
    [
        ({"a": 1, "b": [1, 2]}, b'{"b": [1, 2], "a": 1}', True),
        ('{"a": 1}', b'{ "a" : 1 }', True),
        ("{'a': 1}", b'{"a": 1}', True),
        ({"a": 1}, b'{"a": 1, "b": 2}', False),
        ({"a": 1, "b": 2}, b'{"a": 1}', False),
        ({"a": 1}, b'{"b": 1}', False),
        ({"a": 1}, b"[1]", False),
        ([1, 2], b"[2, 1]", False),
        ([1, 2], b"[1, 2, 3]", False),
        ([1, 2], b"[1]", False),
        ([1, 2], b'{"a": 1}', False),
        (1, b"1.0", True),
        (1.0, b"1", True),
        (1, b"1.5", False),
        (1, b"true", False),
        (True, b"1", False),
        (True, b"true", True),
        (0, b"false", False),
        (None, b"null", True),
        (None, b"false", False),
        ('"text"', b'"text"', True),
        ('"1"', b"1", False),
        ("1", b'"1"', False),
        ("NaN", b"NaN", True),
        ("NaN", b"1", False),
        (12345678901234567890123, b"12345678901234567890123", True),
        (12345678901234567890123, b"12345678901234567890124", False),
    ],
)
def test_equal_to_json_compares_values_and_not_their_notation(expected: Any, body: bytes, is_equal: bool) -> None:
    assert body_matches({"equalToJson": expected}, body) is is_equal


@pytest.mark.parametrize(
    "body", [b"{'a': 'b'}", b"{a: 'b',}", b'{"a": "b"} // why', b'\xef\xbb\xbf{"a": "b"}', b'{"a": "\\u0062"}']
)
def test_equal_to_json_accepts_a_json5_body(body: bytes) -> None:
    assert body_matches({"equalToJson": {"a": "b"}}, body)


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"a=1", b"<a/>", b"\xff", b"'\xff'", b"[" * 100_000, b"[" * 150 + b"'" + b"]" * 150, b"9" * 5000],
)
def test_a_body_that_is_not_json_matches_no_json_matcher(body: bytes) -> None:
    assert not body_matches({"equalToJson": "${json-unit.ignore}".join('""')}, body)
    assert not body_matches({"matchesJsonPath": "$"}, body)
    assert not body_matches({"matchesJsonPath": {"expression": "$.a", "absent": True}}, body)


@pytest.mark.parametrize(
    ("expected", "body", "is_equal"),
    [
        ([1, 2, 3], b"[3, 1, 2]", True),
        ([1, 1, 2], b"[1, 2, 2]", False),
        ([1, 2], b"[2, 1, 3]", False),
        ({"a": [[1, 2], [3]]}, b'{"a": [[3], [2, 1]]}', True),
        (["${json-unit.any-number}", 1], b"[1, 2]", True),
        (["${json-unit.any-number}", "${json-unit.any-number}", 1, 2], b"[2, 1, 3, 4]", True),
        (["${json-unit.any-number}", 1], b"[2, 3]", False),
    ],
)
def test_equal_to_json_can_ignore_the_order_of_arrays(expected: Any, body: bytes, is_equal: bool) -> None:
    assert body_matches({"equalToJson": expected, "ignoreArrayOrder": True}, body) is is_equal


@pytest.mark.parametrize(
    ("expected", "body", "is_equal"),
    [
        ({"a": {"b": 1}}, b'{"a": {"b": 1, "c": 2}, "d": 3}', True),
        ({"a": 1}, b'{"b": 1}', False),
        ([1, 2], b"[1, 2, 3]", True),
        ([1, 2], b"[2, 1, 3]", False),
        ([1, 3], b"[1, 2, 3]", False),
        ([1, 2], b"[1]", False),
    ],
)
def test_equal_to_json_can_ignore_extra_members_and_items(expected: Any, body: bytes, is_equal: bool) -> None:
    assert body_matches({"equalToJson": expected, "ignoreExtraElements": True}, body) is is_equal


def test_equal_to_json_can_ignore_order_and_extra_items_together() -> None:
    matcher = {"equalToJson": [3, 1], "ignoreArrayOrder": True, "ignoreExtraElements": True}
    assert body_matches(matcher, b"[1, 2, 3]")
    assert not body_matches(matcher, b"[1, 2]")


@pytest.mark.parametrize(
    ("placeholder", "matching", "others"),
    [
        ("${json-unit.ignore}", [b"1", b"null", b"{}", b'"x"'], []),
        ("#{json-unit.ignore}", [b"1"], []),
        ("${json-unit.ignore-element}", [b"1", b"{}"], []),
        ("${json-unit.any-string}", [b'"x"', b'""'], [b"1", b"null", b"{}"]),
        ("${json-unit.any-number}", [b"1", b"1.5"], [b'"1"', b"true", b"null"]),
        ("${json-unit.any-boolean}", [b"true", b"false"], [b"0", b'"true"', b"null"]),
        ("${json-unit.regex}[a-z]+", [b'"abc"'], [b'"abc1"', b"1", b"null"]),
        ("${json-unit.regex}", [b'""'], [b'"a"']),
        ("$ {json-unit.ignore}", [b'"$ {json-unit.ignore}"'], [b"1"]),
    ],
)
def test_a_json_unit_placeholder_matches_values_of_its_kind_alone(
    placeholder: str, matching: list[bytes], others: list[bytes]
) -> None:
    for value in matching:
        assert body_matches({"equalToJson": {"a": placeholder}}, b'{"a": ' + value + b"}")
    for value in others:
        assert not body_matches({"equalToJson": {"a": placeholder}}, b'{"a": ' + value + b"}")


def test_an_ignored_value_must_be_present_but_an_ignored_element_may_be_absent() -> None:
    assert not body_matches({"equalToJson": {"a": "${json-unit.ignore}"}}, b"{}")
    assert body_matches({"equalToJson": {"a": "${json-unit.ignore-element}"}}, b"{}")
    assert not body_matches({"equalToJson": {"a": "${json-unit.ignore-element}"}}, b'{"b": 1}')


def test_equal_to_json_pairs_the_items_of_large_arrays_in_any_order() -> None:
    numbers = list(range(300))
    body = str(numbers[::-1]).encode()
    assert body_matches({"equalToJson": numbers, "ignoreArrayOrder": True}, body)
    assert not body_matches({"equalToJson": [*numbers, 300], "ignoreArrayOrder": True}, body)
