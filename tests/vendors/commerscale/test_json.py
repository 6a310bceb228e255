"""Bodies are read as JSON5, as the printed samples need it; strict JSON is a part of it."""

import json
import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mockapi.vendors.commerscale.errors import InvalidJson
from mockapi.vendors.commerscale.parameters import DEEPEST, read_json
from tests.support.commerscale import INVALID_JSON, KEY, OPERATIONS, SEEDED, UNAUTHORIZED, Api, texts

thorough = settings(max_examples=80, deadline=None, database=None)

numbers = st.integers(-(10**100), 10**100) | st.floats(allow_nan=False, allow_infinity=False)
names = (
    st.text() | st.from_regex(r"[A-Za-z_$][A-Za-z0-9_$]*", fullmatch=True) | st.sampled_from(["a'b", 'a"b', "//", "\\"])
)
values = st.recursive(
    st.none() | st.booleans() | numbers | names,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(names, inner, max_size=4),
    max_leaves=10,
)
objects = st.dictionaries(names, values, max_size=4)


def single_quoted(text: str, *, ascii_only: bool) -> str:
    """Return `text` in single quotes, with plain double quotes in it."""
    inner = json.dumps(text, ensure_ascii=ascii_only)[1:-1].replace('\\"', '"')
    return "'" + inner.replace("'", "\\'") + "'"


def lenient(value: Any, *, ascii_only: bool = False) -> str:
    """Return `value` as JSON5: with comments, single quotes, plain names and a comma after the last entry."""
    if isinstance(value, dict):
        entries = [f"{lenient_name(name)} : {lenient(entry, ascii_only=ascii_only)}" for name, entry in value.items()]
        return "{ // 'object' {\n" + "".join(f"{entry} , " for entry in entries) + "}"
    if isinstance(value, list):
        return '[ /* "array" ] */ ' + "".join(f"{lenient(entry, ascii_only=ascii_only)}, " for entry in value) + "]"
    return single_quoted(value, ascii_only=ascii_only) if isinstance(value, str) else json.dumps(value)


def lenient_name(name: str) -> str:
    return name if re.fullmatch(r"[A-Za-z_$][A-Za-z0-9_$]*", name) else single_quoted(name, ascii_only=False)


class TestReading:
    @thorough
    @given(content=objects, ascii_only=st.booleans(), indent=st.sampled_from([None, 0, 4]))
    def test_strict_json_reads_to_its_value(self, content: Any, ascii_only: bool, indent: int | None) -> None:
        body = json.dumps(content, ensure_ascii=ascii_only, indent=indent).encode()
        assert json.dumps(read_json(body)) == json.dumps(content)

    @thorough
    @given(content=objects, ascii_only=st.booleans())
    def test_single_quotes_bare_names_commas_and_comments_change_nothing(self, content: Any, ascii_only: bool) -> None:
        body = lenient(content, ascii_only=ascii_only).encode()
        assert json.dumps(read_json(body)) == json.dumps(content)

    @thorough
    @given(body=st.binary() | st.text(alphabet="{}[]'\",:/*\\u0dx1e-+. \n").map(str.encode))
    def test_random_bytes_are_an_object_or_invalid(self, body: bytes) -> None:
        try:
            content = read_json(body)
        except InvalidJson:
            return
        assert isinstance(content, dict)

    @thorough
    @given(content=objects, place=st.integers(0), byte=st.integers(0, 255))
    def test_one_broken_byte_never_makes_a_text_that_is_no_unicode(self, content: Any, place: int, byte: int) -> None:
        body = bytearray(json.dumps(content, ensure_ascii=False).encode())
        body[place % len(body)] = byte
        try:
            read = read_json(bytes(body))
        except InvalidJson:
            return
        json.dumps(read, ensure_ascii=False).encode()

    @pytest.mark.parametrize(
        ("body", "name"),
        [
            ("{'authentication': %s, 'filters': {'name': ['Men\\'s']}}", "Men's"),
            ("{'authentication': %s, 'filters': {'name': [\"Men's\"]}}", "Men's"),
            ('{"authentication": %s, "filters": {"name": ["Men\'s"]}}', "Men's"),
            ("{authentication: %s, filters: {name: ['Men\\u0027s',],},} // all", "Men's"),
            ("\ufeff{/* a */ authentication: %s, filters: {name: ['Men\\x27s']}}", "Men's"),
            ("{'authentication': %s, 'filters': {'name': ['Caf\\u00e9']}}", "Café"),
            ("{'authentication': %s, 'filters': {'name': ['Café']}}", "Café"),
            ("{'authentication': %s, 'filters': {'name': ['x'], 'name': ['Caf\\\né']}}", "Café"),
        ],
    )
    def test_an_apostrophe_and_an_accent_stay_themselves(self, api: Api, body: str, name: str) -> None:
        found = api.send("get", body % "{'apiKey': 'jjns7519v1v3ns6xU162'}")
        assert [category["name"] for category in found] == [name]

    @pytest.mark.parametrize("text", ['It\'s "so"', "\0", "a\0b", "\U0001f600", "\u2028", "\\", "//", "<b>&amp;", "٣"])
    def test_a_text_is_returned_unchanged(self, api: Api, text: str) -> None:
        (created,) = api.send("create", lenient({"authentication": KEY, "data": [texts(name=text)]}))
        assert created["name"] == text
        assert api.call("get", filters={"name": [text]}) == [created]


