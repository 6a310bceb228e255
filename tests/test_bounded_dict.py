"""A dictionary of bounded size: what was written or moved to the end last stays."""

from mockapi.bounded_dict import BoundedDict


def test_the_first_entry_is_dropped() -> None:
    dropped: list[int] = []
    entries = BoundedDict[str, int](2, on_drop=dropped.append)
    entries["a"], entries["b"] = 1, 2
    entries.move_to_end("a")
    entries["c"] = 3
    assert (list(entries), dropped) == (["a", "c"], [2])
    assert (entries["a"], entries.get("b")) == (1, None)
    entries["a"] = 4
    entries.update({"d": 5})
    assert (dict(entries), dropped) == ({"a": 4, "d": 5}, [2, 3])


def test_an_entry_that_is_taken_out_is_not_dropped() -> None:
    dropped: list[int] = []
    entries = BoundedDict[str, int](1, on_drop=dropped.append)
    entries["a"] = 1
    assert (entries.pop("a", None), entries.pop("a", None)) == (1, None)
    entries["b"] = 2
    assert (list(entries.values()), dropped) == ([2], [])
