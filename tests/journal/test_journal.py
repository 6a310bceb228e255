"""What a journal keeps, what it forgets, and that it knows how much it holds."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mockapi.http.request import RecordedRequest
from mockapi.http.response import MAX_BODY_BYTES
from mockapi.journal.journal import MAX_BYTES, MAX_ENTRIES, DroppedError, Entry, Journal, RequestOrigin

ORIGIN = RequestOrigin("127.0.0.1", "http", "127.0.0.1:8000", "1.1")


def entry(journal: Journal, time: float = 1000.0, body: bytes = b"", sandbox: str = "default") -> Entry:
    """An entry that is in no journal yet."""
    headers = ((b"host", b"localhost"),)
    request = RecordedRequest("POST", b"/goods/1", b"a=1", headers, body, len(body), "altegio", "create_product")
    return Entry(journal.next_number(), sandbox, request, ORIGIN, time)


def answer(arrived: Entry, body: bytes) -> None:
    """What the recorder notes of an answer."""
    arrived.status = 200
    arrived.headers = ((b"content-type", b"application/json"),)
    arrived.body, arrived.body_size = body, len(body)


def filled(count: int, body: bytes = b"", sandbox: str = "default") -> Journal:
    """A journal that was sent `count` requests, one a second."""
    journal = Journal()
    for second in range(count):
        journal.add(entry(journal, 1000.0 + second, body, sandbox))
    return journal


class TestBounds:
    def test_keeps_the_last_thousand_requests(self) -> None:
        journal = filled(MAX_ENTRIES + 3)
        assert [kept.number for kept in journal] == list(range(4, MAX_ENTRIES + 4))
        assert journal.dropped == 3

    def test_a_thousand_requests_are_not_too_many(self) -> None:
        journal = filled(MAX_ENTRIES)
        assert len(journal.since(0)) == MAX_ENTRIES
        assert journal.dropped == 0

    def test_keeps_eight_mebibytes(self) -> None:
        journal = filled(600, b"x" * MAX_BODY_BYTES)
        assert MAX_BYTES - 2 * MAX_BODY_BYTES < journal.size <= MAX_BYTES
        assert len(journal) + journal.dropped == 600
        assert [kept.number for kept in journal][-1] == 600

    def test_an_answer_may_be_what_is_too_much(self) -> None:
        journal = filled(500)
        for kept in list(journal):
            answer(kept, b"x" * MAX_BODY_BYTES)
            journal.finish(kept)
        assert journal.size <= MAX_BYTES
        assert journal.dropped > 0

    def test_one_request_larger_than_all_room_is_dropped_and_said_to_be(self) -> None:
        journal = filled(2, b"x" * (MAX_BYTES + 1))
        assert (len(journal), journal.size, journal.dropped) == (0, 0, 2)
        with pytest.raises(DroppedError, match="2 requests"):
            journal.since(0)


class TestSince:
    def test_finds_what_came_at_that_instant_or_later(self) -> None:
        assert [kept.number for kept in filled(5).since(1003.0)] == [4, 5]

    def test_refuses_a_time_from_which_something_was_dropped(self) -> None:
        journal = filled(MAX_ENTRIES + 3)
        with pytest.raises(DroppedError, match="3 requests of this time") as refused:
            journal.since(1002.0)
        assert (refused.value.dropped, refused.value.until) == (3, 1002.0)

    def test_knows_all_of_the_time_after_what_was_dropped(self) -> None:
        assert len(filled(MAX_ENTRIES + 3).since(1002.5)) == MAX_ENTRIES

    def test_refuses_also_when_the_clock_of_the_machine_was_put_back(self) -> None:
        journal = Journal()
        for number in range(MAX_ENTRIES + 2):
            journal.add(entry(journal, 5000.0 if number == 0 else 1000.0))
        with pytest.raises(DroppedError):
            journal.since(4000.0)

    def test_what_somebody_removed_was_not_dropped(self) -> None:
        journal = filled(3)
        journal.remove([next(iter(journal))])
        assert [kept.number for kept in journal.since(0)] == [2, 3]

    def test_is_exact_again_once_the_journal_was_cleared(self) -> None:
        journal = filled(MAX_ENTRIES + 1)
        journal.clear()
        journal.add(entry(journal, 1.0))
        assert [kept.number for kept in journal.since(0)] == [MAX_ENTRIES + 2]


class TestIds:
    def test_are_the_same_for_the_same_request_of_the_same_sandbox(self) -> None:
        assert [kept.id for kept in filled(3)] == [kept.id for kept in filled(3)]

    def test_differ_between_requests_and_between_sandboxes(self) -> None:
        ids = {kept.id for name in ("default", "other") for kept in filled(3, sandbox=name)}
        assert len(ids) == 6

    def test_are_never_given_twice_after_a_reset(self) -> None:
        journal = filled(2)
        before = {kept.id for kept in journal}
        journal.clear()
        journal.add(entry(journal))
        assert not before & {kept.id for kept in journal}

    def test_find_the_entry(self) -> None:
        journal = filled(3)
        second = list(journal)[1]
        assert journal.find(second.id) is second
        assert journal.find("none") is None


def test_an_answer_to_a_request_that_was_forgotten_counts_for_nothing() -> None:
    journal = filled(1)
    forgotten = next(iter(journal))
    journal.clear()
    answer(forgotten, b"late")
    journal.finish(forgotten)
    assert (len(journal), journal.size) == (0, 0)


STEPS = st.lists(
    st.tuples(st.sampled_from(["add", "burst", "finish", "finish", "remove", "clear"]), st.integers(0, 10**6)),
    max_size=25,
)


@settings(deadline=None, max_examples=150)
@given(STEPS)
def test_the_journal_always_knows_how_much_it_holds(steps: list[tuple[str, int]]) -> None:
    journal = Journal()
    seen: list[Entry] = []
    for step, number in steps:
        if step in ("add", "burst"):
            for size in [number % MAX_BODY_BYTES] if step == "add" else [MAX_BODY_BYTES] * 300:
                seen.append(entry(journal, body=b"x" * size))
                journal.add(seen[-1])
        elif step == "clear":
            journal.clear()
        elif seen and step == "finish":
            answer(seen[number % len(seen)], b"y" * (number % MAX_BODY_BYTES))
            journal.finish(seen[number % len(seen)])
        elif seen:
            journal.remove(seen[number % len(seen) :][:3])
        assert journal.size == sum(kept.charged for kept in journal) == sum(kept.size() for kept in journal)
        assert journal.size <= MAX_BYTES
        assert len(journal) <= MAX_ENTRIES
        assert sum(arrived.charged > 0 for arrived in seen) == len(journal)
