"""`mockapi sandbox`: the sandboxes of a server."""

from typing import Annotated

import typer

from mockapi.cli.connection import AsJson, Url, connect, show
from mockapi.cli.main import app

sandbox = typer.Typer(help="List, create and delete the sandboxes of a running server.", no_args_is_help=True)
app.add_typer(sandbox, name="sandbox")

Name = Annotated[str, typer.Argument(help="Name of the sandbox.", metavar="NAME")]


@sandbox.command("list")
def list_sandboxes(url: Url = None, as_json: AsJson = False) -> None:
    """List the sandboxes, the most recently used last."""
    with connect(url) as mock:
        content = mock.call("GET", "/__admin/sandboxes")
    columns = ("sandbox", "requests", "changed", "created", "last used")
    rows = [
        (each["name"], each["requests"], each["changed"], each["createdAt"], each["lastUsedAt"])
        for each in content["sandboxes"]
    ]
    show(as_json, content, columns, rows)


@sandbox.command(epilog="For example: mockapi sandbox create anna --copy default")
def create(
    name: Name,
    copy: Annotated[str | None, typer.Option(help="Sandbox to copy the data of.", metavar="NAME")] = None,
    snapshot: Annotated[str | None, typer.Option(help="Snapshot to copy the data of.", metavar="NAME")] = None,
    url: Url = None,
) -> None:
    """Create a sandbox. An existing sandbox of this name is replaced."""
    with connect(url) as mock:
        created = mock.create_sandbox(name, copy=copy, snapshot=snapshot)
    print(f"Created sandbox {name!r}. Its base URL is {created.url}")


@sandbox.command()
def rm(name: Name, url: Url = None) -> None:
    """Delete a sandbox with its data, journal and faults."""
    with connect(url) as mock:
        mock.delete_sandbox(name)
    print(f"Deleted sandbox {name!r}.")
