"""Reads settings from the environment, and says plainly which one is wrong."""

from typing import Any, TypeVar

from pydantic import ValidationError
from pydantic_settings import BaseSettings

Read = TypeVar("Read", bound=BaseSettings)


class SettingError(Exception):
    """A setting has a value that does not fit; `name` is its field, and the text says which and why."""

    def __init__(self, name: str, text: str) -> None:
        super().__init__(text)
        self.name = name


def read_settings(kind: type[Read], given: dict[str, Any] | None = None) -> Read:
    """The settings of `kind`: from `given`, else the environment, else the default. Raises `SettingError`."""
    try:
        return kind(**(given or {}))
    except ValidationError as error:
        problem = error.errors(include_url=False)[0]
        name = str(problem["loc"][0])
        text = f"{variable(kind, name)}: {problem['msg']}, got {problem['input']!r}"
        raise SettingError(name, text) from error


def variable(kind: type[BaseSettings], name: str) -> str:
    """The environment variable of a setting."""
    return f"{kind.model_config.get('env_prefix', '')}{name.upper()}"
