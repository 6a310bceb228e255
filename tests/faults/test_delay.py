"""Delays of responses: lengths, repeatability, refusals, and clients that disconnect."""

import asyncio
import statistics
from queue import Queue
from typing import Any

import pytest
from pydantic import ValidationError
from starlette.types import Message, Receive, Scope, Send

from mockapi.faults.delay import HOUR, DelaySettings, DribbleDelay, dribble, wait
from mockapi.http.response import Response, send_response
from tests.support import web
from tests.support.application import read_body, serving_application
from tests.support.waiting import SECONDS, connect

BODY = b"0123456789"
ANSWER = Response(200, ((b"x-mine", b"yes"), (b"content-length", b"3")), BODY)


def distribution(**fields: Any) -> DelaySettings:
    return DelaySettings.model_validate({"delayDistribution": fields})


def sample(delay: DelaySettings, seed: int = 1) -> list[int]:
    return [delay.milliseconds(seed, number) for number in range(2000)]


class TestLength:
    def test_the_delay_is_0_without_settings(self) -> None:
        assert DelaySettings().milliseconds(1, 1) == 0

    def test_a_fixed_delay_is_constant(self) -> None:
        assert set(sample(DelaySettings.model_validate({"fixedDelayMilliseconds": 250}))) == {250}
        assert set(sample(distribution(type="fixed", milliseconds=250))) == {250}

    def test_a_fixed_and_a_random_delay_are_added(self) -> None:
        both = {"fixedDelayMilliseconds": 250, "delayDistribution": {"type": "uniform", "lower": 1, "upper": 1}}
        assert DelaySettings.model_validate(both).milliseconds(1, 1) == 251

    def test_a_uniform_delay_includes_both_ends(self) -> None:
        drawn = sample(distribution(type="uniform", lower=3, upper=7))
        assert set(drawn) == {3, 4, 5, 6, 7}
        assert min(drawn.count(value) for value in range(3, 8)) > 300

    def test_a_lognormal_delay_has_its_median_and_sigma(self) -> None:
        drawn = sample(distribution(type="lognormal", median=10_000, sigma=0.5))
        assert statistics.median(drawn) == pytest.approx(10_000, rel=0.05)
        # The 84th percentile lies one sigma above the median.
        assert statistics.quantiles(drawn, n=100)[83] == pytest.approx(16_487, rel=0.1)

    def test_a_lognormal_delay_is_drawn_again_above_its_maximum(self) -> None:
        drawn = sample(distribution(type="lognormal", median=100, sigma=1, maxValue=150))
        assert 145 < max(drawn) <= 150
        assert drawn.count(150) < 100

    def test_a_lognormal_delay_is_at_most_an_hour(self) -> None:
        assert HOUR / 2 < max(sample(distribution(type="lognormal", median=HOUR / 2, sigma=10))) <= HOUR

    def test_a_lognormal_delay_without_sigma_is_the_median(self) -> None:
        assert set(sample(distribution(type="lognormal", median=90.6, sigma=0, maxValue=90.6))) == {91}
        assert set(sample(distribution(type="lognormal", median=0, sigma=3))) == {0}

    def test_equal_seeds_and_numbers_give_equal_delays(self) -> None:
        uniform = distribution(type="uniform", lower=0, upper=HOUR)
        lognormal = distribution(type="lognormal", median=90, sigma=0.4)
        assert [uniform.milliseconds(42, number) for number in range(4)] == [1764141, 626394, 1034762, 1203430]
        assert [lognormal.milliseconds(42, number) for number in range(4)] == [114, 80, 116, 63]
        assert sample(uniform, seed=1) != sample(uniform, seed=2)

    @pytest.mark.parametrize(
        ("settings", "has_delay"),
        [
            ({}, False),
            ({"fixedDelayMilliseconds": 0}, True),
            ({"delayDistribution": {"type": "fixed", "milliseconds": 1}}, True),
            ({"chunkedDribbleDelay": {"numberOfChunks": 1, "totalDuration": 1}}, True),
        ],
    )
    def test_each_delay_member_alone_sets_a_delay(self, settings: dict[str, Any], has_delay: bool) -> None:
        assert DelaySettings.model_validate(settings).has_delay is has_delay


class TestValidation:
    @pytest.mark.parametrize(
        "wrong",
        [
            {"fixedDelayMilliseconds": -1},
            {"fixedDelayMilliseconds": HOUR + 1},
            {"fixedDelayMilliseconds": "100"},
            {"fixedDelayMilliseconds": 1.5},
            {"fixedDelay": 100},
            {"delayDistribution": {"type": "normal", "median": 1, "sigma": 1}},
            {"delayDistribution": {"type": "fixed"}},
            {"delayDistribution": {"type": "fixed", "milliseconds": 1, "lower": 1}},
            {"delayDistribution": {"type": "uniform", "lower": 2, "upper": 1}},
            {"delayDistribution": {"type": "uniform", "lower": -1, "upper": 1}},
            {"delayDistribution": {"type": "lognormal", "median": 1, "sigma": -1}},
            {"delayDistribution": {"type": "lognormal", "median": 1, "sigma": float("nan")}},
            {"delayDistribution": {"type": "lognormal", "median": HOUR + 1, "sigma": 1}},
            {"delayDistribution": {"type": "lognormal", "median": 2, "sigma": 1, "maxValue": 1}},
            {"chunkedDribbleDelay": {"numberOfChunks": 0, "totalDuration": 1}},
            {"chunkedDribbleDelay": {"numberOfChunks": 1, "totalDuration": HOUR + 1}},
            {"chunkedDribbleDelay": {"numberOfChunks": 1}},
        ],
        ids=str,
    )
    def test_unknown_members_and_delays_above_an_hour_are_refused(self, wrong: dict[str, Any]) -> None:
        with pytest.raises(ValidationError):
            DelaySettings.model_validate(wrong)

    def test_delay_settings_are_written_as_they_were_read(self) -> None:
        shapes = {
            "fixedDelayMilliseconds": 1,
            "delayDistribution": {"type": "lognormal", "median": 80, "sigma": 0.4, "maxValue": 90},
            "chunkedDribbleDelay": {"numberOfChunks": 5, "totalDuration": 1000},
        }
        assert DelaySettings.model_validate(shapes).model_dump(exclude_unset=True) == shapes


