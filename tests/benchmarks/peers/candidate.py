"""What the benchmark must know of a server that it measures."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from tests.benchmarks.installation import Packages
from tests.benchmarks.requests import Client, Plan, Request
from tests.benchmarks.shop import REPEATED, Shop

STATIC = "sends recorded answers"


@dataclass(frozen=True)
class Candidate:
    """A server, how it is started, and how it is asked for each load.

    `command` writes its files into a folder and gives the command for a port. `plans` are by name of the load. `fill`
    puts in over HTTP what no file can. `reset` and the writes that come before it, `change` (with `{n}`), go to the
    port that is `admin_step` above. `warm_up` seconds of load come before the first count.
    """

    name: str
    how: str
    command: Callable[[Path, Shop, int], list[str]]
    plans: Callable[[Shop], Mapping[str, Plan]]
    ready: Request = REPEATED["list"]
    packages: tuple[Packages, ...] = ()
    variables: Mapping[str, str] = field(default_factory=dict)
    fill: Callable[[Client], None] | None = None
    reset: Callable[[Shop, int], Request] | None = None
    change: Request | None = None
    admin_step: int = 0
    warm_up: int = 0
    is_limit: bool = False
    filters_and_stores: bool = False

    @property
    def key(self) -> str:
        """What `--only` calls it."""
        return self.name.lower().partition(" ")[0].rstrip(",")


def recorded_plans(shop: Shop) -> dict[str, Plan]:
    """The repeated loads of a server that has the recorded answers under mockapi's own paths."""
    return {name: Plan((request,), shop.answer_is(name)) for name, request in REPEATED.items()}


def path_of(request: Request) -> str:
    """The path without the query."""
    return request.path.partition("?")[0]


def write_json(file: Path, content: object) -> str:
    """Write a file, and give its path."""
    file.write_text(json.dumps(content))
    return str(file)
