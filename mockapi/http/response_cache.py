"""Answers that are remembered: what was asked and the data are the same again, so the answer is."""

from collections import OrderedDict
from collections.abc import Hashable

from mockapi.http.response import Response

MAX_ANSWERS = 4096
MAX_BYTES = 16 * 1024 * 1024
"""Of all remembered answers and the bodies of their requests."""
MAX_BYTES_OF_ONE = 256 * 1024


class ResponseCache:
    """The answers of one server, those used last at the end; what nobody asks for again goes first.

    A key says everything that an answer depends on, the state of the data included. So nothing has to be thrown away
    when data change: the next request has another key.
    """

    def __init__(self) -> None:
        self._by_key: OrderedDict[Hashable, tuple[Response, int]] = OrderedDict()
        self._bytes = 0

    def __len__(self) -> int:
        return len(self._by_key)

    @property
    def size(self) -> int:
        """Bytes that the answers are charged with."""
        return self._bytes

    def clear(self) -> None:
        """Forget all."""
        self._by_key.clear()
        self._bytes = 0

    def get(self, key: Hashable) -> Response | None:
        """The answer to what the key says."""
        found = self._by_key.get(key)
        if found is None:
            return None
        self._by_key.move_to_end(key)
        return found[0]

    def keep(self, key: Hashable, answer: Response, size: int) -> None:
        """Remember an answer, which must not be changed any more. `size`: bytes of the request."""
        size += len(answer.body)
        if size > MAX_BYTES_OF_ONE or key in self._by_key:
            return
        self._by_key[key] = (answer, size)
        self._bytes += size
        while len(self._by_key) > MAX_ANSWERS or self._bytes > MAX_BYTES:
            _, (_, freed) = self._by_key.popitem(last=False)
            self._bytes -= freed
