"""A dictionary of bounded size: what was read or written last stays."""

from mockapi.lru_dict import LruDict


def test_the_entry_that_was_used_longest_ago_is_dropped() -> None:
    dropped: list[int] = []
    entries = LruDict[str, int](2, on_drop=dropped.append)
    entries["a"], entries["b"] = 1, 2
    assert (entries["a"], entries.get("c"), entries.get("c", 0)) == (1, None, 0)
    entries["c"] = 3
    assert (list(entries), dropped) == (["a", "c"], [2])
    assert entries.get("a") == 1
    entries["c"] = 4
    entries.update({"d": 5})
    assert (dict(entries), dropped) == ({"c": 4, "d": 5}, [2, 1])


def test_what_is_taken_out_is_not_dropped() -> None:
    dropped: list[int] = []
    entries = LruDict[str, int](1, on_drop=dropped.append)
    entries["a"] = 1
    assert (entries.pop("a", None), entries.pop("a", None)) == (1, None)
    entries["b"] = 2
    assert (list(entries.values()), dropped) == ([2], [])
