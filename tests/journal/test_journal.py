"""The journal: its bounds, its periods and its ids."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mockapi.http.request import RecordedRequest
from mockapi.http.response import MAX_BODY_BYTES
from mockapi.journal.journal import MAX_BYTES, MAX_ENTRIES, DroppedError, Journal, JournalEntry, RequestOrigin

ORIGIN = RequestOrigin("127.0.0.1", "http", "127.0.0.1:8000", "1.1")


def entry(journal: Journal, time: float = 1000.0, body: bytes = b"", sandbox: str = "default") -> JournalEntry:
    """Return an entry that is in no journal."""
    headers = ((b"host", b"localhost"),)
    request = RecordedRequest("POST", b"/goods/1", b"a=1", headers, body, len(body), "altegio", "create_product")
    return JournalEntry(journal.next_number(), sandbox, request, ORIGIN, time)


def answer(arrived: JournalEntry, body: bytes) -> None:
    """Record a response in an entry."""
    arrived.status = 200
    arrived.headers = ((b"content-type", b"application/json"),)
    arrived.body, arrived.body_size = body, len(body)


def filled(count: int, body: bytes = b"", sandbox: str = "default") -> Journal:
    """Return a journal with `count` requests, one per second."""
    journal = Journal()
    for second in range(count):
        journal.add(entry(journal, 1000.0 + second, body, sandbox))
    return journal


class TestBounds:
    def test_the_journal_keeps_the_last_thousand_requests(self) -> None:
        journal = filled(MAX_ENTRIES + 3)
        assert [kept.number for kept in journal] == list(range(4, MAX_ENTRIES + 4))
        assert journal.dropped == 3

    def test_the_journal_discards_none_of_a_thousand_requests(self) -> None:
        journal = filled(MAX_ENTRIES)
        assert len(journal.since(0)) == MAX_ENTRIES
        assert journal.dropped == 0

    def test_the_journal_keeps_eight_mebibytes(self) -> None:
        journal = filled(600, b"x" * MAX_BODY_BYTES)
        assert MAX_BYTES - 2 * MAX_BODY_BYTES < journal.size <= MAX_BYTES
        assert len(journal) + journal.dropped == 600
        assert [kept.number for kept in journal][-1] == 600

    def test_a_large_response_discards_older_requests(self) -> None:
        journal = filled(500)
        for kept in list(journal):
            answer(kept, b"x" * MAX_BODY_BYTES)
            journal.finish(kept)
        assert journal.size <= MAX_BYTES
        assert journal.dropped > 0

    def test_a_request_larger_than_the_journal_is_discarded_and_counted(self) -> None:
        journal = filled(2, b"x" * (MAX_BYTES + 1))
        assert (len(journal), journal.size, journal.dropped) == (0, 0, 2)
        with pytest.raises(DroppedError, match="2 requests"):
            journal.since(0)


class TestSince:
    def test_since_returns_the_entries_from_that_moment_on(self) -> None:
        assert [kept.number for kept in filled(5).since(1003.0)] == [4, 5]

    def test_since_raises_for_a_period_with_discarded_requests(self) -> None:
        journal = filled(MAX_ENTRIES + 3)
        with pytest.raises(DroppedError, match="3 requests of this time") as refused:
            journal.since(1002.0)
        assert (refused.value.dropped, refused.value.until) == (3, 1002.0)

    def test_since_returns_a_period_after_the_discarded_requests(self) -> None:
        assert len(filled(MAX_ENTRIES + 3).since(1002.5)) == MAX_ENTRIES

    def test_since_raises_also_if_the_system_clock_was_set_back(self) -> None:
        journal = Journal()
        for number in range(MAX_ENTRIES + 2):
            journal.add(entry(journal, 5000.0 if number == 0 else 1000.0))
        with pytest.raises(DroppedError):
            journal.since(4000.0)

    def test_a_removed_request_does_not_count_as_discarded(self) -> None:
        journal = filled(3)
        journal.remove([next(iter(journal))])
        assert [kept.number for kept in journal.since(0)] == [2, 3]

    def test_since_returns_every_period_after_the_journal_was_cleared(self) -> None:
        journal = filled(MAX_ENTRIES + 1)
        journal.clear()
        journal.add(entry(journal, 1.0))
        assert [kept.number for kept in journal.since(0)] == [MAX_ENTRIES + 2]


class TestIds:
    def test_ids_depend_on_the_sandbox_and_the_number_alone(self) -> None:
        assert [kept.id for kept in filled(3)] == [kept.id for kept in filled(3)]

    def test_ids_differ_between_requests_and_between_sandboxes(self) -> None:
        ids = {kept.id for name in ("default", "other") for kept in filled(3, sandbox=name)}
        assert len(ids) == 6

    def test_ids_are_not_repeated_after_a_reset(self) -> None:
        journal = filled(2)
        before = {kept.id for kept in journal}
        journal.clear()
        journal.add(entry(journal))
        assert not before & {kept.id for kept in journal}

    def test_find_returns_the_entry_with_an_id(self) -> None:
        journal = filled(3)
        second = list(journal)[1]
        assert journal.find(second.id) is second
        assert journal.find("none") is None


def test_a_response_to_a_removed_request_does_not_change_the_size() -> None:
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
def test_the_size_of_the_journal_is_the_sum_of_its_entries(steps: list[tuple[str, int]]) -> None:
    journal = Journal()
    added: list[JournalEntry] = []
    for step, number in steps:
        if step in ("add", "burst"):
            for size in [number % MAX_BODY_BYTES] if step == "add" else [MAX_BODY_BYTES] * 300:
                added.append(entry(journal, body=b"x" * size))
                journal.add(added[-1])
        elif step == "clear":
            journal.clear()
        elif added and step == "finish":
            answer(added[number % len(added)], b"y" * (number % MAX_BODY_BYTES))
            journal.finish(added[number % len(added)])
        elif added:
            journal.remove(added[number % len(added) :][:3])
        assert journal.size == sum(kept.charged for kept in journal) == sum(kept.size() for kept in journal)
        assert journal.size <= MAX_BYTES
        assert len(journal) <= MAX_ENTRIES
        assert sum(arrived.charged > 0 for arrived in added) == len(journal)
