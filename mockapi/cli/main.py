"""The command line. Each command is a module of `mockapi.cli`; only the one that is asked for is imported."""

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
"""Exit status for a mistake in the call or on the machine that the user can mend."""

COMMANDS = (
    *("serve", "health", "reset", "seed", "snapshot", "sandbox", "requests", "fault", "clock"),
    *("operations", "shop"),
)


class _Ordered(TyperGroup):
    """Lists the commands in the order of `COMMANDS`, groups among them."""

    def list_commands(self, ctx: Any) -> list[str]:
        return [name for name in COMMANDS if name in self.commands]


app = typer.Typer(
    name="mockapi",
    cls=_Ordered,
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
    if sys.argv[1:2] == ["serve"]:
        _end_on_signals()
    # What is imported and built at start stays; looking for garbage in it costs a tenth of the time.
    gc.disable()
    _register(sys.argv[1:])
    if isinstance(sys.stdout, TextIOWrapper):
        # A terminal or a pipe that knows few letters gets the others as numbers.
        sys.stdout.reconfigure(errors="backslashreplace")
    try:
        status = app(prog_name="mockapi", standalone_mode=False)
        sys.stdout.flush()
    except typer.TyperException as error:
        # What a group without a command gets is its help, and no message.
        if message := " ".join(error.format_message().split()):
            print(f"mockapi: {message}", file=sys.stderr)
        sys.exit(USAGE_ERROR)
    except BrokenPipeError:
        # Whoever read the output has read enough; nothing is left to be written at the end of the process.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
    sys.exit(status)


def _end_on_signals() -> None:
    """Let SIGTERM and Ctrl-C end the process with status 0, whatever it is doing, from as early on as can be."""

    def leave(number: int, frame: FrameType | None) -> None:
        sys.exit(0)

    signal.signal(signal.SIGTERM, leave)
    signal.signal(signal.SIGINT, leave)


def _register(arguments: list[str]) -> None:
    """Import the command that `arguments` begin with, or all: a health check need not wait for what `serve` needs."""
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
        bool, typer.Option("--version", help="Print the version and end.", is_eager=True, callback=_print_version)
    ] = False,
) -> None:
    """Show the help when no command is given."""
    if context.invoked_subcommand is None:
        print(context.get_help())
