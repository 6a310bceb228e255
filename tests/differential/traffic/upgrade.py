"""Gives to both servers what the old one has written: a data directory and a snapshot."""

import shutil
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.differential.comparison import Tally
from tests.differential.pair import Pair
from tests.differential.servers import StartError
from tests.differential.traffic.known import NOW, control
from tests.differential.traffic.starts import READS, WRITES, Programs, ask
from tests.differential.wire import Request

ARGUMENTS = ("--data", "data", "--products", "15", "--clock", NOW)


def run(programs: Programs, tally: Tally, shared: Pair) -> None:
    """Let the old program write, and both read. `shared`: a pair that runs already."""
    with TemporaryDirectory(prefix="differential.") as name:
        folders = (Path(name) / "before", Path(name) / "after")
        for folder in folders:
            folder.mkdir()
        with Pair((programs[0], programs[0]), tally, ARGUMENTS, folders=folders) as pair:
            ask(pair, [*WRITES, control("PUT", "/snapshots/kept")], "default", "kept")
            content = pair.ask_each(control("GET", "/snapshots/kept"))[0].body
        shutil.rmtree(folders[1] / "data")
        shutil.copytree(folders[0] / "data", folders[1] / "data")
        try:
            with Pair(programs, tally, ARGUMENTS, folders=folders) as pair:
                ask(pair, [*READS, *WRITES, *READS], "default", "kept", "new")
                pair.compare_journals()
        except StartError as error:
            tally.compare("start with the old server's data", "started", str(error))
    shared.ask(Request("PUT", "/__admin/snapshots/old", (), content), title="upload of the old server's snapshot")
    ask(shared, [control("POST", "/snapshots/old/restore"), *READS, *WRITES, *READS], "old")
    shared.compare_journals()
