"""`mockapi clock`"""

from math import isfinite
from typing import Annotated, Any

import typer

from mockapi.cli.connection import AsJson, Sandbox, Url, asking, show
from mockapi.cli.main import app

clock = typer.Typer(help="The time that a sandbox of a running server lives in.", no_args_is_help=True)
app.add_typer(clock, name="clock")


@clock.command("show")
def show_clock(url: Url = None, sandbox: Sandbox = None, as_json: AsJson = False) -> None:
    """Tell the sandbox's time."""
    _call(None, url, sandbox, as_json)


@clock.command(epilog="For example: mockapi clock freeze 2030-01-02T03:04:05Z")
def freeze(
    moment: Annotated[str, typer.Argument(help="An instant in ISO 8601; without a zone it is UTC.", metavar="MOMENT")],
    url: Url = None,
    sandbox: Sandbox = None,
    as_json: AsJson = False,
) -> None:
    """Let the time stand still."""
    _call({"freeze": moment}, url, sandbox, as_json)


@clock.command(
    # A step backwards begins with a hyphen and is no option.
    context_settings={"ignore_unknown_options": True},
    epilog="For example: mockapi clock advance 90, or PT1M30S, or -60",
)
def advance(
    step: Annotated[str, typer.Argument(help="Seconds, or an ISO 8601 duration.", metavar="STEP")],
    url: Url = None,
    sandbox: Sandbox = None,
    as_json: AsJson = False,
) -> None:
    """Move the time."""
    _call({"advance": _seconds(step)}, url, sandbox, as_json)


@clock.command()
def run(url: Url = None, sandbox: Sandbox = None, as_json: AsJson = False) -> None:
    """Go on in real time, also where the server began with a frozen clock."""
    _call({"run": True}, url, sandbox, as_json)


@clock.command()
def reset(url: Url = None, sandbox: Sandbox = None, as_json: AsJson = False) -> None:
    """Go back to how the server began."""
    _call({"reset": True}, url, sandbox, as_json)


def _call(body: dict[str, Any] | None, url: str | None, sandbox: str | None, as_json: bool) -> None:
    with asking(url, sandbox, must_exist=body is None) as mock:
        content = mock.call("PUT" if body else "GET", "/__admin/clock", body)
    row = (mock.name, content["now"], content["frozen"], content["offsetSeconds"])
    show(as_json, content, ("sandbox", "now", "frozen", "offset (s)"), [row])


def _seconds(step: str) -> float | str:
    try:
        seconds = float(step)
    except ValueError:
        return step
    return seconds if isfinite(seconds) else step
