"""The exceptions that a user of mockapi may catch. This module imports the standard library alone."""

from typing import Any


class ServerUnreachable(Exception):
    """A failure to reach a mockapi server: none is running, another program is, or the URL is invalid."""


class ControlError(Exception):
    """An error response of the control plane; the message joins all its titles."""

    def __init__(self, status: int, content: Any) -> None:
        self.status = status
        """The HTTP status."""
        self.content = content
        """The body: parsed JSON, or bytes if it is not JSON."""
        errors = content.get("errors") if isinstance(content, dict) else None
        titles = [str(error["title"]) for error in errors or [] if isinstance(error, dict) and "title" in error]
        super().__init__("; ".join(titles) or f"The server returned status {status} without a message.")


class VerificationError(AssertionError):
    """An unexpected number of requests that match a pattern; the message shows the closest other requests."""

    def __init__(self, content: dict[str, Any]) -> None:
        super().__init__(content["message"])
        self.content = content
        """The body of the response to `POST /__admin/requests/verify`."""


class SettingError(Exception):
    """An invalid setting of the server or of a vendor."""

    def __init__(self, name: str, text: str) -> None:
        super().__init__(text)
        self.name = name
        """The field of the settings class, for example `max_body_bytes`."""


class EntryPointError(Exception):
    """A vendor of another distribution that cannot be loaded or has an unusable name."""


class ShopFileError(Exception):
    """A default shop (`fixtures/shop.json`) that differs from the one of this release."""
