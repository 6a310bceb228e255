"""Rules for short texts: whole numbers, JSON pointers, printable text and closest names."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from mockapi.client import report
from mockapi.http.text import MAX_INTEGER, closest_name, pointer_to, printable, whole_number


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("0", 0),
        ("007", 7),
        ("123456789012345678", 123456789012345678),
        ("9223372036854775806", 9223372036854775806),
        ("9223372036854775808", MAX_INTEGER),
        ("9" * 100_000, MAX_INTEGER),
        ("", None),
        ("-1", None),
        ("+1", None),
        (" 1", None),
        ("1.0", None),
        ("1e3", None),
        ("٣", None),
        ("abc", None),
    ],
)
def test_a_whole_number_has_ascii_digits_alone_and_at_most_63_bits(text: str, number: int | None) -> None:
    assert whole_number(text) == number


@pytest.mark.parametrize(
    ("members", "pointer"), [((), ""), (("a", 0, "b"), "/a/0/b"), (("",), "/"), (("a/b~1", "~"), "/a~1b~01/~0")]
)
def test_a_pointer_escapes_tildes_and_slashes_as_in_rfc_6901(members: tuple[str | int, ...], pointer: str) -> None:
    assert pointer_to(*members) == pointer


@pytest.mark.parametrize(
    ("text", "keep", "shown"),
    [
        ("Müller\\n мыло", "", "Müller\\n мыло"),
        ("\x1b[2J\t\r\n", "", "\\x1b[2J\\t\\r\\n"),
        ("a\nb\x07", "\n", "a\nb\\x07"),
        ("\udcff\u202e\U000e0001", "", "\\udcff\\u202e\\U000e0001"),
    ],
)
def test_printable_text_has_escapes_for_control_characters_and_surrogates(text: str, keep: str, shown: str) -> None:
    assert printable(text, keep=keep) == shown


@given(some.text())
def test_printable_text_is_printable_and_can_be_encoded(text: str) -> None:
    assert printable(text).isprintable()
    printable(text, keep="\n").encode()


@given(some.text())
def test_the_client_escapes_text_as_the_server_does(text: str) -> None:
    assert report.printable(text) == printable(text)


def test_the_closest_name_is_similar_enough_or_none() -> None:
    assert closest_name("GETT", ["HEAD", "GET", "PUT"]) == "GET"
    assert closest_name("BREW", ["HEAD", "GET", "PUT"]) is None
    assert closest_name("products", ["categories"], 0.5) is None
    assert closest_name("x", []) is None
