"""Settings read from environment variables, with errors in the user's terms."""

from collections.abc import Mapping
from typing import Any, TypeVar

from pydantic import ValidationError
from pydantic_settings import BaseSettings

from mockapi.errors import SettingError

SettingsType = TypeVar("SettingsType", bound=BaseSettings)

_REQUIREMENTS = {
    "int": "must be a whole number, not {input}",
    "float": "must be a number, not {input}",
    "datetime": "must be a date and time like 2030-01-02T03:04:05Z, not {input}",
    "greater_than_equal": "must be at least {ge}, not {input}",
    "less_than_equal": "must be at most {le}, not {input}",
    "less_than": "must be less than {lt}, not {input}",
    "string_too_short": "must not be empty",
    "literal_error": "must be {expected}, not {input}",
    "value_error": "is not valid: {error}",
}
"""Requirements by the type of pydantic's error, or by its first word; filled in with the error's context."""


def read_settings(kind: type[SettingsType], given: Mapping[str, Any] | None = None) -> SettingsType:
    """Return settings of the class `kind`: values from `given`, else from the environment, else the defaults.

    Raises `SettingError` for the first invalid value.
    """
    try:
        return kind(**(given or {}))
    except ValidationError as error:
        name = str(error.errors()[0]["loc"][0])
        raise SettingError(name, f"{variable(kind, name)} {requirement(error)}.") from error


def requirement(error: ValidationError) -> str:
    """Return what the first invalid value must be, without a full stop: `must be a whole number, not 'abc'`."""
    problem = error.errors(include_url=False)[0]
    kind = problem["type"]
    text = _REQUIREMENTS.get(kind) or _REQUIREMENTS.get(kind.partition("_")[0], "must not be {input}")
    return text.format(input=repr(problem["input"]), **problem.get("ctx", {})).removesuffix(".")


def variable(kind: type[BaseSettings], name: str) -> str:
    """Return the environment variable of a setting."""
    return f"{kind.model_config.get('env_prefix', '')}{name.upper()}"