async def stay() -> Message:
    """Receive nothing: the client stays connected."""
    await asyncio.Event().wait()
    raise AssertionError


async def leave() -> Message:
    """Receive the disconnection of the client."""
    return {"type": "http.disconnect"}


class TestWait:
    @pytest.mark.parametrize("milliseconds", [0, 1])
    def test_wait_returns_true_after_the_delay(self, milliseconds: int) -> None:
        assert asyncio.run(wait(milliseconds, stay)) is True

    @pytest.mark.parametrize("milliseconds", [0, HOUR])
    def test_wait_returns_false_when_the_client_disconnects(self, milliseconds: int) -> None:
        assert asyncio.run(wait(milliseconds, leave)) is False

    def test_wait_can_be_cancelled(self) -> None:
        async def cancel() -> None:
            waiting = asyncio.create_task(wait(HOUR, stay))
            await asyncio.sleep(0)
            waiting.cancel()
            with pytest.raises(asyncio.CancelledError):
                await waiting

        asyncio.run(cancel())


def dribbled(answer: Response, chunks: int, milliseconds: int = 0, receive: Receive = stay) -> list[Message]:
    """Return the messages that `dribble` sends."""
    sent: list[Message] = []

    async def send(message: Message) -> None:
        sent.append(message)

    whole = asyncio.run(dribble(send, receive, answer, DribbleDelay(numberOfChunks=chunks, totalDuration=milliseconds)))
    assert whole is (receive is stay)
    return sent


class TestDribble:
    def test_dribble_sends_pieces_of_similar_size_with_the_correct_length(self) -> None:
        start, *body = dribbled(ANSWER, 4)
        assert start["headers"] == [(b"x-mine", b"yes"), (b"content-length", b"10")]
        assert [message["body"] for message in body] == [b"01", b"234", b"56", b"789"]
        assert [message["more_body"] for message in body] == [True, True, True, False]

    def test_dribble_sends_single_bytes_of_a_body_shorter_than_the_number_of_pieces(self) -> None:
        assert [message["body"] for message in dribbled(ANSWER, 10**9, 1)[1:]] == [b"%d" % digit for digit in range(10)]

    def test_dribble_sends_an_empty_body_at_once(self) -> None:
        start, body = dribbled(Response(200), 5, HOUR)
        assert start["headers"] == [(b"content-length", b"0")]
        assert body["body"] == b""

    def test_dribble_stops_when_the_client_disconnects(self) -> None:
        assert len(dribbled(ANSWER, 5, HOUR, leave)) == 1


class TestOverARealConnection:
    def test_a_delay_ends_when_the_client_closes_its_connection(self, caplog: pytest.LogCaptureFixture) -> None:
        results: Queue[bool] = Queue()

        async def application(scope: Scope, receive: Receive, send: Send) -> None:
            await read_body(receive)
            if scope["path"] == "/wait":
                results.put(await wait(HOUR, receive))
            elif scope["path"] == "/dribble":
                results.put(await dribble(send, receive, ANSWER, DribbleDelay(numberOfChunks=2, totalDuration=HOUR)))
            else:
                await send_response(send, ANSWER.sized())

        with serving_application(application) as running:
            for path in ("/wait", "/dribble"):
                with connect(running.url) as connection:
                    connection.sendall(f"POST {path} HTTP/1.1\r\nHost: mock\r\nContent-Length: 3\r\n\r\nabc".encode())
                    if path == "/dribble":
                        assert connection.recv(8) == b"HTTP/1.1"
                    assert web.get(running.url).content == BODY
                assert results.get(timeout=SECONDS) is False
        assert caplog.records == []

    def test_a_dribbled_response_is_complete_and_the_connection_is_kept(self, caplog: pytest.LogCaptureFixture) -> None:
        async def application(scope: Scope, receive: Receive, send: Send) -> None:
            await read_body(receive)
            assert await wait(1, receive)
            assert await dribble(send, receive, ANSWER, DribbleDelay(numberOfChunks=3, totalDuration=3))

        with serving_application(application) as running:
            for _ in range(2):
                answer = web.post(running.url, content=b"abc")
                assert (answer.content, answer.headers["content-length"]) == (BODY, "10")
        assert caplog.records == []
