"""The errors of Commerscale. Source: the page "Error messages", misspellings included."""


class CommerscaleError(Exception):
    """The base of the errors, with the members of `error`. The HTTP status is 200."""

    code = 500
    message = "An unhandled exception occured. Please check your API request for any error."

    def __init__(self) -> None:
        super().__init__(self.message)


class UnhandledException(CommerscaleError):
    """A bug in the emulator."""


class UnknownHandler(CommerscaleError):
    """A path that is no handler, or another method than POST."""

    code = 404
    message = (
        "The URL you specified is not associated with any API handler. "
        "Please check the URL and API documentation and try again."
    )


class InvalidJson(CommerscaleError):
    """A body that is empty, unreadable or no object, or a member that must be an object and is none."""

    message = "The JSON request you made is invalid. Please check the documentation and try again."


class NotAuthorized(CommerscaleError):
    """Missing or wrong credentials."""

    code = 401
    # docs are silent; chosen because the page breaks off after "Email", and the three credentials go on with Password.
    message = (
        "You are not authorized to make this call. Please check your API key, App API key or Email/Password "
        "and try again."
    )


class IncorrectValueFormat(CommerscaleError):
    """A value of a filter or of the pagination that is empty or of the wrong type."""

    def __init__(self, path: str, kind: str) -> None:
        """`path`: for example `filters.name[1]`; `kind`: the documented word for the type, for example `string`."""
        self.message = f"Incorrect value format for '{path}'. Excepted : '{kind}'. No empty values accepted."
        super().__init__()


class TooManyRequests(CommerscaleError):
    """More requests than the limits allow."""

    code = 429
    # docs are silent; chosen because every error of the page is a code and a sentence, and none is for this.
    message = "Too many requests. Please wait and try again."


class TimedOut(CommerscaleError):
    """A response that took longer than the web server in front of the vendor waits."""

    code = 504
    # docs are silent; chosen because a client looks for the member `error`, whoever answers.
    message = "The request timed out. Please try again."


class RequestFailed(CommerscaleError):
    """Any specific failure, described in one sentence."""

    def __init__(self, sentence: str) -> None:
        """`sentence`: the reason, without a full stop."""
        self.message = f"{sentence}. Please check your API request."
        super().__init__()
