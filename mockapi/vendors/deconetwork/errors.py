"""Errors of DecoNetwork. Source: the table of codes of the Product Management API."""


class DecoNetworkError(Exception):
    """An error: the members of `response_status`. Its HTTP status is 200."""

    code = 0
    severity = "ERROR"
    description = ""

    def __init__(self) -> None:
        super().__init__(self.description)


class AuthenticationFailed(DecoNetworkError):
    """The credentials are missing, empty or wrong."""

    code = 30001
    description = "Authentication failed"


class ApiNotEnabled(DecoNetworkError):
    """The credentials are right, and the API is switched off for the site."""

    code = 31000
    description = "API not enabled on your site"


class ProductIdNotFound(DecoNetworkError):
    """A requested product does not exist."""

    code = 40004
    severity = "WARNING"
    description = "Product ID Not Found"


class NoConditions(DecoNetworkError):
    """The request has neither a `conditions[…]` nor `field` or `condition`."""

    code = 50002
    description = "No conditions specified"


class InvalidCondition(DecoNetworkError):
    """A part of a condition is missing or unreadable; the description names it."""

    code = 50003

    def __init__(self, description: str) -> None:
        """`description`: the whole text, for example `Condition 1 'field' is missing`."""
        self.description = description
        super().__init__()


class InvalidLimitOrOffset(DecoNetworkError):
    """A limit or offset is not a whole number, is negative, or is above the maximum."""

    code = 50004
    description = "Invalid limit or offset"


class InvalidParameters(DecoNetworkError):
    """Any other error of the request."""

    code = 50005
    description = "Invalid request parameters"


CONDITION_ERRORS = (
    *(InvalidCondition(f"Condition 1 '{name}' is missing") for name in ("field", "condition")),
    *(InvalidCondition(f"{name} is invalid") for name in ("date1", "date2")),
)
"""All descriptions of code 50003; the number is that of the condition."""
