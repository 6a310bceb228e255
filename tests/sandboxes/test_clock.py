"""The clock of a sandbox, without a server."""

from contextlib import suppress
from datetime import UTC, datetime, timedelta, timezone

from hypothesis import given, settings
from hypothesis import strategies as st

from mockapi.sandboxes.clock import FIRST, LAST, Clock


def test_an_unfrozen_clock_tells_the_real_time_in_utc() -> None:
    before = datetime.now(UTC)
    told = Clock().now()
    assert before <= told <= datetime.now(UTC)
    assert told.tzinfo is UTC


def test_a_frozen_clock_tells_its_instant_in_utc() -> None:
    frozen = datetime(2030, 1, 2, 5, 4, 5, tzinfo=timezone(timedelta(hours=2)))
    assert Clock(frozen).now() == datetime(2030, 1, 2, 3, 4, 5, tzinfo=UTC)


def test_an_instant_without_a_zone_is_utc() -> None:
    assert Clock(datetime(2030, 1, 2)).now() == datetime(2030, 1, 2, tzinfo=UTC)


INSTANTS = st.datetimes(timezones=st.none() | st.just(UTC) | st.just(timezone(timedelta(hours=14))))


@settings(max_examples=200, derandomize=True, deadline=None)
@given(st.none() | INSTANTS, st.booleans(), st.none() | INSTANTS, st.none() | st.timedeltas())
def test_a_change_is_done_whole_or_not_at_all_and_never_leaves_the_time_that_can_be_told(
    first: datetime | None, reset: bool, freeze: datetime | None, advance: timedelta | None
) -> None:
    clock = Clock(datetime(2030, 1, 1))
    with suppress(OverflowError):
        clock.set(freeze=first)
    before = clock.now()
    try:
        clock.set(reset=reset, freeze=freeze, advance=advance)
    except OverflowError:
        assert clock.now() == before
    else:
        start = (freeze.replace(tzinfo=freeze.tzinfo or UTC)) if freeze else datetime(2030, 1, 1, tzinfo=UTC)
        assert clock.now() == (start if freeze or reset else before) + (advance or timedelta())
    assert FIRST <= clock.now() <= LAST
    assert clock.seconds() == clock.now().timestamp()


def test_a_running_clock_keeps_the_sum_of_its_steps_and_loses_it_when_it_is_frozen_or_reset() -> None:
    clock = Clock()
    clock.set(advance=timedelta(days=1))
    clock.set(advance=timedelta(hours=-1))
    assert (clock.offset, clock.is_frozen) == (timedelta(hours=23), False)
    clock.set(freeze=datetime(2030, 1, 1))
    assert (clock.offset, clock.is_frozen) == (timedelta(), True)
    clock.reset()
    assert (clock.offset, clock.is_frozen) == (timedelta(), False)
