"""What can be wrong with a pattern, and with holding it against a request."""


class PatternError(ValueError):
    """A pattern that is not understood, or not supported. Its text is a sentence for a person."""

    def __init__(self, pointer: str, sentence: str) -> None:
        super().__init__(sentence)
        self.pointer = pointer
        """Where in the pattern, as a JSON pointer: `/headers/Accept/equalTo`; empty: the pattern itself."""


class Undecidable(Exception):
    """Only the beginning of the request's body was kept, and whether the pattern fits depends on the rest."""
