"""The command line: `mockapi serve`, `health`, `operations`, `shop`."""

import gc
import json
import logging
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from mockapi import __version__
from mockapi.core.configuration import SettingError, read_settings, variable
from mockapi.settings import Settings

USAGE_ERROR = 2
"""Exit status for a mistake in the call or on the machine that the user can mend."""

app = typer.Typer(
    name="mockapi",
    help="A local server that behaves like the Altegio, DecoNetwork and Commerscale APIs.",
    invoke_without_command=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


class UserError(typer.TyperException):
    """Something that the user can mend: one line, exit status 2."""

    exit_code = USAGE_ERROR


def main() -> None:
    """Run the command line; a user's mistake gives one line on standard error and exit status 2."""
    # What is imported and built at start stays; looking for garbage in it costs a tenth of the time.
    gc.disable()
    try:
        status = app(prog_name="mockapi", standalone_mode=False)
    except typer.TyperException as error:
        print(f"mockapi: {error.format_message()}", file=sys.stderr)
        sys.exit(USAGE_ERROR)
    sys.exit(status)


def flag_name(name: str) -> str:
    """The flag of a field of `Settings`."""
    return f"--{name.replace('_', '-')}"


def flag(name: str) -> Any:
    """The option of `mockapi serve` for a field of `Settings`, which also reads and checks its value."""
    field = Settings.model_fields[name]
    default = ",".join(field.default) if isinstance(field.default, list) else field.default
    shown = "" if default is None else f"default: {default}; "
    return typer.Option(
        flag_name(name), help=f"{field.description} ({shown}{variable(Settings, name)})", metavar="VALUE"
    )


def print_version(wanted: bool) -> None:
    if wanted:
        print(f"mockapi {__version__}")
        raise typer.Exit


@app.callback()
def mockapi(
    context: typer.Context,
    version: Annotated[
        bool, typer.Option("--version", help="Print the version and end.", is_eager=True, callback=print_version)
    ] = False,
) -> None:
    if context.invoked_subcommand is None:
        print(context.get_help())


@app.command()
def serve(
    host: Annotated[str | None, flag("host")] = None,
    port: Annotated[str | None, flag("port")] = None,
    seed: Annotated[str | None, flag("seed")] = None,
    products: Annotated[str | None, flag("products")] = None,
    data: Annotated[str | None, flag("data")] = None,
    cors_origin: Annotated[str | None, flag("cors_origin")] = None,
    ssl_certfile: Annotated[str | None, flag("ssl_certfile")] = None,
    ssl_keyfile: Annotated[str | None, flag("ssl_keyfile")] = None,
    max_body_bytes: Annotated[str | None, flag("max_body_bytes")] = None,
    clock: Annotated[str | None, flag("clock")] = None,
) -> None:
    """Start the server. Every flag can also be set as the variable beside it; the vendors' own are in the README."""
    given = {name: value for name, value in locals().items() if value is not None}
    settings = server_settings(given)
    # Late, so that --help and a mistake in the call answer at once.
    from mockapi.app import MockApi  # noqa: PLC0415
    from mockapi.control.pages import introduction_as_text  # noqa: PLC0415
    from mockapi.core.shop_file import ShopFileError  # noqa: PLC0415
    from mockapi.core.store import StoreError  # noqa: PLC0415
    from mockapi.progress import SeedingProgress  # noqa: PLC0415
    from mockapi.server import ServerError, check_certificate, listen, run, server_url  # noqa: PLC0415

    logging.basicConfig(format="%(levelname)s %(name)s: %(message)s")
    try:
        check_certificate(settings.ssl_certfile, settings.ssl_keyfile)
        listening = listen(settings)
        with SeedingProgress(settings.products) as progress:
            api = MockApi(settings, progress)
    except (ServerError, SettingError, StoreError, ShopFileError) as error:
        raise UserError(str(error)) from error
    warn_of_other_origin(settings, api.status.origin.seed, api.status.origin.products)
    gc.freeze()
    gc.enable()
    print(introduction_as_text(api.status, server_url(settings, listening)), flush=True)
    run(api, listening)


def server_settings(given: dict[str, str]) -> Settings:
    """The settings from flags and environment. Raises `UserError`: a value that does not fit."""
    try:
        return read_settings(Settings, given)
    except SettingError as error:
        raise UserError(f"{flag_name(error.name)} or {error}") from error


def warn_of_other_origin(settings: Settings, seed: int, products: int) -> None:
    """Say that an existing store stays as it was made, whatever --seed and --products ask for."""
    if (settings.seed, settings.products) != (seed, products):
        print(
            f"mockapi: {settings.data} was made with --seed {seed} --products {products} and stays so; "
            "use another --data directory for another shop",
            file=sys.stderr,
        )


@app.command()
def health(
    url: Annotated[
        str | None, typer.Option(help="The server's URL. Without it: this machine, with MOCKAPI_PORT.", metavar="URL")
    ] = None,
) -> None:
    """Ask a running server whether it is healthy. Exit status 0: it is; 1: it is not."""
    from mockapi.client import HealthError, ask_health  # noqa: PLC0415

    settings = server_settings({})
    scheme = "https" if settings.ssl_certfile else "http"
    try:
        answer = ask_health(url or f"{scheme}://127.0.0.1:{settings.port}")
    except HealthError as error:
        print(f"mockapi: {error}", file=sys.stderr)
        raise typer.Exit(1) from error
    print(json.dumps(answer, indent=2))


@app.command()
def operations(as_json: Annotated[bool, typer.Option("--json", help="As JSON, for programs.")] = False) -> None:
    """List every operation of every vendor, with how sure it is that the vendor does the same."""
    from mockapi.core import fixtures  # noqa: PLC0415

    vendors = [path.parent.name for path in sorted(fixtures.FOLDER.glob("*/operations.json"))]
    rows = [{"vendor": vendor, **row} for vendor in vendors for row in fixtures.operations(vendor)["operations"]]
    if as_json:
        print(json.dumps(rows, indent=2, ensure_ascii=False))
        return
    from rich.console import Console  # noqa: PLC0415
    from rich.table import Table  # noqa: PLC0415

    table = Table("vendor", "operation", "method", "path", "status", "label", box=None, pad_edge=False)
    for row in rows:
        table.add_row(*(row[str(column.header)] for column in table.columns))
    Console().print(table)


@app.command()
def shop(
    output: Annotated[Path, typer.Option(help="File to write.")],
    seed: Annotated[int, typer.Option(help="Seed of the shop.", min=0)] = 42,
    products: Annotated[int, typer.Option(help="How many products it sells.", min=0)] = 200,
) -> None:
    """Write an imaginary shop to a file and print the file's SHA-256: how the default shop was made."""
    from mockapi.core.shop_file import write_shop  # noqa: PLC0415
    from mockapi.core.shop_maker import make_shop  # noqa: PLC0415

    try:
        print(write_shop(make_shop(seed, products), output))
    except OSError as error:
        raise UserError(f"cannot write {output}: {error.strerror}") from error
