"""Multipart bodies, and the maximum number of parameters."""

from urllib.parse import urlencode

import httpx
import pytest

from tests.support.deconetwork import (
    AUTHENTICATION_FAILED,
    BOUNDARY,
    CREDENTIAL_PARTS,
    CREDENTIALS,
    INVALID_PARAMETERS,
    MULTIPART,
    NOT_ENABLED,
    RIGHT,
    Site,
    multipart,
    part,
    post,
    response_of,
)


class TestMultipartBody:
    @pytest.mark.parametrize("charset", ["utf-8", "latin-1", "utf-16", "idna", "undefined", "base64", "nonsense", ""])
    @pytest.mark.parametrize(
        "place", ["boundary={boundary}; charset={charset}", "charset={charset}; boundary={boundary}"]
    )
    def test_the_declared_charset_is_ignored(self, site: Site, charset: str, place: str) -> None:
        content_type = "multipart/form-data; " + place.format(boundary=BOUNDARY, charset=charset)
        members = {"field": "2", "condition": "1", "string": "Côte d'Azur Fleece Color Pullover", "stray": "é" * 200}
        parts = [part(name, value.encode()) for name, value in members.items()]
        assert post(site, multipart(*CREDENTIAL_PARTS, *parts), content_type)["total"] == 1

    def test_files_are_ignored(self, site: Site) -> None:
        files = [part("image", b"\x89PNG", '; filename="a.png"'), part("limit", b"x", '; filename="b"')]
        members = [part("field", b"1"), part("condition", b"1"), part("string", b"2000B")]
        assert post(site, multipart(*CREDENTIAL_PARTS, *members, *files), MULTIPART)["total"] == 1

    def test_the_last_line_break_may_be_missing(self, site: Site) -> None:
        members = [part("field", b"1"), part("condition", b"1"), part("string", b"2000B")]
        assert post(site, multipart(*CREDENTIAL_PARTS, *members).removesuffix(b"\r\n"), MULTIPART)["total"] == 1

    def test_a_value_may_have_more_than_a_million_characters(self, site: Site) -> None:
        long = "a" * 1_500_000
        members = {"field": "2", "condition": "1", "string": long}
        in_parts = multipart(*CREDENTIAL_PARTS, *(part(name, value.encode()) for name, value in members.items()))
        assert post(site, in_parts, MULTIPART)["total"] == 0
        assert post(site, f"{RIGHT}&{urlencode(members)}")["total"] == 0

    @pytest.mark.parametrize(
        ("content_type", "body"),
        [
            ("multipart/form-data", multipart(part("field", b"1"))),
            ("multipart/form-data; boundary=", multipart(part("field", b"1"))),
            ("multipart/form-data; boundary=other", multipart(part("field", b"1"))),
            (f"multipart/form-data; boundary={'x' * 2000}", multipart(part("field", b"1"))),
            (MULTIPART, b"field=1&condition=1"),
            (MULTIPART, part("field", b"1")),
            (MULTIPART, b"--line\r\n\r\n1\r\n--line--\r\n"),
            (MULTIPART, b"--line\r\nContent-Disposition: form-data\r\n\r\n1\r\n--line--\r\n"),
            (MULTIPART, b"--line\r\n" + b"x" * 100_000 + b": y\r\n\r\n1\r\n--line--\r\n"),
        ],
        ids=[
            "no boundary",
            "empty",
            "another",
            "a long one",
            "urlencoded",
            "cut off",
            "no headers",
            "no name",
            "a long header",
        ],
    )
    def test_a_malformed_body_gets_code_50005_after_authentication(
        self, site: Site, content_type: str, body: bytes
    ) -> None:
        condition = "field=1&condition=1&string=2000"
        assert post(site, body, content_type, f"{RIGHT}&{condition}") == INVALID_PARAMETERS
        assert post(site, body, content_type, condition) == AUTHENTICATION_FAILED
        disabled = RIGHT.replace("mock-user", "disabled-user")
        assert post(site, body, content_type, f"{disabled}&{condition}") == NOT_ENABLED
        response = site.client.post(
            f"/manage_products/get?{RIGHT}&id=19658", content=body, headers={"Content-Type": content_type}
        )
        assert response_of(response) == INVALID_PARAMETERS


class TestNumberOfParameters:
    FEW = f"{RIGHT}&field=4&condition=1&string=19658"

    def body(self, count: int) -> str:
        """Return a form with `count` parameters."""
        return self.FEW + "".join(f"&stray{number}=" for number in range(count - 5))

    def test_ten_thousand_parameters_are_read(self, site: Site) -> None:
        assert post(site, self.body(10_000))["total"] == 1

    def test_more_than_ten_thousand_parameters_of_a_form_get_code_50005(self, site: Site) -> None:
        assert post(site, self.body(10_001), query=RIGHT) == INVALID_PARAMETERS

    def test_more_than_ten_thousand_parts_get_code_50005(self, site: Site) -> None:
        parts = [part(f"stray{number}", b"") for number in range(10_001)]
        assert post(site, multipart(*parts), MULTIPART, f"{self.FEW}") == INVALID_PARAMETERS

    def test_more_than_ten_thousand_in_a_query_string_get_code_50005_after_authentication(self, site: Site) -> None:
        crowd = "&".join(["a=b"] * 10_001)
        assert post(site, self.FEW, query=crowd) == INVALID_PARAMETERS
        assert post(site, "field=4&condition=1&string=19658", query=crowd) == AUTHENTICATION_FAILED


def test_a_multipart_body_of_httpx_is_read(site: Site) -> None:
    parts = {name: (None, value) for name, value in {**CREDENTIALS, "field": "5", "condition": "1"}.items()}
    answer = response_of(httpx.post(f"{site.client.base_url}manage_products/find", files=parts))
    assert answer["response_status"]["description"] == "date1 is invalid"
