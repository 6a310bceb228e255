"""`mockapi serve`: the server in the foreground."""

import gc
import logging
import os
import sys
from contextlib import closing
from typing import TYPE_CHECKING, Annotated, Any

import typer

from mockapi.cli.main import UserError, app
from mockapi.client.address import is_service_link
from mockapi.errors import SettingError
from mockapi.settings import Settings
from mockapi.vendor_api.configuration import read_settings, variable

if TYPE_CHECKING:
    from mockapi.app import MockApi


def _flag_name(name: str) -> str:
    return f"--{name.replace('_', '-')}"


def _flag(name: str) -> Any:
    """Return the option for a field of `Settings`. It takes any text, which `read_settings` checks."""
    field = Settings.model_fields[name]
    default = ",".join(field.default) if isinstance(field.default, list) else field.default
    shown = "" if default in (None, "") else f"default: {default}; "
    return typer.Option(
        _flag_name(name), help=f"{field.description} ({shown}{variable(Settings, name)})", metavar="VALUE"
    )


@app.command(epilog="For example: mockapi serve --port 0 --seed 7 --products 5000")
def serve(
    host: Annotated[str | None, _flag("host")] = None,
    port: Annotated[str | None, _flag("port")] = None,
    seed: Annotated[str | None, _flag("seed")] = None,
    products: Annotated[str | None, _flag("products")] = None,
    baseline: Annotated[str | None, _flag("baseline")] = None,
    fixtures: Annotated[str | None, _flag("fixtures")] = None,
    data: Annotated[str | None, _flag("data")] = None,
    quotas: Annotated[str | None, _flag("quotas")] = None,
    cors_origin: Annotated[str | None, _flag("cors_origin")] = None,
    ssl_certfile: Annotated[str | None, _flag("ssl_certfile")] = None,
    ssl_keyfile: Annotated[str | None, _flag("ssl_keyfile")] = None,
    max_body_bytes: Annotated[str | None, _flag("max_body_bytes")] = None,
    wire_cache: Annotated[str | None, _flag("wire_cache")] = None,
    clock: Annotated[str | None, _flag("clock")] = None,
    workers: Annotated[str | None, typer.Option("--workers", envvar="MOCKAPI_WORKERS", hidden=True)] = None,
) -> None:
    """Start the server. Each option also has a variable; docs/reference/configuration.md lists all variables."""
    given = {name: value for name, value in locals().items() if value is not None}
    if given.pop("workers", None):
        raise UserError("--workers was removed. docs/guides/several-servers.md shows how to run several servers.")
    try:
        settings = read_settings(Settings, given)
    except SettingError as error:
        raise UserError(f"{_flag_name(error.name)} or {error}") from error
    if port is None:
        _warn_of_service_link(os.environ.get(variable(Settings, "port"), ""))
    _serve(settings)


def _warn_of_service_link(port: str) -> None:
    if is_service_link(port):
        print(
            f"mockapi: Ignored MOCKAPI_PORT={port}, which Kubernetes or Docker sets for a service called mockapi. "
            "Use --port to choose the port.",
            file=sys.stderr,
        )


def _serve(settings: Settings) -> None:
    # Imported late, so that --help and invalid options do not wait for the server's modules.
    from mockapi.admin.pages import introduction_as_text  # noqa: PLC0415
    from mockapi.errors import EntryPointError, ShopFileError  # noqa: PLC0415
    from mockapi.records.errors import RowError  # noqa: PLC0415
    from mockapi.server.server import ServerError, check_certificate, listen, run, server_url  # noqa: PLC0415
    from mockapi.storage.store import StoreError  # noqa: PLC0415

    logging.basicConfig(format="%(levelname)s %(name)s: %(message)s")
    try:
        check_certificate(settings.ssl_certfile, settings.ssl_keyfile)
        with listen(settings) as listening, closing(_open(settings)) as api:
            _warn_of_other_origin(settings, api)
            gc.freeze()
            gc.enable()
            print(introduction_as_text(api.server_state, server_url(settings, listening)), flush=True)
            run(api, listening)
    except (ServerError, SettingError, EntryPointError, StoreError, ShopFileError, RowError) as error:
        raise UserError(str(error)) from error


def _open(settings: Settings) -> "MockApi":
    from mockapi.app import MockApi  # noqa: PLC0415
    from mockapi.cli.progress import SeedingProgress  # noqa: PLC0415

    with SeedingProgress(settings.products) as progress:
        return MockApi(settings, progress)


def _warn_of_other_origin(settings: Settings, api: "MockApi") -> None:
    """Warn that settings for a new data directory have no effect on an existing one."""
    origin = api.server_state.origin
    differs = (settings.seed, settings.products) != (origin.seed, origin.products)
    if api.server_state.is_found and (differs or settings.baseline or settings.fixtures):
        print(
            f"mockapi: {settings.data} was created with --seed {origin.seed} --products {origin.products}. "
            "Another --seed, --products, --baseline or --fixtures is ignored; use a new --data directory for it.",
            file=sys.stderr,
        )
