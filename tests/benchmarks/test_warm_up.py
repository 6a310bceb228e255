"""The warm-up ends once a server no longer becomes faster, or after its time limit."""

from tests.benchmarks.warm_up import LAST_PROBES, MAX_SECONDS, WarmUp, warm_up


def test_the_warm_up_ends_after_some_probes_without_a_higher_rate() -> None:
    rates = iter([100.0, 200.0, 400.0, 410.0, 390.0, 400.0])
    assert warm_up(lambda seconds: next(rates)) == WarmUp(6, is_complete=True)


def test_the_first_probe_has_the_least_time() -> None:
    lengths: list[int] = []

    def probe(seconds: int) -> float:
        lengths.append(seconds)
        return 100

    assert warm_up(probe, 30) == WarmUp(30 + LAST_PROBES, is_complete=True)
    assert lengths == [30, *[1] * LAST_PROBES]


def test_a_server_that_always_becomes_faster_is_not_warm_at_the_time_limit() -> None:
    rates = iter(1.1**number for number in range(MAX_SECONDS + 1))
    assert warm_up(lambda seconds: next(rates)) == WarmUp(MAX_SECONDS, is_complete=False)
