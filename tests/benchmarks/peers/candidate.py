"""A server that the benchmark measures."""

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
    """A server, the command that starts it, and its plan for each load.

    `command` writes its files into a folder and returns the command for a port. `plans` are by name of the load. `fill`
    sends data over HTTP that no file can hold. `reset` and the writes before it, `change` (with `{n}`), go to the port
    that is `admin_step` above. `warm_up`: the least seconds of load before the first count. With `has_loads_alone` the
    server takes part in loads and in no other measure.
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
    is_ours: bool = False
    filters_and_stores: bool = False
    has_loads_alone: bool = False
    short_name: str = ""

    @property
    def key(self) -> str:
        """The name in `--only` and in the results: `short_name`, or else the first word of `name`."""
        return self.short_name or self.name.lower().partition(" ")[0].rstrip(",")


def recorded_plans(shop: Shop) -> dict[str, Plan]:
    """Return the repeated loads of a server that has the recorded responses under mockapi's own paths."""
    return {name: Plan((request,), shop.answer_is(name)) for name, request in REPEATED.items()}


def path_of(request: Request) -> str:
    """Return the path without the query."""
    return request.path.partition("?")[0]


def write_json(file: Path, content: object) -> str:
    """Write a file, and return its path."""
    file.write_text(json.dumps(content))
    return str(file)
