"""`formParameters`. https://wiremock.org/docs/request-matching/#request-with-form-parameters"""

from typing import Any

import pytest

from mockapi.http.request import RecordedRequest
from tests.support.patterns import matches, recorded_request

URLENCODED = b"application/x-www-form-urlencoded"
MULTIPART = b"multipart/form-data; boundary=cut; charset=utf-16"
PARTS = (
    b'--cut\r\nContent-Disposition: form-data; name="name"\r\n\r\n\xd0\xbc\xd1\x8b\xd0\xbb\xd0\xbe\r\n'
    b'--cut\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\ncontent\r\n'
    b'--cut\r\nContent-Disposition: form-data; name="id"\r\n\r\n1\r\n'
    b'--cut\r\nContent-Disposition: form-data; name="id"\r\n\r\n2\xff\r\n'
    b"--cut--\r\n"
)


def form(body: bytes, content_type: bytes) -> RecordedRequest:
    return recorded_request("POST", headers=((b"accept", b"*/*"), (b"content-type", content_type)), body=body)


@pytest.mark.parametrize(
    ("matchers", "expected"),
    [
        ({"name": {"equalTo": "a b"}}, True),
        ({"name": {"equalTo": "a"}}, False),
        ({"empty": {"equalTo": ""}}, True),
        ({"other": {"absent": True}}, True),
        ({"id": {"hasExactly": [{"equalTo": "2"}, {"equalTo": "1"}]}}, True),
        ({"id": {"hasExactly": [{"equalTo": "2"}]}}, False),
    ],
)
def test_form_parameters_match_decoded_fields_of_an_urlencoded_form(matchers: dict[str, Any], expected: bool) -> None:
    request = form(b"name=a+b&id=1&empty=&id=2", URLENCODED.upper() + b"; charset=x")
    assert matches({"formParameters": matchers}, request) is expected


@pytest.mark.parametrize(
    ("matchers", "expected"),
    [
        ({"name": {"equalTo": "\u043c\u044b\u043b\u043e"}}, True),
        ({"id": {"equalTo": "1"}}, True),
        ({"id": {"equalTo": "2\udcff"}}, True),
        ({"id": {"equalTo": "3"}}, False),
        ({"file": {"absent": True}}, True),
    ],
)
def test_form_parameters_match_fields_of_a_multipart_form_but_not_files(
    matchers: dict[str, Any], expected: bool
) -> None:
    assert matches({"formParameters": matchers}, form(PARTS, MULTIPART)) is expected


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (b"name=a", b"application/json"),
        (b"name=a", b""),
        (b"", MULTIPART),
        (PARTS[:-9], MULTIPART),
        (PARTS, b"multipart/form-data"),
        (PARTS, b"multipart/form-data; boundary=" + b"x" * 300),
        (PARTS.replace(b'; name="name"', b""), MULTIPART),
        (b"--cut\r\n\x00: no\r\n\r\n", MULTIPART),
    ],
)
def test_a_malformed_form_has_no_form_parameters(body: bytes, content_type: bytes) -> None:
    assert not matches({"formParameters": {"name": {"contains": ""}}}, form(body, content_type))
    assert matches({"formParameters": {"name": {"absent": True}}}, form(body, content_type))


def test_a_request_without_a_content_type_has_no_form_parameters() -> None:
    assert not matches({"formParameters": {"name": {"contains": ""}}}, recorded_request(body=b"name=a"))
