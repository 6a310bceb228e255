"""Query strings and forms, read byte for byte. The vendors' tests cover the same readers over HTTP."""

from urllib.parse import parse_qsl

import pytest
from hypothesis import example, given
from hypothesis import strategies as some

from mockapi.http.forms import MULTIPART, URLENCODED, read_form, read_urlencoded

PARTS = (
    b'--cut\r\nContent-Disposition: form-data; name="name"\r\n\r\n\xd0\xbc\xff\r\n'
    b'--cut\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\ncontent\r\n'
    b'--cut\r\nContent-Disposition: form-data; name="name"\r\n\r\n\r\n'
    b"--cut--\r\n"
)


@given(some.binary(max_size=20) | some.text("a=&+%41FfС;", max_size=20).map(str.encode))
@example(b"a" * 100 + b"=" + b"a" * 100)
def test_urlencoded_parameters_are_those_of_the_standard_library(encoded: bytes) -> None:
    pairs = parse_qsl(encoded.decode("latin-1"), keep_blank_values=True, encoding="latin-1")
    assert read_urlencoded(encoded) == [
        (
            name.encode("latin-1").decode(errors="surrogateescape"),
            value.encode("latin-1").decode(errors="surrogateescape"),
        )
        for name, value in pairs
    ]


def test_a_multipart_form_is_read_as_utf8_whatever_charset_it_declares() -> None:
    fields = read_form(f"{MULTIPART}; boundary=cut; charset=utf-16", PARTS)
    assert fields == [("name", "м\udcff"), ("name", "")]


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        (f"{MULTIPART}; boundary=cut", PARTS[:-9]),
        (f"{MULTIPART}; boundary=cut", b"--cut\r\n\x00: no\r\n\r\n"),
        (f"{MULTIPART}; boundary=" + "x" * 300, PARTS),
        (MULTIPART, PARTS),
        (f"{MULTIPART}; boundary=cut", PARTS.replace(b'; name="name"', b"")),
    ],
)
def test_a_malformed_multipart_form_raises_value_error(content_type: str, body: bytes) -> None:
    with pytest.raises(ValueError, match=r"."):
        read_form(content_type, body)


@pytest.mark.parametrize(
    ("content_type", "body"), [(URLENCODED, b"a&b&c"), (f"{MULTIPART}; boundary=cut", PARTS + PARTS)]
)
def test_a_form_with_more_fields_than_allowed_raises_value_error(content_type: str, body: bytes) -> None:
    with pytest.raises(ValueError, match=r"(?i)too many"):
        read_form(content_type, body, max_fields=1)


@pytest.mark.parametrize(
    ("content_type", "body"), [("", b"a=1"), ("application/json", b"a=1"), (MULTIPART, b""), (URLENCODED, b"")]
)
def test_a_body_that_is_no_form_or_empty_has_no_fields(content_type: str, body: bytes) -> None:
    assert read_form(content_type, body) == []
