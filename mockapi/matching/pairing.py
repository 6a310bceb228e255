"""Bipartite matching: gives each item of one list a partner of its own from another."""

from collections.abc import Callable
from itertools import chain

Accepts = Callable[[int, int], bool]
"""Returns True if the item of the first index can have the partner of the second index."""


def can_pair(items: int, partners: int, accepts: Accepts) -> bool:
    """Return True if each of the `items` can have a partner of its own; some partners may be left over.

    `accepts` is called with indexes from 0: of an item, and of a partner.
    """
    pairing = _Pairing(partners, accepts)
    return items <= partners and all(pairing.add(item) for item in range(items))


class _Pairing:
    """A pairing that grows along augmenting paths (Kuhn's algorithm, breadth first)."""

    def __init__(self, partners: int, accepts: Accepts) -> None:
        self._partners = partners
        self._accepts = accepts
        self._partner_of: dict[int, int] = {}
        self._item_of: dict[int, int] = {}

    def add(self, item: int) -> bool:
        """Pair `item`, re-pairing earlier items if necessary. Return False if that is impossible."""
        reached_from: dict[int, int] = {}
        queue = [item]
        for one in queue:
            for partner in self._candidates(one):
                if partner in reached_from or not self._accepts(one, partner):
                    continue
                reached_from[partner] = one
                if partner not in self._item_of:
                    self._reassign(partner, reached_from)
                    return True
                queue.append(self._item_of[partner])
        return False

    def _candidates(self, item: int) -> chain[int]:
        # Its own index first: lists in the same order are paired without a search.
        return chain(range(item, self._partners), range(min(item, self._partners)))

    def _reassign(self, partner: int, reached_from: dict[int, int]) -> None:
        """Give each item on the path to the free partner the partner that it reached."""
        free: int | None = partner
        while free is not None:
            partner, item = free, reached_from[free]
            free = self._partner_of.get(item)
            self._partner_of[item] = partner
            self._item_of[partner] = item
