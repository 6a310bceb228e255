"""`mockapi sandbox`"""

from typing import Annotated

import typer

from mockapi.cli.connection import AsJson, Url, asking, show
from mockapi.cli.main import app

sandbox = typer.Typer(help="The isolated worlds of a running server.", no_args_is_help=True)
app.add_typer(sandbox, name="sandbox")

Name = Annotated[str, typer.Argument(help="The sandbox's name.", metavar="NAME")]


@sandbox.command("list")
def list_sandboxes(url: Url = None, as_json: AsJson = False) -> None:
    """List the sandboxes, the one used last at the end."""
    with asking(url) as mock:
        content = mock.call("GET", "/__admin/sandboxes")
    columns = ("sandbox", "requests", "changed", "created", "last used")
    rows = [
        (one["name"], one["requests"], one["changed"], one["createdAt"], one["lastUsedAt"])
        for one in content["sandboxes"]
    ]
    show(as_json, content, columns, rows)


@sandbox.command(epilog="For example: mockapi sandbox create anna --copy default")
def create(
    name: Name,
    copy: Annotated[str | None, typer.Option(help="Copy this sandbox's data.", metavar="NAME")] = None,
    snapshot: Annotated[str | None, typer.Option(help="Copy this snapshot.", metavar="NAME")] = None,
    url: Url = None,
) -> None:
    """Make a new sandbox, in place of any of that name."""
    with asking(url) as mock:
        created = mock.create_sandbox(name, copy=copy, snapshot=snapshot)
    print(f"base URL of {name}: {created.url}")


@sandbox.command()
def rm(name: Name, url: Url = None) -> None:
    """Drop a sandbox and all that it holds."""
    with asking(url) as mock:
        mock.delete_sandbox(name)
    print(f"{name} is gone")
