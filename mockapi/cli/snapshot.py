"""`mockapi snapshot`: saved data of sandboxes."""

from pathlib import Path
from typing import Annotated

import typer

from mockapi.cli.connection import AsJson, Sandbox, Url, connect, show
from mockapi.cli.main import UserError, app

snapshot = typer.Typer(help="Save the data of a sandbox on a running server, and restore them.", no_args_is_help=True)
app.add_typer(snapshot, name="snapshot")

Name = Annotated[str, typer.Argument(help="Name of the snapshot.", metavar="NAME")]


@snapshot.command(epilog="For example: mockapi snapshot save full --file full.sqlite3")
def save(
    name: Name,
    file: Annotated[Path | None, typer.Option(help="Also write the snapshot to this file.", metavar="FILE")] = None,
    url: Url = None,
    sandbox: Sandbox = None,
) -> None:
    """Save the data of the sandbox as a snapshot."""
    with connect(url, sandbox, must_exist=True) as mock:
        mock.snapshot(name)
        if file is not None:
            try:
                mock.save_snapshot(name, file)
            except OSError as error:
                raise UserError(f"Cannot write {file}: {error.strerror}.") from error
    written = f" and wrote it to {file}" if file else ""
    print(f"Saved sandbox {mock.name!r} as snapshot {name!r}{written}.")


@snapshot.command(epilog="For example: mockapi snapshot load full")
def load(
    name: Name,
    file: Annotated[Path | None, typer.Option(help="Create the snapshot from this file first.", metavar="FILE")] = None,
    url: Url = None,
    sandbox: Sandbox = None,
) -> None:
    """Restore the data of the sandbox from a snapshot."""
    with connect(url, sandbox) as mock:
        if file is not None:
            try:
                mock.load_snapshot(name, file)
            except OSError as error:
                raise UserError(f"Cannot read {file}: {error.strerror}.") from error
        mock.restore(name)
    print(f"Restored sandbox {mock.name!r} from snapshot {name!r}.")


@snapshot.command("list")
def list_snapshots(url: Url = None, as_json: AsJson = False) -> None:
    """List the snapshots."""
    with connect(url) as mock:
        content = mock.call("GET", "/__admin/snapshots")
    rows = [(each["name"], each["seed"], each["products"]) for each in content["snapshots"]]
    show(as_json, content, ("snapshot", "seed", "products"), rows)


@snapshot.command()
def rm(name: Name, url: Url = None) -> None:
    """Delete a snapshot."""
    with connect(url) as mock:
        mock.delete_snapshot(name)
    print(f"Deleted snapshot {name!r}.")
