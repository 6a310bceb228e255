"""Settings from variables, and the messages about invalid ones."""

from datetime import datetime
from typing import Literal

import pytest
from pydantic import Field, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from mockapi.errors import SettingError
from mockapi.vendor_api.configuration import read_settings


class ExampleSettings(BaseSettings):
    """Settings with one field for each kind of error."""

    model_config = SettingsConfigDict(env_prefix="EXAMPLE_")

    count: int = Field(1, ge=0, lt=10)
    port: int = Field(1, le=5)
    seconds: float = 1
    clock: datetime | None = None
    login: str = Field("me", min_length=1)
    mode: Literal["a", "b"] = "a"
    even: int = 0
    pattern: str = Field("a", pattern="a")

    @field_validator("even")
    @classmethod
    def _check(cls, number: int) -> int:
        if number % 2:
            raise ValueError("an even number is needed")
        return number


def test_given_values_override_variables_and_variables_override_defaults(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EXAMPLE_COUNT", "3")
    monkeypatch.setenv("EXAMPLE_PORT", "4")
    settings = read_settings(ExampleSettings, {"port": "5"})
    assert (settings.count, settings.port, settings.seconds) == (3, 5, 1)


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("count", "x", "EXAMPLE_COUNT must be a whole number, not 'x'."),
        ("count", "-1", "EXAMPLE_COUNT must be at least 0, not '-1'."),
        ("count", "10", "EXAMPLE_COUNT must be less than 10, not '10'."),
        ("port", "6", "EXAMPLE_PORT must be at most 5, not '6'."),
        ("seconds", "x", "EXAMPLE_SECONDS must be a number, not 'x'."),
        ("clock", "x", "EXAMPLE_CLOCK must be a date and time like 2030-01-02T03:04:05Z, not 'x'."),
        ("login", "", "EXAMPLE_LOGIN must not be empty."),
        ("mode", "c", "EXAMPLE_MODE must be 'a' or 'b', not 'c'."),
        ("even", "1", "EXAMPLE_EVEN is not valid: an even number is needed."),
        ("pattern", "b", "EXAMPLE_PATTERN must not be 'b'."),
    ],
)
def test_an_invalid_setting_is_refused_in_own_words(name: str, value: str, message: str) -> None:
    with pytest.raises(SettingError) as caught:
        read_settings(ExampleSettings, {name: value})
    assert str(caught.value) == message
    assert caught.value.name == name
