"""Whether each of some things finds a partner of its own among others."""

from collections.abc import Callable
from itertools import chain

Fits = Callable[[int, int], bool]
"""Whether the thing of the first number can have the partner of the second."""


class Pairing:
    """Things and partners by their numbers, paired along augmenting paths: a partner is given up for another."""

    def __init__(self, partners: int, fits: Fits) -> None:
        self._partners = partners
        self._fits = fits
        self._partner_of: dict[int, int] = {}
        self._thing_of: dict[int, int] = {}

    def add(self, thing: int) -> bool:
        """Whether the thing and all before it have partners."""
        reached_from: dict[int, int] = {}
        waiting = [thing]
        for one in waiting:
            for partner in self._candidates(one):
                if partner in reached_from or not self._fits(one, partner):
                    continue
                reached_from[partner] = one
                if partner not in self._thing_of:
                    self._change(partner, reached_from)
                    return True
                waiting.append(self._thing_of[partner])
        return False

    def _candidates(self, thing: int) -> chain[int]:
        # Its own number first: things that stand in the same order are paired at once.
        return chain(range(thing, self._partners), range(min(thing, self._partners)))

    def _change(self, partner: int, reached_from: dict[int, int]) -> None:
        """Give each thing on the way to the free partner the one that it reached."""
        given_up: int | None = partner
        while given_up is not None:
            partner, thing = given_up, reached_from[given_up]
            given_up = self._partner_of.get(thing)
            self._partner_of[thing] = partner
            self._thing_of[partner] = thing


def can_pair(things: int, partners: int, fits: Fits) -> bool:
    """Whether each of the things finds a partner of its own; partners may be left over."""
    pairing = Pairing(partners, fits)
    return things <= partners and all(pairing.add(thing) for thing in range(things))
