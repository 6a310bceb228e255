"""Warms a server up: until it no longer becomes faster, as JIT compilers make it."""

from collections.abc import Callable
from dataclasses import dataclass

SECONDS = 1
"""Of each probe."""
LAST_PROBES = 3
"""Probes in a row that must be no faster than an earlier one."""
GAIN = 1.05
"""Ratio from which on a probe is faster."""
MAX_SECONDS = 60
"""Of probes after the least time."""


@dataclass(frozen=True)
class WarmUp:
    """A warm-up: its seconds, and whether the server had stopped becoming faster."""

    seconds: int
    is_complete: bool


def warm_up(probe: Callable[[int], float], least_seconds: int = 0) -> WarmUp:
    """Call `probe` with a number of seconds, for which it returns the rate, until the rate no longer rises.

    `least_seconds`: the length of a first probe, for servers whose compilers begin late.
    """
    best = probe(least_seconds) if least_seconds else 0.0
    seconds, slower = least_seconds, 0
    while slower < LAST_PROBES and seconds < least_seconds + MAX_SECONDS:
        rate = probe(SECONDS)
        seconds += SECONDS
        slower = 0 if rate > best * GAIN else slower + 1
        best = max(best, rate)
    return WarmUp(seconds, slower >= LAST_PROBES)
