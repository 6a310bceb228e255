"""Criteria on method, URL, parameters, headers, cookies, credentials, vendor and operation."""

from typing import Any

import pytest

from tests.support.patterns import matches, recorded_request


def test_an_empty_pattern_matches_every_request() -> None:
    assert matches({}, recorded_request("DELETE", b"/any?thing"))


@pytest.mark.parametrize(
    ("method", "actual", "expected"),
    [
        ("GET", "GET", True),
        ("get", "GET", True),
        ("POST", "GET", False),
        ("ANY", "PATCH", True),
        ("any", "PATCH", True),
        ({"oneOf": ["get", "HEAD"]}, "HEAD", True),
        ({"oneOf": ["get", "HEAD"]}, "POST", False),
        ({"noneOf": ["get", "HEAD"]}, "POST", True),
        ({"noneOf": ["get", "HEAD"]}, "GET", False),
    ],
)
def test_a_method_matches_in_any_case(method: Any, actual: str, expected: bool) -> None:
    assert matches({"method": method}, recorded_request(actual)) is expected


@pytest.mark.parametrize(
    ("pattern", "url", "expected"),
    [
        ({"url": "/goods/1?page=2"}, b"/goods/1?page=2", True),
        ({"url": "/goods/1"}, b"/goods/1?page=2", False),
        ({"url": "/goods/1"}, b"/goods/1", True),
        ({"url": "/a%20b"}, b"/a%20b", True),
        ({"url": "/a b"}, b"/a%20b", False),
        ({"urlPattern": "/goods/\\d+\\?page=.*"}, b"/goods/12?page=", True),
        ({"urlPattern": "/goods/\\d+"}, b"/goods/12?page=", False),
        ({"urlPath": "/goods/1"}, b"/goods/1?page=2", True),
        ({"urlPath": "/goods"}, b"/goods/1", False),
        ({"urlPath": "/goods/1%2F2"}, b"/goods/1%2F2", True),
        ({"urlPath": "/goods/1/2"}, b"/goods/1%2F2", False),
        ({"urlPathPattern": "/goods/[0-9]+"}, b"/goods/12?page=2", True),
        ({"urlPathPattern": "/goods/[0-9]"}, b"/goods/12", False),
        ({"urlPathTemplate": "/goods/{id}"}, b"/goods/12?page=2", True),
        ({"urlPathTemplate": "/goods/{id}"}, b"/goods/", False),
        ({"urlPathTemplate": "/goods/{id}"}, b"/goods/1/2", False),
        ({"urlPathTemplate": "/goods/{id}/of/{goods-id}"}, b"/goods/1/of/2", True),
        ({"urlPathTemplate": "/**/of/{id}"}, b"/goods/1/of/2", True),
        ({"urlPathTemplate": "/goods.{kind}"}, b"/goods.json", True),
        ({"urlPathTemplate": "/goods.{kind}"}, b"/goodsxjson", False),
    ],
)
def test_a_url_is_compared_without_percent_decoding(pattern: dict[str, Any], url: bytes, expected: bool) -> None:
    assert matches(pattern, recorded_request(url=url)) is expected


@pytest.mark.parametrize(
    ("matchers", "url", "expected"),
    [
        ({"id": {"equalTo": "12"}}, b"/goods/12/x", True),
        ({"id": {"equalTo": "13"}}, b"/goods/12/x", False),
        ({"id": {"equalTo": "a b"}}, b"/goods/a%20b/x", True),
        ({"id": {"matches": "\\d+"}, "other": {"contains": "x"}}, b"/goods/12/xyz", True),
        ({"id": {"matches": "\\d+"}, "other": {"contains": "y"}}, b"/goods/12/x", False),
        ({"id": {"not": {"equalTo": "12"}}}, b"/other", False),
    ],
)
def test_path_parameters_match_the_percent_decoded_parts_of_the_template(
    matchers: dict[str, Any], url: bytes, expected: bool
) -> None:
    assert (
        matches({"urlPathTemplate": "/goods/{id}/{other}", "pathParameters": matchers}, recorded_request(url=url))
        is expected
    )


