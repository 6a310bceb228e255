"""A path to one member of a request pattern, with checks of the JSON type found there."""

import re
import warnings
from dataclasses import dataclass
from typing import Any

from mockapi.http.text import pointer_to
from mockapi.matching.errors import PatternError

_TYPES = {str: "a string", bool: "a boolean", int: "a number", float: "a number", list: "an array", dict: "an object"}


@dataclass(frozen=True)
class PatternPath:
    """A member of a pattern: its JSON pointer (RFC 6901), and its name for error messages."""

    pointer: str = ""
    name: str = "A request pattern"
    in_body: bool = False
    """True below `bodyPatterns`, where values can be compared as bytes."""

    def member(self, name: str) -> "PatternPath":
        """Return the path of the member `name`."""
        return PatternPath(self.pointer + pointer_to(name), f'"{name}"', self.in_body)

    def item(self, index: int) -> "PatternPath":
        """Return the path of the array item at `index`, counted from 0."""
        return PatternPath(self.pointer + pointer_to(index), f"Item {index} of {self.name}", self.in_body)

    def refuse(self, rest: str) -> PatternError:
        """Return the error whose message is this member's name followed by `rest`."""
        return PatternError(self.pointer, f"{self.name} {rest}")

    def object(self, content: Any) -> dict[str, Any]:
        """Return `content` if it is an object. Raises `PatternError`."""
        members: dict[str, Any] = self._checked(content, dict)
        return members

    def array(self, content: Any) -> list[Any]:
        """Return `content` if it is an array with at least one item. Raises `PatternError`."""
        items: list[Any] = self._checked(content, list)
        if not items:
            raise self.refuse("must not be empty.")
        return items

    def text(self, content: Any) -> str:
        """Return `content` if it is a string. Raises `PatternError`."""
        text: str = self._checked(content, str)
        return text

    def flag(self, content: Any) -> bool:
        """Return `content` if it is a boolean. Raises `PatternError`."""
        flag: bool = self._checked(content, bool)
        return flag

    def expression(self, content: Any) -> re.Pattern[str]:
        """Return `content` compiled as a regular expression. Raises `PatternError`.

        As in Java, `.` matches every character, and `\\d`, `\\w`, `\\s` are ASCII. Syntax that Python warns about has
        another meaning in Java, so it is refused.
        """
        text = self.text(content)
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("error")
                return re.compile(text, re.DOTALL | re.ASCII)
        except (re.error, ValueError, OverflowError, RecursionError, Warning) as error:
            raise self.refuse(f"is not a regular expression of Python: {first_line(error)}.") from error

    def _checked(self, content: Any, kind: type) -> Any:
        if isinstance(content, kind):
            return content
        actual = _TYPES.get(type(content), "null")
        raise self.refuse(f"must be {_TYPES[kind]}, not {actual}.")


def first_line(error: Exception) -> str:
    """Return the first line of a library's error message, without its last full stop."""
    return next(iter(str(error).splitlines()), type(error).__name__).rstrip(".")
