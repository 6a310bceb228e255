"""A local server that behaves like the Altegio, DecoNetwork and Commerscale APIs."""

from typing import TYPE_CHECKING, Any

from mockapi.version import __version__

if TYPE_CHECKING:
    from mockapi.app import MockApi
    from mockapi.client.client import MockClient
    from mockapi.client.transport import ControlError, ServerUnreachable, VerificationError
    from mockapi.server.server import MockServer

__all__ = [
    "ControlError",
    "MockClient",
    "MockServer",
    "ServerUnreachable",
    "VerificationError",
    "__version__",
    "create_app",
]


def create_app(**settings: Any) -> "MockApi":
    """Return the server as a FastAPI application; `settings` as for `mockapi serve`.

    Serve it with `uvicorn --factory mockapi:create_app`, call it in the same process (`TestClient(create_app())`,
    `httpx.ASGITransport(create_app())`), or mount it inside another application. Use it on one event loop; close it, or
    use it in a `with` block.
    """
    from mockapi.app import MockApi  # noqa: PLC0415
    from mockapi.server.wire_cache import connection_of  # noqa: PLC0415
    from mockapi.settings import Settings  # noqa: PLC0415
    from mockapi.vendor_api.configuration import read_settings  # noqa: PLC0415

    application = MockApi(read_settings(Settings, settings))
    application.connection_of = connection_of
    return application


def __getattr__(name: str) -> Any:
    """Import what is asked for, and no sooner: a command that only asks a server needs neither server nor vendors."""
    if name == "MockServer":
        from mockapi.server.server import MockServer  # noqa: PLC0415

        return MockServer
    if name == "MockClient":
        from mockapi.client.client import MockClient  # noqa: PLC0415

        return MockClient
    if name in ("ControlError", "ServerUnreachable", "VerificationError"):
        from mockapi.client import transport  # noqa: PLC0415

        return getattr(transport, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
