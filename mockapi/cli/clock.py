"""`mockapi clock`: the clock of a sandbox."""

from math import isfinite
from typing import Annotated, Any

import typer

from mockapi.cli.connection import AsJson, Sandbox, Url, connect, show
from mockapi.cli.main import app

clock = typer.Typer(help="Show and set the clock of a sandbox of a running server.", no_args_is_help=True)
app.add_typer(clock, name="clock")


@clock.command("show")
def show_clock(url: Url = None, sandbox: Sandbox = None, as_json: AsJson = False) -> None:
    """Show the time of the sandbox."""
    _call(None, url, sandbox, as_json)


@clock.command(epilog="For example: mockapi clock freeze 2030-01-02T03:04:05Z")
def freeze(
    moment: Annotated[str, typer.Argument(help="Time in ISO 8601; without a zone it is UTC.", metavar="MOMENT")],
    url: Url = None,
    sandbox: Sandbox = None,
    as_json: AsJson = False,
) -> None:
    """Stop the clock at a time."""
    _call({"freeze": moment}, url, sandbox, as_json)


@clock.command(
    # A negative step begins with a hyphen, like an option.
    context_settings={"ignore_unknown_options": True},
    epilog="For example: mockapi clock advance 90, or PT1M30S, or -60",
)
def advance(
    step: Annotated[str, typer.Argument(help="Seconds, or an ISO 8601 duration.", metavar="STEP")],
    url: Url = None,
    sandbox: Sandbox = None,
    as_json: AsJson = False,
) -> None:
    """Move the clock forwards, or backwards by a negative step."""
    _call({"advance": _seconds(step)}, url, sandbox, as_json)


@clock.command()
def run(url: Url = None, sandbox: Sandbox = None, as_json: AsJson = False) -> None:
    """Let the clock run in real time, even if the server started with a frozen clock."""
    _call({"run": True}, url, sandbox, as_json)


@clock.command()
def reset(url: Url = None, sandbox: Sandbox = None, as_json: AsJson = False) -> None:
    """Reset the clock to the server's initial time."""
    _call({"reset": True}, url, sandbox, as_json)


def _call(body: dict[str, Any] | None, url: str | None, sandbox: str | None, as_json: bool) -> None:
    with connect(url, sandbox, must_exist=body is None) as mock:
        content = mock.call("PUT" if body else "GET", "/__admin/clock", body)
    row = (mock.name, content["now"], content["frozen"], content["offsetSeconds"])
    show(as_json, content, ("sandbox", "now", "frozen", "offset (s)"), [row])


def _seconds(step: str) -> float | str:
    """Return `step` as a finite number, else unchanged: the server checks it as a duration."""
    try:
        seconds = float(step)
    except ValueError:
        return step
    return seconds if isfinite(seconds) else step
