"""The program `mockapi`. Each command is a module of `mockapi.cli`, imported when the command is called."""

import gc
import os
import signal
import sys
from importlib import import_module
from io import TextIOWrapper
from types import FrameType
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from mockapi.version import __version__

USAGE_ERROR = 2
"""Exit status for an error that the user can correct."""

COMMANDS = (
    *("serve", "health", "reset", "seed", "snapshot", "sandbox", "requests", "fault", "clock"),
    *("operations", "shop"),
)


class _OrderedGroup(TyperGroup):
    """A group that lists its commands in the order of `COMMANDS`."""

    def list_commands(self, ctx: Any) -> list[str]:
        return [name for name in COMMANDS if name in self.commands]


app = typer.Typer(
    name="mockapi",
    cls=_OrderedGroup,
    help="A local server that behaves like the Altegio, DecoNetwork and Commerscale APIs.",
    invoke_without_command=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


class UserError(typer.TyperException):
    """An error that the user can correct; printed on one line, with exit status 2."""

    exit_code = USAGE_ERROR


def main() -> None:
    """Run the command in `sys.argv`. An error of the user prints one line on standard error and exits with status 2."""
    if sys.argv[1:2] == ["serve"]:
        _end_on_signals()
    # Nothing that is created at start becomes garbage; collecting would take a tenth of the start-up time.
    gc.disable()
    _register(sys.argv[1:])
    if isinstance(sys.stdout, TextIOWrapper):
        # The output encoding may lack characters, for example ASCII.
        sys.stdout.reconfigure(errors="backslashreplace")
    try:
        status = app(prog_name="mockapi", standalone_mode=False)
        sys.stdout.flush()
    except typer.TyperException as error:
        # A group without a command raises an error without a message, after printing its help.
        if message := " ".join(_message(error).split()):
            print(f"mockapi: {message}", file=sys.stderr)
        sys.exit(USAGE_ERROR)
    except BrokenPipeError:
        # The reader has closed the pipe. Python would fail to flush standard output at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
    sys.exit(status)


def _message(error: typer.TyperException) -> str:
    """Return the text for the user, without the words of the library that checked a value."""
    from pydantic import ValidationError  # noqa: PLC0415

    from mockapi.vendor_api.configuration import requirement  # noqa: PLC0415

    message = error.format_message()
    if isinstance(error.__cause__, ValidationError):
        name = message.removesuffix(error.message).removeprefix("Invalid value for ").rstrip(": ")
        return f"{name} {requirement(error.__cause__)}."
    return message


def _end_on_signals() -> None:
    """Exit with status 0 on SIGTERM and Ctrl-C, also while the server is starting."""

    def leave(number: int, frame: FrameType | None) -> None:
        sys.exit(0)

    signal.signal(signal.SIGTERM, leave)
    signal.signal(signal.SIGINT, leave)


def _register(arguments: list[str]) -> None:
    """Import the module of the command that `arguments` begin with, else of all commands.

    A health check does not wait for the imports of `serve`.
    """
    for command in arguments[:1] if arguments and arguments[0] in COMMANDS else COMMANDS:
        import_module(f"mockapi.cli.{command}")


def _print_version(wanted: bool) -> None:
    if wanted:
        print(f"mockapi {__version__}")
        raise typer.Exit


@app.callback()
def mockapi(
    context: typer.Context,
    version: Annotated[
        bool, typer.Option("--version", help="Print the version and exit.", is_eager=True, callback=_print_version)
    ] = False,
) -> None:
    """Print the help if there is no command."""
    if context.invoked_subcommand is None:
        print(context.get_help())
