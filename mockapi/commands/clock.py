"""`mockapi clock`"""

from typing import Annotated, Any

import typer

from mockapi.cli import app
from mockapi.commands.asking import AsJson, Sandbox, Url, asking, show

clock = typer.Typer(help="The time that a sandbox of a running server lives in.", no_args_is_help=True)
app.add_typer(clock, name="clock")


@clock.command("show")
def show_clock(url: Url = None, sandbox: Sandbox = None, as_json: AsJson = False) -> None:
    """Tell the sandbox's time."""
    _call(None, url, sandbox, as_json)


@clock.command()
def freeze(
    moment: Annotated[str, typer.Argument(help="For example 2030-01-02T03:04:05Z.")],
    url: Url = None,
    sandbox: Sandbox = None,
    as_json: AsJson = False,
) -> None:
    """Let the time stand still."""
    _call({"freeze": moment}, url, sandbox, as_json)


@clock.command()
def advance(
    step: Annotated[str, typer.Argument(help="Seconds, or an ISO 8601 duration such as PT1M30S.")],
    url: Url = None,
    sandbox: Sandbox = None,
    as_json: AsJson = False,
) -> None:
    """Move the time."""
    try:
        _call({"advance": float(step)}, url, sandbox, as_json)
    except ValueError:
        _call({"advance": step}, url, sandbox, as_json)


@clock.command()
def reset(url: Url = None, sandbox: Sandbox = None, as_json: AsJson = False) -> None:
    """Go back to how the server began."""
    _call({"reset": True}, url, sandbox, as_json)


def _call(body: dict[str, Any] | None, url: str | None, sandbox: str | None, as_json: bool) -> None:
    with asking(url, sandbox) as mock:
        content = mock.call("PUT" if body else "GET", "/__admin/clock", body)
    row = (mock.name, content["now"], content["frozen"], content["offsetSeconds"])
    show(as_json, content, ("sandbox", "now", "frozen", "offset (s)"), [row])
