"""`mockapi snapshot`"""

from pathlib import Path
from typing import Annotated

import typer

from mockapi.cli.connection import AsJson, Sandbox, Url, asking, show
from mockapi.cli.main import UserError, app

snapshot = typer.Typer(help="Keep a sandbox's data on a running server, and go back to them.", no_args_is_help=True)
app.add_typer(snapshot, name="snapshot")

Name = Annotated[str, typer.Argument(help="The snapshot's name.", metavar="NAME")]


@snapshot.command(epilog="For example: mockapi snapshot save full --file full.sqlite3")
def save(
    name: Name,
    file: Annotated[Path | None, typer.Option(help="Also write it to this file (SQLite).", metavar="FILE")] = None,
    url: Url = None,
    sandbox: Sandbox = None,
) -> None:
    """Keep the sandbox's data under a name."""
    with asking(url, sandbox, must_exist=True) as mock:
        mock.snapshot(name)
        if file is not None:
            try:
                mock.save_snapshot(name, file)
            except OSError as error:
                raise UserError(f"cannot write {file}: {error.strerror}") from error
    print(f"{mock.name} is kept as {name}{f' and in {file}' if file else ''}")


@snapshot.command(epilog="For example: mockapi snapshot load full")
def load(
    name: Name,
    file: Annotated[Path | None, typer.Option(help="Read the snapshot from this file first.", metavar="FILE")] = None,
    url: Url = None,
    sandbox: Sandbox = None,
) -> None:
    """Put the sandbox's data back to those of a snapshot."""
    with asking(url, sandbox) as mock:
        if file is not None:
            try:
                mock.load_snapshot(name, file)
            except OSError as error:
                raise UserError(f"cannot read {file}: {error.strerror}") from error
        mock.restore(name)
    print(f"{mock.name} is as {name} was")


@snapshot.command("list")
def list_snapshots(url: Url = None, as_json: AsJson = False) -> None:
    """List the snapshots."""
    with asking(url) as mock:
        content = mock.call("GET", "/__admin/snapshots")
    rows = [(kept["name"], kept["seed"], kept["products"]) for kept in content["snapshots"]]
    show(as_json, content, ("snapshot", "seed", "products"), rows)


@snapshot.command()
def rm(name: Name, url: Url = None) -> None:
    """Delete a snapshot."""
    with asking(url) as mock:
        mock.delete_snapshot(name)
    print(f"{name} is gone")
