"""The connection of a request, as a server lends it to faults."""

from typing import Protocol

CONNECTION_EXTENSION = "mockapi.connection"
"""Name of the ASGI extension that holds the `Connection`. It is absent if the client runs in the same process."""


class Connection(Protocol):
    """The connection of a request. After its end, the server sends nothing and logs no error."""

    def write(self, data: bytes) -> None:
        """Send bytes outside HTTP's framing."""

    def close(self) -> None:
        """End the connection in an orderly way."""

    def reset(self) -> None:
        """End the connection with a TCP reset, which discards unsent bytes."""
