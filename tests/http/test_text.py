import pytest

from mockapi.http.text import MAX_INTEGER, whole_number


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
def test_only_ascii_digits_are_a_number_and_none_is_beyond_64_bits(text: str, number: int | None) -> None:
    assert whole_number(text) == number
