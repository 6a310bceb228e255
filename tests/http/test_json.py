"""The memory that a JSON response needs."""

import tracemalloc

from mockapi.http.json import json_response


def test_a_json_response_needs_no_more_memory_than_its_body_is_long() -> None:
    tracemalloc.start()
    try:
        before, _ = tracemalloc.get_traced_memory()
        bodies = [json_response("x" * 1500).body for _ in range(1000)]
        after, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert after - before < 1.2 * sum(map(len, bodies))
