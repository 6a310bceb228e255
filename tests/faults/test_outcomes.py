"""Outcomes of faults: retries of equal requests, duplicates, waiting times and bounds."""

import tracemalloc
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count

import pytest

from mockapi.faults.kinds import KINDS
from mockapi.faults.outcomes import MAX_HITS, MAX_RETRIES, FaultHit, FaultOutcomes
from mockapi.faults.rules import Fault
from mockapi.http.request import RecordedRequest
from mockapi.journal.journal import JournalEntry, RequestOrigin

FIRST_ERROR = 400


NOWHERE = RequestOrigin("", "http", "", "1.1")


@dataclass
class Program:
    """A program under test whose requests are hit by faults."""

    outcomes: FaultOutcomes = field(default_factory=FaultOutcomes)
    now: float = 0.0
    numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def send(self, body: bytes = b"", kept: int | None = None) -> tuple[JournalEntry, RecordedRequest]:
        """Send a request. `kept` is the number of bytes of its body that the journal keeps."""
        whole = RecordedRequest("POST", b"/goods/1", b"", (), body, len(body), "altegio", "create_product")
        entry = JournalEntry(next(self.numbers), "default", whole if kept is None else whole.cut(kept), NOWHERE)
        self.outcomes.arrived(entry, whole, self.clock)
        return entry, whole

    def hit(self, sent: tuple[JournalEntry, RecordedRequest], label: str = "fault=lost_request") -> FaultHit:
        """Let a fault fire at a request that was sent."""
        sent[0].fault = label
        return self.outcomes.fired(
            Fault("1", {}, label, KINDS["lost_request"]), *sent, lambda status, _: status >= FIRST_ERROR
        )

    def end(self, sent: tuple[JournalEntry, RecordedRequest], status: int | None = 201, created: int = 1) -> None:
        """End a request with a response, or with the status None without one."""
        sent[0].status, sent[0].created = status, created
        self.outcomes.ended(sent[0], self.clock)

    def lose(self, body: bytes = b"", created: int = 0) -> FaultHit:
        """Send a request that a fault hits and that ends without a response."""
        sent = self.send(body)
        hit = self.hit(sent)
        self.end(sent, None, created)
        return hit

    def succeed(self, body: bytes = b"") -> None:
        """Send a request that the vendor responds to."""
        self.end(self.send(body))

    def clock(self) -> float:
        return self.now


@pytest.fixture
def program() -> Program:
    return Program()


def test_a_retry_that_the_vendor_responds_to_is_the_last(program: Program) -> None:
    hit = program.lose()
    for _ in range(3):
        program.succeed()
    assert (hit.retries, hit.sequence.has_recovered, hit.is_duplicated) == (1, True, False)


def test_an_equal_request_before_the_fault_is_no_retry(program: Program) -> None:
    program.succeed()
    hit = program.lose(created=1)
    assert (hit.retries, hit.is_duplicated) == (0, False)
    program.succeed()
    assert (hit.retries, hit.is_duplicated) == (1, True)


def test_equal_requests_at_the_same_time_as_the_fault_are_no_retries(program: Program) -> None:
    before = program.send()
    sent = program.send()
    hit = program.hit(sent)
    beside = program.send()
    program.end(sent, None, created=1)
    for other in (before, beside):
        program.end(other)
    assert (hit.retries, hit.sequence.has_recovered, hit.is_duplicated) == (0, False, False)


def test_equal_requests_that_are_lost_together_have_one_retry_each(program: Program) -> None:
    sent = [program.send() for _ in range(10)]
    hits = [program.hit(one) for one in sent]
    for one in sent:
        program.end(one, None, created=0)
    again = [program.send() for _ in range(10)]
    for one in again:
        program.end(one)
    outcomes = {(hit.retries, hit.sequence.has_recovered, hit.is_duplicated) for hit in hits}
    assert outcomes == {(1, True, False)}
    program.succeed()
    assert {hit.retries for hit in hits} == {1}


def test_a_retry_that_is_hit_counts_for_each_earlier_hit(program: Program) -> None:
    hits = [program.lose(created=number == 1) for number in range(3)]
    program.succeed()
    assert [hit.retries for hit in hits] == [3, 2, 1]
    assert [hit.is_duplicated for hit in hits] == [True, True, False]
    assert all(hit.sequence.has_recovered for hit in hits)


def test_status_429_and_a_bug_are_no_recovery(program: Program) -> None:
    hit = program.lose()
    program.end(program.send(), 429, created=0)
    sent = program.send()
    sent[0].bug = True
    program.end(sent, 500, created=0)
    assert (hit.retries, hit.sequence.has_recovered) == (2, False)
    program.succeed()
    assert (hit.retries, hit.sequence.has_recovered) == (3, True)


def test_a_request_that_is_applied_after_its_retry_is_one_duplicate(program: Program) -> None:
    hit = program.lose()
    program.succeed()
    assert not hit.is_duplicated
    for _ in range(2):
        hit.note_created(1)
    assert (hit.creations, hit.is_duplicated, hit.created) == (2, True, 1)


