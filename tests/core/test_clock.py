from datetime import UTC, datetime, timedelta, timezone

from mockapi.core.clock import Clock


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
