"""The cache of responses: an equal request on equal data gets the cached response."""

from collections import OrderedDict
from collections.abc import Hashable

from mockapi.http.response import Response

MAX_RESPONSES = 4096
MAX_BYTES = 16 * 1024 * 1024
"""Maximum size of all cached responses and of their requests."""
MAX_BYTES_OF_ONE = 256 * 1024
"""Maximum size of one response and its request."""


class ResponseCache:
    """The cached responses of one server; the least recently used are evicted first.

    A key contains everything that a response depends on, including the revision of the data. A change of the data
    therefore needs no invalidation: the next request has another key.
    """

    def __init__(self) -> None:
        self._by_key: OrderedDict[Hashable, tuple[Response, int]] = OrderedDict()
        self._bytes = 0

    def __len__(self) -> int:
        return len(self._by_key)

    @property
    def size(self) -> int:
        """The size of all responses and requests in bytes."""
        return self._bytes

    def clear(self) -> None:
        """Remove all responses."""
        self._by_key.clear()
        self._bytes = 0

    def get(self, key: Hashable) -> Response | None:
        """Return the cached response for a key."""
        found = self._by_key.get(key)
        if found is None:
            return None
        self._by_key.move_to_end(key)
        return found[0]

    def keep(self, key: Hashable, response: Response, size: int) -> None:
        """Cache a response. `size` is the size of its request in bytes."""
        size += len(response.body)
        if size > MAX_BYTES_OF_ONE or key in self._by_key:
            return
        self._by_key[key] = (response, size)
        self._bytes += size
        while len(self._by_key) > MAX_RESPONSES or self._bytes > MAX_BYTES:
            _, (_, freed) = self._by_key.popitem(last=False)
            self._bytes -= freed
