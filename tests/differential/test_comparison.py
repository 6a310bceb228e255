"""Holds what the comparison leaves out, where an answer ends, and when it fails."""

import pytest

from tests.differential.comparison import Tally
from tests.differential.journals import differing_parts
from tests.differential.masking import mask_control, mask_server
from tests.differential.pair import sandbox_of
from tests.differential.traffic.known import in_sandbox
from tests.differential.wire import Request, end_of_reply

HEAD = b"HTTP/1.1 200 OK\r\ndate: Thu, 01 Jan 2026 00:00:00 GMT\r\ncontent-length: 24\r\n\r\n"


def test_real_times_are_left_out_and_their_absence_is_not() -> None:
    masked = mask_control(mask_server(HEAD + b'{"milliseconds":1.25}', 8000), 8000)
    assert masked == mask_control(mask_server(HEAD.replace(b"24", b"25") + b'{"milliseconds":10.5}', 8000), 8000)
    assert masked != mask_control(mask_server(HEAD + b'{"milliseconds":null}', 8000), 8000)


def test_the_number_of_retries_is_compared() -> None:
    one, two = (mask_control(b'{"secondsUntilRetry":[%s]}' % times, 1) for times in (b"0.1", b"0.1,2.5"))
    assert one != two


def test_a_vendors_answer_keeps_all_but_the_headers_of_real_time() -> None:
    body = b'{"time":"2026-01-01","milliseconds":5}'
    assert mask_server(HEAD + body, 8000).endswith(b"content-length: 24\r\n\r\n" + body)


@pytest.mark.parametrize(
    ("content", "method", "end"),
    [
        (HEAD + b"x" * 24 + b"HTTP/1.1", "GET", len(HEAD) + 24),
        (HEAD + b"x" * 23, "GET", None),
        (HEAD, "HEAD", len(HEAD)),
        (b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 204 No Content\r\n\r\n", "PUT", 52),
        (b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n1\r\na\r\n0\r\n\r\n", "GET", 58),
        (b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n\x80\x90\r\n\r\n", "GET", None),
        (b"\x80\x90\r\n\r\n", "GET", None),
    ],
)
def test_an_answer_ends_where_http_says(content: bytes, method: str, end: int | None) -> None:
    assert end_of_reply(content, 0, method) == end


def test_a_difference_fails_and_is_shown() -> None:
    tally = Tally()
    tally.begin("group")
    tally.count()
    assert not tally.has_failed
    assert not tally.compare("GET /", b"HTTP/1.1 200 OK\r\n\r\n[1]", b"HTTP/1.1 200 OK\r\n\r\n[2]")
    assert tally.has_failed
    assert {"-1", "+2"} <= {line.replace(" ", "") for line in "\n".join(tally.report(1)).split("\n")}


def test_a_group_without_requests_fails() -> None:
    tally = Tally()
    tally.begin("group")
    assert tally.has_failed


def test_journals_are_compared_entry_by_entry() -> None:
    before, after = (b'{"requests":[{"id":1},{"id":%d}],"meta":{}}' % number for number in (2, 3))
    assert list(differing_parts("a", before, before)) == []
    assert [title for title, _, _ in differing_parts("a", before, after)] == ["journal of a, entry 1 from the newest"]
    assert [title for title, _, _ in differing_parts("a", before, before + b" ")] == ["bytes of the journal of a"]


def test_a_request_is_for_the_sandbox_that_header_and_path_name() -> None:
    request = Request("GET", "/~a%2Eb/api/v1/goods/1")
    assert sandbox_of(request) == "a.b"
    assert sandbox_of(in_sandbox(request, "b")) is None
    assert sandbox_of(Request("GET", "/api/v1/goods/1")) == "default"
