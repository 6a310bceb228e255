"""Where in a pattern something stands, and what it may be there."""

import re
import warnings
from dataclasses import dataclass
from typing import Any

from mockapi.matching.errors import PatternError

_KINDS = {str: "a string", bool: "a boolean", int: "a number", float: "a number", list: "an array", dict: "an object"}


@dataclass(frozen=True)
class PatternPath:
    """A place in a pattern: the pointer to it, and what it is called in sentences."""

    pointer: str = ""
    name: str = "A request pattern"
    in_body: bool = False
    """Whether what stands here is about the body, where bytes can be compared."""

    def member(self, name: str) -> "PatternPath":
        """The place of the member of this name."""
        escaped = name.replace("~", "~0").replace("/", "~1")
        return PatternPath(f"{self.pointer}/{escaped}", f'"{name}"', self.in_body)

    def item(self, number: int) -> "PatternPath":
        """The place of the item, counted from 0."""
        return PatternPath(f"{self.pointer}/{number}", f"Item {number} of {self.name}", self.in_body)

    def refuse(self, rest: str) -> PatternError:
        """The error whose sentence begins with this place's name and goes on with `rest`."""
        return PatternError(self.pointer, f"{self.name} {rest}")

    def object(self, content: Any) -> dict[str, Any]:
        """`content`, if it is an object."""
        members: dict[str, Any] = self._checked(content, dict)
        return members

    def array(self, content: Any) -> list[Any]:
        """`content`, if it is an array that is not empty."""
        items: list[Any] = self._checked(content, list)
        if not items:
            raise self.refuse("must not be empty.")
        return items

    def text(self, content: Any) -> str:
        """`content`, if it is a string."""
        text: str = self._checked(content, str)
        return text

    def flag(self, content: Any) -> bool:
        """`content`, if it is a boolean."""
        flag: bool = self._checked(content, bool)
        return flag

    def expression(self, content: Any) -> re.Pattern[str]:
        """`content`, if it is a regular expression. As in Java, `.` is any letter, and `\\d`, `\\w` are ASCII.

        What Python only warns of means something else in Java, and is refused.
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
        came = _KINDS.get(type(content), "null")
        raise self.refuse(f"must be {_KINDS[kind]}, not {came}.")


def first_line(error: Exception) -> str:
    """What a library says of its error, without the drawing below."""
    return next(iter(str(error).splitlines()), type(error).__name__).rstrip(".")
