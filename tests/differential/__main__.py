"""Compares two installed versions of mockapi on the wire.

    python -m tests.differential --before old/bin/mockapi --after new/bin/mockapi
                                 [--seed N] [--only GROUP] [--without GROUP] [--show N]

Exit status 0: both answered every request with the same bytes. 1: they differ, a group sent nothing, or a server did
not start.
"""

import argparse
import signal
import time
from types import FrameType

from tests.differential.comparison import Tally
from tests.differential.groups import GROUPS, Task
from tests.differential.servers import StartError


def main() -> int:
    """Run the groups that were asked for, and print what differs."""
    arguments = _arguments()
    signal.signal(signal.SIGTERM, _end)
    tally = Tally()
    with Task((arguments.before, arguments.after), arguments.seed, tally) as task:
        for name in [name for name in arguments.only or GROUPS if name not in arguments.without]:
            tally.begin(name)
            began = time.monotonic()
            try:
                GROUPS[name](task)
            except (StartError, OSError) as error:
                tally.compare("end of the group", "all requests were sent", f"{type(error).__name__}: {error}")
            tally.seconds[name] = time.monotonic() - began
            number = len(tally.differences[name])
            print(f"{name}: {tally.requests[name]} requests, {number} differences", flush=True)
    print("\n".join(tally.report(arguments.show)))
    return int(tally.has_failed)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.differential", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--before", required=True, help="the program `mockapi` of the old version")
    parser.add_argument("--after", required=True, help="the program `mockapi` of the new version")
    parser.add_argument("--seed", type=int, default=1, help="of all that is generated (default: 1)")
    parser.add_argument("--only", action="append", choices=list(GROUPS), help="a group; may be given several times")
    parser.add_argument("--without", action="append", choices=list(GROUPS), default=[], help="a group to leave out")
    parser.add_argument("--show", type=int, default=3, help="how many differences of each group are shown (default: 3)")
    return parser.parse_args()


def _end(number: int, frame: FrameType | None) -> None:
    raise SystemExit(128 + number)


if __name__ == "__main__":
    raise SystemExit(main())
