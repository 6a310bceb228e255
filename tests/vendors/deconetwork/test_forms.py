"""Encodings of parameters: query string, urlencoded body and multipart body, and bytes that are no text."""

from random import Random
from urllib.parse import quote, quote_from_bytes, urlencode

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.deconetwork import (
    AUTHENTICATION_FAILED,
    BOUNDARY,
    CREDENTIAL_PARTS,
    CREDENTIALS,
    FIND,
    FORM,
    INVALID_PARAMETERS,
    MULTIPART,
    NO_CONDITIONS,
    RIGHT,
    Site,
    multipart,
    numbered,
    part,
    post,
    response_of,
)

CODES = {10001, 30001, 31000, 40004, 50002, 50003, 50004, 50005}

each = settings(deadline=None, max_examples=40)

NAMES = st.sampled_from(
    ["field", "condition", "string", "date1", "date2", "limit", "offset", "sortby", "id", "ids", "conditions", "stray"]
    + [f"conditions[{n}][{member}]" for n in (0, 1, 2, 9, "x") for member in ("field", "condition", "string", "date1")]
)
VALUES = st.one_of(
    st.integers(-1, 101).map(str),
    st.text(st.characters(codec="utf-8")),
    st.sampled_from(
        ["", " ", "2000b", "2018-02-01T00:00:00", "19658", "a=b&c=d", "100%", "%41", "a+b", "\x00", "\r\n"]
    ),
)
PARAMETERS = st.dictionaries(NAMES, VALUES, max_size=8)


class TestEncodings:
    @each
    @given(parameters=PARAMETERS)
    def test_query_string_urlencoded_body_and_multipart_body_get_equal_responses(
        self, site: Site, parameters: dict[str, str]
    ) -> None:
        sent = {**parameters, **CREDENTIALS}
        by_query = response_of(site.client.get(f"{FIND}?{urlencode(sent)}"))
        assert post(site, urlencode(sent)) == by_query
        assert (
            post(site, multipart(*(part(name, value.encode()) for name, value in sent.items())), MULTIPART) == by_query
        )
        assert by_query["response_status"]["code"] in CODES

    @each
    @given(random=st.randoms(use_true_random=False))
    def test_every_percent_encoding_of_a_text_finds_equal_products(self, site: Site, random: Random) -> None:
        for name in ("Ultra Cotton 100% Cotton T Shirt", "Côte d'Azur Fleece Color Pullover"):
            sent = {**CREDENTIALS, **numbered(1, field="2", condition="1", string=name)}
            encoded = b"&".join(b"=".join(encode(random, text) for text in pair) for pair in sent.items())
            answer = post(site, encoded)
            assert [product["product_name"] for product in answer["products"]] == [name]

    @pytest.mark.parametrize(
        "string", [b"\xc3\xb4", b"%C3%B4", b"%c3%b4", b"\xc3%B4", b"%C3\xb4", b"%C3%94", b"\xc3\x94"]
    )
    def test_each_byte_of_a_character_may_be_raw_or_percent_encoded(self, site: Site, string: bytes) -> None:
        whole = f"{RIGHT}&field=2&condition=1&string=C".encode() + string + b"te d%27Azur Fleece Color Pullover"
        assert [product["product_name"] for product in post(site, whole)["products"]] == [
            "Côte d'Azur Fleece Color Pullover"
        ]

    def test_a_percent_sign_that_encodes_nothing_is_a_percent_sign(self, site: Site) -> None:
        for name in ("Ultra Cotton 100% Cotton T Shirt", "Ultra Cotton 100%25 Cotton T Shirt"):
            answer = post(site, f"{RIGHT}&field=2&condition=1&string={name}")
            assert [product["product_id"] for product in answer["products"]] == ["19658"]

    def test_percent_signs_and_plus_signs_of_a_multipart_body_are_not_decoded(self, site: Site) -> None:
        def total(name: str) -> int:
            members = {"field": "2", "condition": "1", "string": name}
            parts = [part(member, value.encode()) for member, value in members.items()]
            return int(post(site, multipart(*CREDENTIAL_PARTS, *parts), MULTIPART)["total"])

        assert total("Ultra Cotton 100% Cotton T Shirt") == 1
        assert total("Ultra Cotton 100%25 Cotton T Shirt") == 0
        assert total("Ultra+Cotton+100%+Cotton+T+Shirt") == 0