class TestInvalidJson:
    @pytest.mark.parametrize(
        "body",
        [
            b"",
            b" ",
            b"null",
            b"1",
            b'"text"',
            b"[]",
            b"[{}]",
            b"{",
            b"{}{}",
            b"{} x",
            b"{,}",
            b"{a: 1,, b: 2}",
            b"{a 1}",
            b"{'a': 'b\"}",
            b"{'a': 'line\nline'}",
            b"{} /* open",
            b"{a: tru}",
            b"{a: 01}",
            b"authentication=1",
            b"<xml/>",
            b"\0",
            b"{}\0",
            b'{"a": "\xff"}',
            b'{"a": "\xed\xa0\x80"}',
            b'{"a": "\xc0\xaf"}',
            b'{"a": "\\ud800"}',
            b'{"a": "\\udc00"}',
            b'{"\\ud800": 1}',
            b'{"a": "\\u12"}',
            "{}".encode("utf-16"),
            b'{"a": 1e999}',
            b'{"a": ' + b"9" * 5000 + b"}",
            b'{"a": ' + b"9" * 400 + b".5}",
        ],
        ids=lambda body: repr(body[:30]),
    )
    def test_a_body_that_is_no_readable_object_is_refused(self, untouched: Api, body: bytes) -> None:
        assert untouched.send("get", body) == {"error": INVALID_JSON}

    @pytest.mark.parametrize("operation", OPERATIONS)
    def test_every_operation_refuses_an_array_as_body(self, untouched: Api, operation: str) -> None:
        assert untouched.send(operation, "[]") == {"error": INVALID_JSON}

    @pytest.mark.parametrize("operation", OPERATIONS)
    @pytest.mark.parametrize("value", [None, True, 1, "text", "", ["text"], [[]], [None]])
    @pytest.mark.parametrize("member", ["authentication", "filters", "pagination"])
    def test_a_member_that_must_be_an_object_and_is_none_is_refused(
        self, untouched: Api, operation: str, member: str, value: Any
    ) -> None:
        body = {"authentication": KEY, "data": [], "filter": [], member: value}
        assert untouched.send(operation, json.dumps(body)) == {"error": INVALID_JSON}

    @pytest.mark.parametrize("operation", ["get", "count", "create", "update"])
    @pytest.mark.parametrize("member", ["authentication", "filters", "pagination"])
    def test_an_array_is_no_object(self, untouched: Api, operation: str, member: str) -> None:
        assert untouched.send(operation, json.dumps({"authentication": KEY, member: []})) == {"error": INVALID_JSON}


class TestDepths:
    def test_nesting_up_to_the_limit_is_read(self, seeded: Api) -> None:
        deep = "[" * (DEEPEST - 1) + "]" * (DEEPEST - 1)
        assert seeded.send("count", f'{{"authentication": {json.dumps(KEY)}, "a": {deep}}}') == {"count": SEEDED}

    @pytest.mark.parametrize("depth", [DEEPEST, 1000, 10_000, 1_000_000])
    @pytest.mark.parametrize(("opening", "closing"), [("[", "]"), ('{"a":', "}")])
    def test_deeper_nesting_is_invalid(self, untouched: Api, opening: str, closing: str, depth: int) -> None:
        body = '{"a":' + opening * depth + "1" + closing * depth + "}"
        assert untouched.send("get", body) == {"error": INVALID_JSON}

    @pytest.mark.parametrize("byte", [b"[", b"/", b"'", b"9", b"-", b"\\", b"\xff"])
    def test_a_body_of_the_maximum_size_that_is_no_json_is_invalid(self, untouched: Api, byte: bytes) -> None:
        assert untouched.send("get", byte * (8 * 1024 * 1024)) == {"error": INVALID_JSON}


@settings(max_examples=40, deadline=None, database=None)
@given(body=st.binary(max_size=60) | objects.map(json.dumps).map(str.encode))
def test_every_response_to_a_random_body_has_the_vendors_shape(untouched: Api, body: bytes) -> None:
    answer = untouched.send("get", body)
    assert answer in ({"error": INVALID_JSON}, {"error": UNAUTHORIZED})
