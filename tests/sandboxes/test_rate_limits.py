"""The sliding window, against a model that counts everything anew."""

from datetime import UTC, datetime, timedelta
from math import ceil
from typing import NamedTuple

from hypothesis import given, settings
from hypothesis import strategies as st

from mockapi.sandboxes.rate_limits import Limit, Quotas

START = datetime(2030, 1, 1, tzinfo=UTC)
LIMITS = st.lists(
    st.builds(Limit, st.integers(1, 4), st.sampled_from([0.001, 0.1, 0.3, 0.7, 1, 1.1, 1.3, 2.5, 60])),
    min_size=1,
    max_size=3,
)
STEPS = st.sampled_from([0, 0, 1, 100, 100_000, 300_000, 700_000, 1_000_000, 1_100_000, 60_000_000]).map(
    lambda microseconds: timedelta(microseconds=microseconds)
)
ADDRESSES = st.sampled_from(["10.0.0.1", "::1"])


class Let(NamedTuple):
    """A request that was let through."""

    address: str
    moment: datetime


def wait(through: list[Let], limits: list[Limit], address: str, now: datetime) -> int:
    """The least whole seconds after which no limit is against a request; 0: none is."""
    seconds = 0
    while any(
        sum(let.address == address and now + timedelta(seconds=seconds) - let.moment < limit.window for let in through)
        >= limit.requests
        for limit in limits
    ):
        seconds += 1
    return seconds


@settings(max_examples=300, derandomize=True, deadline=None)
@given(LIMITS, st.lists(st.tuples(STEPS, ADDRESSES), max_size=40))
def test_as_many_pass_as_fit_into_every_window_and_the_wait_is_exact(
    limits: list[Limit], requests: list[tuple[timedelta, str]]
) -> None:
    quotas = Quotas({"vendor": limits})
    through: list[Let] = []
    now = START
    for step, address in requests:
        now += step
        expected = wait(through, limits, address, now)
        assert quotas.consume("vendor", address, now) == (expected or None)
        if not expected:
            through.append(Let(address, now))


@settings(max_examples=200, derandomize=True, deadline=None)
@given(LIMITS, st.datetimes(datetime(1, 1, 2), datetime(9998, 12, 31), timezones=st.just(UTC)), st.integers(1, 6))
def test_the_wait_is_enough_at_any_time(limits: list[Limit], now: datetime, count: int) -> None:
    quotas = Quotas({"vendor": limits})
    for _ in range(count):
        seconds = quotas.consume("vendor", "address", now)
        if seconds is not None:
            assert 1 <= seconds <= ceil(max(limit.seconds for limit in limits))
            now += timedelta(seconds=seconds)
            assert quotas.consume("vendor", "address", now) is None


@settings(max_examples=200, derandomize=True, deadline=None)
@given(LIMITS, st.lists(st.integers(-10, 10), max_size=30))
def test_a_clock_that_goes_to_and_fro_never_makes_anybody_wait_longer_than_the_longest_window(
    limits: list[Limit], steps: list[int]
) -> None:
    quotas = Quotas({"vendor": limits})
    now = START
    for step in steps:
        now += timedelta(seconds=step)
        seconds = quotas.consume("vendor", "address", now)
        assert seconds is None or seconds <= ceil(max(limit.seconds for limit in limits))


def test_each_address_has_a_window_of_its_own_and_the_busiest_is_told() -> None:
    limit = Limit(2, 10)
    quotas = Quotas({"vendor": [limit]})
    assert [quotas.consume("vendor", address, START) for address in ("a", "a", "b", "a")] == [None, None, None, 10]
    assert quotas.used("vendor", START) == [(limit, 2)]
    assert quotas.used("vendor", START + timedelta(seconds=10)) == [(limit, 0)]


def test_without_limits_everything_passes_and_nothing_is_counted() -> None:
    quotas = Quotas({})
    assert [quotas.consume("vendor", "a", START) for _ in range(3)] == [None] * 3
    quotas.set("vendor", [Limit(1, 1)])
    assert quotas.consume("vendor", "a", START) is None
    quotas.reset()
    assert quotas.limits("vendor") == ()