def encode(random: Random, text: str) -> bytes:
    """Return a text with each byte raw or percent-encoded at random."""

    def one(byte: int) -> bytes:
        raw = b"+" if byte == ord(" ") else bytes([byte])
        ways = [f"%{byte:02X}".encode(), f"%{byte:02x}".encode(), *([] if byte in b"&=+%" else [raw])]
        return random.choice(ways)

    return b"".join(map(one, text.encode()))


class TestArbitraryBytes:
    @each
    @given(body=st.binary(max_size=200), content_type=st.sampled_from([FORM, MULTIPART]))
    def test_any_body_gets_a_documented_code(self, site: Site, body: bytes, content_type: str) -> None:
        assert post(site, body, content_type) == AUTHENTICATION_FAILED
        with_credentials = post(site, body, content_type, RIGHT)
        assert with_credentials in (NO_CONDITIONS, INVALID_PARAMETERS)

    @each
    @given(query=st.binary(max_size=200))
    def test_any_query_string_gets_a_documented_code(self, site: Site, query: bytes) -> None:
        encoded = quote_from_bytes(query, safe="&=+%[]")
        assert response_of(site.client.get(f"{FIND}?{encoded}")) == AUTHENTICATION_FAILED
        assert response_of(site.client.get(f"{FIND}?{encoded}&{RIGHT}"))["response_status"]["code"] in CODES

    @each
    @given(value=st.binary(max_size=30), name=NAMES)
    def test_any_value_of_a_parameter_gets_a_documented_code(self, site: Site, name: str, value: bytes) -> None:
        as_form = post(site, f"{RIGHT}&field=1&condition=1&{quote(name)}={quote_from_bytes(value)}")
        assert as_form["response_status"]["code"] in CODES

    @each
    @given(content_type=st.text(st.characters(min_codepoint=33, max_codepoint=126), max_size=60), tail=st.booleans())
    def test_any_content_type_gets_a_documented_code(self, site: Site, content_type: str, tail: bool) -> None:
        named = (
            f"multipart/form-data; boundary={BOUNDARY};{content_type}"
            if tail
            else f"multipart/form-data;{content_type}"
        )
        assert post(site, multipart(*CREDENTIAL_PARTS), named)["response_status"]["code"] in CODES

    @pytest.mark.parametrize("string", ["%FF", "%C3", "%ED%A0%80", "%ed%b3%bf", "a%C3", "%F8%88%80%80%80", "%C0%80"])
    def test_a_string_that_is_not_utf_8_gets_code_50005(self, site: Site, string: str) -> None:
        assert post(site, f"{RIGHT}&field=2&condition=1&string={string}") == INVALID_PARAMETERS
        raw = bytes.fromhex(string.removeprefix("a").replace("%", ""))
        assert post(site, f"{RIGHT}&field=2&condition=1&string=".encode() + raw) == INVALID_PARAMETERS
        members = (part("field", b"2"), part("condition", b"1"), part("string", raw))
        assert post(site, multipart(*CREDENTIAL_PARTS, *members), MULTIPART) == INVALID_PARAMETERS

    def test_an_ignored_parameter_may_have_bytes_that_are_not_utf_8(self, site: Site) -> None:
        answer = post(site, f"{RIGHT}&field=4&condition=1&string=19658&stray=%FF&%FF=1&date1=%FF")
        assert answer["total"] == 1

    def test_a_string_with_nul_is_compared_as_text(self, site: Site) -> None:
        assert post(site, f"{RIGHT}&field=1&condition=1&string=2000%00")["total"] == 0
        below = post(site, f"{RIGHT}&field=1&condition=3&string=2000%00")
        above = post(site, f"{RIGHT}&field=1&condition=4&string=2000%00")
        assert below["total"] + above["total"] == len(site.every_product())