@pytest.mark.parametrize(
    ("matchers", "query", "expected"),
    [
        ({"page": {"equalTo": "2"}}, b"count=1&page=2", True),
        ({"page": {"equalTo": "2"}}, b"count=2", False),
        ({"Page": {"equalTo": "2"}}, b"page=2", False),
        ({"term": {"equalTo": "a b+c"}}, b"term=a+b%2Bc", True),
        ({"term": {"equalTo": "\u043c\u044b\u043b\u043e"}}, "term=\u043c\u044b\u043b\u043e".encode(), True),
        ({"te rm": {"equalTo": ""}}, b"te%20rm", True),
        ({"page": {"absent": True}}, b"", True),
        ({"page": {"absent": True}}, b"page=", False),
        ({"id[]": {"hasExactly": [{"equalTo": "2"}, {"equalTo": "1"}]}}, b"id[]=1&id%5B%5D=2", True),
        ({"id": {"includes": [{"equalTo": "2"}]}}, b"id=1&id=2", True),
        ({"id": {"equalTo": "\udcff"}}, b"id=%FF", True),
    ],
)
def test_query_parameters_match_decoded_values(matchers: dict[str, Any], query: bytes, expected: bool) -> None:
    assert matches({"queryParameters": matchers}, recorded_request(url=b"/?" + query)) is expected


def test_headers_match_their_names_in_any_case() -> None:
    request = recorded_request(headers=((b"x-one", b"1"), (b"accept", b"text/html"), (b"accept", b"text/plain")))
    assert matches({"headers": {"ACCEPT": {"contains": "plain"}, "x-One": {"equalTo": "1"}}}, request)
    assert not matches({"headers": {"ACCEPT": {"contains": "plain"}, "x-One": {"equalTo": "2"}}}, request)


@pytest.mark.parametrize(
    ("matchers", "expected"),
    [
        ({"session": {"equalTo": "abc=="}}, True),
        ({"quoted": {"equalTo": "a b"}}, True),
        ({"second": {"equalTo": "2"}}, True),
        ({"bare": {"equalTo": ""}}, True),
        ({"session": {"equalTo": "ABC=="}}, False),
        ({"Session": {"equalTo": "abc=="}}, False),
        ({"other": {"absent": True}}, True),
        ({"session": {"absent": True}}, False),
        ({"other": {"doesNotContain": "x"}}, False),
        ({"other": {"not": {"equalTo": "x"}}}, False),
        ({"session": {"doesNotContain": "x"}}, True),
    ],
)
def test_a_missing_cookie_matches_absent_alone(matchers: dict[str, Any], expected: bool) -> None:
    headers = ((b"cookie", b'session=abc==; quoted="a b"; bare'), (b"cookie", b"second=2"))
    assert matches({"cookies": matchers}, recorded_request(headers=headers)) is expected


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        (b"Basic bWU6c2VjcmV0", True),
        (b"basic  bWU6c2VjcmV0", True),
        (b"Basic bWU6b3RoZXI=", False),
        (b"Bearer bWU6c2VjcmV0", False),
        (b"Basic", False),
    ],
)
def test_basic_credentials_match_the_authorization_header(header: bytes, expected: bool) -> None:
    pattern = {"basicAuthCredentials": {"username": "me", "password": "secret"}}
    assert matches(pattern, recorded_request(headers=((b"authorization", header),))) is expected
    assert not matches(pattern, recorded_request())


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ({"vendor": "altegio"}, True),
        ({"vendor": "Altegio"}, False),
        ({"vendor": "commerscale"}, False),
        ({"operation": "goods.get"}, True),
        ({"operation": "goods"}, False),
        ({"vendor": "altegio", "operation": "goods.get"}, True),
    ],
)
def test_vendor_and_operation_match_exactly(pattern: dict[str, Any], expected: bool) -> None:
    assert matches(pattern, recorded_request()) is expected


def test_a_request_without_vendor_or_operation_matches_no_criterion_on_them() -> None:
    assert not matches({"vendor": "altegio"}, recorded_request(vendor=None))
    assert not matches({"operation": "goods.get"}, recorded_request(operation=None))


def test_a_pattern_matches_only_if_all_criteria_match() -> None:
    pattern = {"method": "POST", "urlPath": "/goods", "bodyPatterns": [{"contains": "a"}, {"contains": "b"}]}
    assert matches(pattern, recorded_request("POST", b"/goods", body=b"ab"))
    assert not matches(pattern, recorded_request("POST", b"/goods", body=b"a"))
    assert not matches(pattern, recorded_request("POST", b"/good", body=b"ab"))
    assert not matches(pattern, recorded_request("PUT", b"/goods", body=b"ab"))


def test_body_patterns_accept_one_matcher_without_an_array() -> None:
    assert matches({"bodyPatterns": {"contains": "a"}}, recorded_request(body=b"a"))
