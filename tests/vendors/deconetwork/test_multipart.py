"""Multipart bodies, and the bounds of every form."""

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


class TestMultipart:
    @pytest.mark.parametrize("charset", ["utf-8", "latin-1", "utf-16", "idna", "undefined", "base64", "nonsense", ""])
    @pytest.mark.parametrize(
        "place", ["boundary={boundary}; charset={charset}", "charset={charset}; boundary={boundary}"]
    )
    def test_the_charset_that_a_client_names_changes_nothing(self, site: Site, charset: str, place: str) -> None:
        content_type = "multipart/form-data; " + place.format(boundary=BOUNDARY, charset=charset)
        members = {"field": "2", "condition": "1", "string": "Côte d'Azur Fleece Color Pullover", "stray": "é" * 200}
        parts = [part(name, value.encode()) for name, value in members.items()]
        assert post(site, multipart(*CREDENTIAL_PARTS, *parts), content_type)["total"] == 1

    def test_a_file_is_an_unknown_parameter(self, site: Site) -> None:
        files = [part("image", b"\x89PNG", '; filename="a.png"'), part("limit", b"x", '; filename="b"')]
        members = [part("field", b"1"), part("condition", b"1"), part("string", b"2000B")]
        assert post(site, multipart(*CREDENTIAL_PARTS, *members, *files), MULTIPART)["total"] == 1

    def test_the_last_line_may_lack_its_end(self, site: Site) -> None:
        members = [part("field", b"1"), part("condition", b"1"), part("string", b"2000B")]
        assert post(site, multipart(*CREDENTIAL_PARTS, *members).removesuffix(b"\r\n"), MULTIPART)["total"] == 1

    def test_a_long_value_is_no_matter(self, site: Site) -> None:
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
    def test_a_body_that_cannot_be_read_is_a_wrong_request_of_whoever_may_make_one(
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


class TestManyParameters:
    FEW = f"{RIGHT}&field=4&condition=1&string=19658"

    def body(self, count: int) -> str:
        """A form of `count` parameters."""
        return self.FEW + "".join(f"&stray{number}=" for number in range(count - 5))

    def test_ten_thousand_are_read(self, site: Site) -> None:
        assert post(site, self.body(10_000))["total"] == 1

    def test_more_are_refused(self, site: Site) -> None:
        assert post(site, self.body(10_001), query=RIGHT) == INVALID_PARAMETERS

    def test_more_are_refused_in_parts(self, site: Site) -> None:
        parts = [part(f"stray{number}", b"") for number in range(10_001)]
        assert post(site, multipart(*parts), MULTIPART, f"{self.FEW}") == INVALID_PARAMETERS

    def test_more_are_refused_in_the_query_string_after_the_credentials(self, site: Site) -> None:
        crowd = "&".join(["a=b"] * 10_001)
        assert post(site, self.FEW, query=crowd) == INVALID_PARAMETERS
        assert post(site, "field=4&condition=1&string=19658", query=crowd) == AUTHENTICATION_FAILED


def test_httpx_writes_the_multipart_body_that_a_browser_would(site: Site) -> None:
    parts = {name: (None, value) for name, value in {**CREDENTIALS, "field": "5", "condition": "1"}.items()}
    answer = response_of(httpx.post(f"{site.client.base_url}manage_products/find", files=parts))
    assert answer["response_status"]["description"] == "date1 is invalid"
