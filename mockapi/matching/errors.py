"""Errors in a request pattern, and in matching a request against one."""


class PatternError(ValueError):
    """A malformed or unsupported request pattern. The message is one sentence for the user."""

    def __init__(self, pointer: str, sentence: str) -> None:
        super().__init__(sentence)
        self.pointer = pointer
        """JSON pointer (RFC 6901) to the wrong member, for example `/headers/Accept/equalTo`; "" is the pattern."""


class Undecidable(Exception):
    """A match that depends on the discarded part of a request's body."""