def test_a_request_that_is_applied_late_is_no_duplicate_of_a_later_hit(program: Program) -> None:
    late, lost = program.lose(), program.lose()
    for _ in range(2):
        late.note_created(1)
    assert (late.creations, lost.creations) == (1, 0)
    program.succeed()
    assert (late.is_duplicated, lost.is_duplicated) == (True, False)


def test_a_retry_after_the_outcomes_were_cleared_is_a_new_request(program: Program) -> None:
    hit = program.lose()
    sent = program.send()
    program.outcomes.clear()
    program.end(sent)
    program.succeed()
    assert list(program.outcomes) == []
    assert hit.retries == 1
    again = program.lose()
    assert again.retries == 0


def test_retries_are_recognised_by_the_whole_body_even_if_the_journal_cuts_it(program: Program) -> None:
    sent = program.send(b"credentials and one thing", kept=11)
    hit = program.hit(sent)
    program.end(sent, None, created=0)
    program.end(program.send(b"credentials and another!!", kept=11))
    assert hit.retries == 0
    program.end(program.send(b"credentials and one thing", kept=11))
    assert (hit.retries, hit.sequence.has_recovered) == (1, True)
    short = program.lose(b"credentials")
    program.send(b"credentials and one thing", kept=11)
    assert short.retries == 0


def test_the_path_and_the_body_of_a_request_are_compared_separately(program: Program) -> None:
    hit = program.lose(b"x")
    entry, whole = program.send(b"x")
    program.end((entry, whole))
    assert hit.retries == 1
    other = RecordedRequest("POST", b"/goods/1x", b"", (), b"", 0, "altegio", "create_product")
    again = program.lose(b"x")
    program.outcomes.arrived(JournalEntry(99, "default", other, NOWHERE), other, program.clock)
    assert again.retries == 0


def test_the_waiting_time_is_the_longer_of_real_time_and_the_sandboxs_time(program: Program) -> None:
    hit = program.lose()
    hit.retry_after = 60
    program.now += 59
    first = program.send()
    assert (round(hit.seconds[0]), hit.has_honoured_retry_after) == (59, False)
    program.end(first, None)
    program.now -= 1000
    program.succeed()
    assert 0 <= hit.seconds[1] < 50
    patient = program.lose(b"patient")
    patient.retry_after = 60
    program.now += 60
    program.succeed(b"patient")
    assert patient.has_honoured_retry_after is True


def test_a_late_but_complete_response_is_a_recovery_without_a_retry(program: Program) -> None:
    for size, has_recovered in ((9, False), (10, True)):
        sent = program.send(b"%d" % size)
        hit = program.hit(sent, "delay")
        hit.expected, sent[0].body_size = 10, size
        program.end(sent)
        program.succeed(b"%d" % size)
        assert (hit.sequence.has_recovered, hit.retries) == (True, 0 if has_recovered else 1)


def test_the_latest_hits_and_the_waiting_times_of_their_first_retries_are_kept(program: Program) -> None:
    first = program.lose(b"first")
    endless = program.lose(b"endless")
    for _ in range(MAX_RETRIES + 5):
        program.end(program.send(b"endless"), 429, created=0)
    assert (endless.retries, len(endless.seconds)) == (MAX_RETRIES + 5, MAX_RETRIES)
    last = [program.lose(b"%d" % number) for number in range(MAX_HITS)]
    assert list(program.outcomes) == last
    program.succeed(b"first")
    assert (first.retries, last[-1].retries) == (0, 0)


def test_a_forgotten_hit_of_a_continuing_sequence_is_no_longer_recorded(program: Program) -> None:
    hits = [program.lose() for _ in range(MAX_HITS + 50)]
    sequence = hits[-1].sequence
    assert (sequence.kept_hits, len(sequence.counted), len(sequence.timed)) == (MAX_HITS, MAX_HITS, MAX_RETRIES)
    assert [len(hits[0].seconds), hits[50].retries] == [MAX_RETRIES, MAX_HITS - 1]
    program.succeed()
    program.succeed()
    assert {hit.creations for hit in program.outcomes} == {1}


def test_a_hit_that_is_forgotten_before_its_response_has_no_retry(program: Program) -> None:
    sent = program.send(b"slow")
    forgotten = program.hit(sent)
    for number in range(MAX_HITS):
        program.lose(b"%d" % number)
    program.end(sent, None, created=0)
    assert (forgotten.sequence.timed, forgotten.sequence.counted) == ({}, {})
    assert program.lose(b"slow").position == 0


def test_hits_do_not_keep_the_bodies_of_their_requests() -> None:
    program = Program()
    tracemalloc.start()
    for number in range(MAX_HITS):
        program.lose(b"%05d" % number + b"x" * 16_000)
    kept, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert kept < 4_000_000
