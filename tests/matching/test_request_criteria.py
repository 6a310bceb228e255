"""Method, url, parameters, headers, cookies, credentials, vendor and operation."""

from typing import Any

import pytest

from tests.support.patterns import matches, seen


def test_an_empty_pattern_matches_every_request() -> None:
    assert matches({}, seen("DELETE", b"/any?thing"))


@pytest.mark.parametrize(
    ("method", "came", "fits"),
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
def test_a_method_has_its_name_in_any_case(method: Any, came: str, fits: bool) -> None:
    assert matches({"method": method}, seen(came)) is fits


@pytest.mark.parametrize(
    ("pattern", "url", "fits"),
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
def test_a_url_is_compared_as_sent(pattern: dict[str, Any], url: bytes, fits: bool) -> None:
    assert matches(pattern, seen(url=url)) is fits


@pytest.mark.parametrize(
    ("asked", "url", "fits"),
    [
        ({"id": {"equalTo": "12"}}, b"/goods/12/x", True),
        ({"id": {"equalTo": "13"}}, b"/goods/12/x", False),
        ({"id": {"equalTo": "a b"}}, b"/goods/a%20b/x", True),
        ({"id": {"matches": "\\d+"}, "other": {"contains": "x"}}, b"/goods/12/xyz", True),
        ({"id": {"matches": "\\d+"}, "other": {"contains": "y"}}, b"/goods/12/x", False),
        ({"id": {"not": {"equalTo": "12"}}}, b"/other", False),
    ],
)
def test_path_parameters_are_what_stands_for_a_name(asked: dict[str, Any], url: bytes, fits: bool) -> None:
    assert matches({"urlPathTemplate": "/goods/{id}/{other}", "pathParameters": asked}, seen(url=url)) is fits


@pytest.mark.parametrize(
    ("asked", "query", "fits"),
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
def test_query_parameters_are_decoded(asked: dict[str, Any], query: bytes, fits: bool) -> None:
    assert matches({"queryParameters": asked}, seen(url=b"/?" + query)) is fits


def test_header_names_ignore_case() -> None:
    request = seen(headers=((b"x-one", b"1"), (b"accept", b"text/html"), (b"accept", b"text/plain")))
    assert matches({"headers": {"ACCEPT": {"contains": "plain"}, "x-One": {"equalTo": "1"}}}, request)
    assert not matches({"headers": {"ACCEPT": {"contains": "plain"}, "x-One": {"equalTo": "2"}}}, request)


@pytest.mark.parametrize(
    ("asked", "fits"),
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
def test_a_cookie_that_is_not_there_fits_absent_alone(asked: dict[str, Any], fits: bool) -> None:
    headers = ((b"cookie", b'session=abc==; quoted="a b"; bare'), (b"cookie", b"second=2"))
    assert matches({"cookies": asked}, seen(headers=headers)) is fits


@pytest.mark.parametrize(
    ("header", "fits"),
    [
        (b"Basic bWU6c2VjcmV0", True),
        (b"basic  bWU6c2VjcmV0", True),
        (b"Basic bWU6b3RoZXI=", False),
        (b"Bearer bWU6c2VjcmV0", False),
        (b"Basic", False),
    ],
)
def test_basic_credentials_stand_in_the_authorization_header(header: bytes, fits: bool) -> None:
    pattern = {"basicAuthCredentials": {"username": "me", "password": "secret"}}
    assert matches(pattern, seen(headers=((b"authorization", header),))) is fits
    assert not matches(pattern, seen())


@pytest.mark.parametrize(
    ("pattern", "fits"),
    [
        ({"vendor": "altegio"}, True),
        ({"vendor": "Altegio"}, False),
        ({"vendor": "commerscale"}, False),
        ({"operation": "goods.get"}, True),
        ({"operation": "goods"}, False),
        ({"vendor": "altegio", "operation": "goods.get"}, True),
    ],
)
def test_vendor_and_operation_are_compared_exactly(pattern: dict[str, Any], fits: bool) -> None:
    assert matches(pattern, seen()) is fits


def test_a_request_to_no_vendor_fits_no_vendor_and_no_operation() -> None:
    assert not matches({"vendor": "altegio"}, seen(vendor=None))
    assert not matches({"operation": "goods.get"}, seen(operation=None))


def test_all_that_a_pattern_asks_must_fit() -> None:
    pattern = {"method": "POST", "urlPath": "/goods", "bodyPatterns": [{"contains": "a"}, {"contains": "b"}]}
    assert matches(pattern, seen("POST", b"/goods", body=b"ab"))
    assert not matches(pattern, seen("POST", b"/goods", body=b"a"))
    assert not matches(pattern, seen("POST", b"/good", body=b"ab"))
    assert not matches(pattern, seen("PUT", b"/goods", body=b"ab"))


def test_a_single_body_pattern_needs_no_array() -> None:
    assert matches({"bodyPatterns": {"contains": "a"}}, seen(body=b"a"))
