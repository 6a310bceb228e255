"""A local server that behaves like the Altegio, DecoNetwork and Commerscale APIs."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from mockapi.version import __version__

if TYPE_CHECKING:
    from mockapi.app import MockApi
    from mockapi.client.client import MockClient
    from mockapi.errors import ControlError, ServerUnreachable, SettingError, ShopFileError, VerificationError
    from mockapi.server.server import MockServer

__all__ = [
    "ControlError",
    "MockClient",
    "MockServer",
    "ServerUnreachable",
    "SettingError",
    "ShopFileError",
    "VerificationError",
    "__version__",
    "create_app",
]

_MODULES = {"MockClient": "mockapi.client.client", "MockServer": "mockapi.server.server"}


def create_app(**settings: Any) -> "MockApi":
    """Return the server as a FastAPI application; `settings` as for `mockapi serve`.

    Serve it with `uvicorn --factory mockapi:create_app`, call it in the same process (`TestClient(create_app())`,
    `httpx.ASGITransport(create_app())`), or mount it inside another application. Use it on one event loop; close it, or
    use it in a `with` block. Raises `SettingError` for an invalid setting.
    """
    from mockapi.app import MockApi  # noqa: PLC0415
    from mockapi.server.wire_cache import connection_of  # noqa: PLC0415
    from mockapi.settings import Settings  # noqa: PLC0415
    from mockapi.vendor_api.configuration import read_settings  # noqa: PLC0415

    application = MockApi(read_settings(Settings, settings))
    application.connection_of = connection_of
    return application


def __getattr__(name: str) -> Any:
    """Import a public name on first use, so that a command that only calls a server does not import the server."""
    if name in __all__:
        return getattr(import_module(_MODULES.get(name, "mockapi.errors")), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
